-- Question: which papers have a first author with the key ?1 and are from ?2 to ?3, both counted, or of no year?
-- More than a thousand are too many to look at.
SELECT paper.id           AS id,
       paper.title_sketch AS title_sketch
FROM paper
WHERE paper.first_author_key = ?1
  AND paper.year >= ?2
  AND paper.year <= ?3
UNION ALL
SELECT paper.id, paper.title_sketch
FROM paper
WHERE paper.first_author_key = ?1
  AND paper.year IS NULL
LIMIT 1001
