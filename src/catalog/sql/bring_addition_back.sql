-- The addition at position ?2 of listing ?1 has its paper (?4) again: ?3 is what became of it, ?5 what it says beside.
INSERT INTO record (listing_id, position, line, outcome, paper_id, said, is_addition, checksum)
SELECT other_entry.listing_id, other_entry.position, other_entry.line, ?3, ?4, ?5, 1,
       row_checksum(other_entry.listing_id, other_entry.position, other_entry.line, ?3, ?4, NULL, NULL, NULL, NULL, ?5, 1)
FROM other_entry
WHERE other_entry.listing_id = ?1
  AND other_entry.position = ?2
