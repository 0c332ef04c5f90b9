-- Question: which affiliations has paper ?1?
SELECT affiliation.name         AS name,
       affiliation.ror          AS ror,
       affiliation.country_code AS country_code
FROM paper_affiliation
JOIN affiliation ON affiliation.id = paper_affiliation.affiliation_id
WHERE paper_affiliation.paper_id = ?1
ORDER BY affiliation.name
