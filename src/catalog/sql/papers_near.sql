-- More than a thousand are too many to look at.
-- Question: which papers, or entries that say otherwise, have a first author with the key ?1 and are from ?2 to ?3, both
-- counted, or of no year? "title_key" is missing where it is the paper's own.
SELECT paper.id           AS id,
       paper.title_sketch AS title_sketch,
       NULL               AS title_key
FROM paper
WHERE paper.first_author_key = ?1
  AND paper.year >= coalesce(?2, 0)
  AND paper.year <= coalesce(?3, 9999)
UNION ALL
SELECT paper.id, paper.title_sketch, NULL
FROM paper
WHERE paper.first_author_key = ?1
  AND paper.year IS NULL
UNION ALL
SELECT other_key.paper_id, other_key.title_sketch, other_key.title_key
FROM other_key
WHERE other_key.first_author_key = ?1
  AND other_key.year >= coalesce(?2, 0)
  AND other_key.year <= coalesce(?3, 9999)
UNION ALL
SELECT other_key.paper_id, other_key.title_sketch, other_key.title_key
FROM other_key
WHERE other_key.first_author_key = ?1
  AND other_key.year IS NULL
LIMIT 1001
