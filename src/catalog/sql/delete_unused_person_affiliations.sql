-- Where author ?1 is said to work, and no entry says so any more.
DELETE FROM author_affiliation
WHERE author_affiliation.author_id = ?1
  AND NOT EXISTS (
      SELECT stated.value
      FROM other_entry
      JOIN json_each(other_entry.said, '$.affiliations') AS stated
      WHERE other_entry.author_id = ?1
        AND author_affiliation.name_as_printed = CASE
            WHEN stated.type = 'object' THEN json_extract(stated.value, '$.name')
            ELSE stated.value
        END
  )
