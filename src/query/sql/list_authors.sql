-- Question: who wrote paper :id, in printed order? Authors whose place is hidden come last.
SELECT authorship.name_as_printed AS author
FROM authorship
WHERE authorship.paper_id = :id
ORDER BY authorship.position
