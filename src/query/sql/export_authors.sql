-- Question: who is printed as an author of paper :id, in order?
SELECT authorship.name_as_printed AS author
FROM authorship
WHERE authorship.paper_id = :id
  AND authorship.position_stated = 1
ORDER BY authorship.position
