-- The forms of the name of author ?1 that no paper and no entry about the person bears.
DELETE FROM author_name
WHERE author_name.author_id = ?1
  AND NOT EXISTS (
      SELECT authorship.paper_id
      FROM authorship
      WHERE authorship.author_id = ?1
        AND authorship.name_as_printed = author_name.name
  )
  AND NOT EXISTS (
      SELECT stated.value
      FROM other_entry
      JOIN json_each(other_entry.said, '$.names') AS stated
      WHERE other_entry.author_id = ?1
        AND stated.value = author_name.name
  )
