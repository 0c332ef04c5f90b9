-- Question: which papers went into one that went into another?
SELECT 'paper ' || paper.id AS which
FROM paper
JOIN paper AS standing ON standing.id = paper.merged_into
WHERE standing.merged_into IS NOT NULL
ORDER BY paper.id
