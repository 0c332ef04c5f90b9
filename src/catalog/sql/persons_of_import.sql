-- Question: about which authors does import ?1 have entries?
SELECT DISTINCT other_entry.author_id
FROM listing
JOIN other_entry ON other_entry.listing_id = listing.id
WHERE listing.import_id = ?1
  AND other_entry.author_id IS NOT NULL
