-- Question: which affiliations has paper :id?
SELECT affiliation.name AS affiliation
FROM paper_affiliation
JOIN affiliation ON affiliation.id = paper_affiliation.affiliation_id
WHERE paper_affiliation.paper_id = :id
ORDER BY affiliation.name, affiliation.id
