-- Question: which papers have an entry of import ?1?
SELECT DISTINCT record.paper_id
FROM listing
JOIN record ON record.listing_id = listing.id
WHERE listing.import_id = ?1
  AND record.paper_id IS NOT NULL
ORDER BY record.paper_id
