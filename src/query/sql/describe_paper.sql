-- Question: what is the title of paper ?1, and its year (0: not known)?
SELECT paper.title AS name, coalesce(paper.year, 0) AS year
FROM paper
WHERE paper.id = ?1
