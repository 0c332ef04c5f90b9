-- Question: who wrote paper ?1, in printed order?
SELECT authorship.name_as_printed, authorship.position_stated
FROM authorship
WHERE authorship.paper_id = ?1
ORDER BY authorship.position
