-- The addition at position ?2 of listing ?1 has lost its paper: what it says (?3) is kept, with the reason ?4.
INSERT INTO other_entry (listing_id, position, line, author_id, reason, text, said)
SELECT record.listing_id, record.position, record.line, NULL, ?4, json_extract(?3, '$.title'), ?3
FROM record
WHERE record.listing_id = ?1
  AND record.position = ?2
