-- Question: which author of paper :id works where, as printed?
SELECT authorship_affiliation.position || ' ' || authorship_affiliation.name_as_printed AS entry
FROM authorship_affiliation
WHERE authorship_affiliation.paper_id = :id
ORDER BY authorship_affiliation.position, authorship_affiliation.name_as_printed
