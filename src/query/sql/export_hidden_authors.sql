-- Question: who is an author of paper :id without a stated place?
SELECT authorship.name_as_printed AS author
FROM authorship
WHERE authorship.paper_id = :id
  AND authorship.position_stated = 0
ORDER BY authorship.position
