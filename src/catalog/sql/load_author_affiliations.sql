-- Question: where does the author at position ?2 of paper ?1 work?
SELECT authorship_affiliation.name_as_printed AS name,
       affiliation.ror                        AS ror,
       affiliation.country_code               AS country_code
FROM authorship_affiliation
JOIN affiliation ON affiliation.id = authorship_affiliation.affiliation_id
WHERE authorship_affiliation.paper_id = ?1
  AND authorship_affiliation.position = ?2
ORDER BY authorship_affiliation.name_as_printed
