-- Author ?1 is no group any more where no entry says so.
-- (The type is asked for in the CASE alone: a condition on it beside would have SQLite take the CASE for settled, and take apart
-- what is no object.)
UPDATE author
SET is_group = 0
WHERE author.id = ?1
  AND author.is_group = 1
  AND NOT EXISTS (
      SELECT stated.value
      FROM authorship
      JOIN record ON record.paper_id = authorship.paper_id
      JOIN json_each(record.said, '$.authors') AS stated
      WHERE authorship.author_id = ?1
        AND json_extract(CASE WHEN stated.type = 'object' THEN stated.value ELSE '{}' END, '$.group') = 1
  )
  AND NOT EXISTS (
      SELECT other_entry.position
      FROM other_entry
      WHERE other_entry.author_id = ?1
        AND json_extract(other_entry.said, '$.is_group') = 1
  )
