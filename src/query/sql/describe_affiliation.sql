-- Question: what is affiliation ?1 called, and on how many papers?
SELECT affiliation.name AS name,
       (SELECT count(*) FROM paper_affiliation WHERE paper_affiliation.affiliation_id = affiliation.id) AS paper_count
FROM affiliation
WHERE affiliation.id = ?1
