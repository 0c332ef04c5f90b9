-- Question: which papers has no entry?
SELECT 'paper ' || paper.id || ', ' || paper.title AS which
FROM paper
WHERE paper.merged_into IS NULL
  AND NOT EXISTS (SELECT record.position FROM record WHERE record.paper_id = paper.id)
ORDER BY paper.id
