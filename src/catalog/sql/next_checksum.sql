-- The next paper after key ?1 that went into no other.
SELECT paper.id, paper.checksum, paper.title_key
FROM paper
WHERE paper.id > ?1
  AND paper.merged_into IS NULL
ORDER BY paper.id
LIMIT 1
