-- Question: of which papers is there an entry that has a first author with the key ?1 and is from ?2 to ?3, both counted, or
-- of no year, where the paper shows it otherwise? More than a thousand are too many to look at.
SELECT other_key.paper_id     AS id,
       other_key.title_sketch AS title_sketch,
       other_key.title_key    AS title_key
FROM other_key
WHERE other_key.first_author_key = ?1
  AND other_key.year >= ?2
  AND other_key.year <= ?3
UNION ALL
SELECT other_key.paper_id, other_key.title_sketch, other_key.title_key
FROM other_key
WHERE other_key.first_author_key = ?1
  AND other_key.year IS NULL
LIMIT 1001
