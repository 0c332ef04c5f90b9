-- The identifiers of author ?1 that no entry gives any more.
DELETE FROM author_identifier
WHERE author_identifier.author_id = ?1
  AND NOT EXISTS (
      SELECT stated.value
      FROM authorship
      JOIN record ON record.paper_id = authorship.paper_id
      JOIN json_each(record.said, '$.authors') AS author
      JOIN json_each(CASE WHEN author.type = 'object' THEN author.value ELSE '{}' END, '$.identifiers') AS stated
      WHERE authorship.author_id = ?1
        AND stated.value = author_identifier.scheme || ':' || author_identifier.value
  )
  AND NOT EXISTS (
      SELECT stated.value
      FROM other_entry
      JOIN json_each(other_entry.said, '$.identifiers') AS stated
      WHERE other_entry.author_id = ?1
        AND stated.value = author_identifier.scheme || ':' || author_identifier.value
  )
