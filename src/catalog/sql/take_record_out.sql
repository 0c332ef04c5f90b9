-- The entry at position ?2 of listing ?1 is of no paper while its import is undone; ?3 is all that it says.
UPDATE record
SET paper_id = NULL,
    said     = ?3
WHERE listing_id = ?1
  AND position = ?2
