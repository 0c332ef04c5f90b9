-- More than a thousand are too many to look at.
-- Question: which papers have a first author with the key ?1 and came out from ?2 to ?3, both counted, or have no year?
SELECT paper.id           AS id,
       paper.title_sketch AS title_sketch
FROM paper
WHERE paper.first_author_key = ?1
  AND paper.year >= coalesce(?2, 0)
  AND paper.year <= coalesce(?3, 9999)
UNION ALL
SELECT paper.id, paper.title_sketch
FROM paper
WHERE paper.first_author_key = ?1
  AND paper.year IS NULL
LIMIT 1001
