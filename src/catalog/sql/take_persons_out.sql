-- The entries about people of import ?1 speak of nobody while it is undone.
UPDATE other_entry
SET author_id = NULL
WHERE other_entry.author_id IS NOT NULL
  AND other_entry.listing_id IN (SELECT listing.id FROM listing WHERE listing.import_id = ?1)
