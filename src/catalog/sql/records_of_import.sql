-- Question: what do the entries of import ?1 say, which is undone?
SELECT record.listing_id  AS listing_id,
       record.position    AS position,
       record.said        AS said,
       record.is_addition AS is_addition
FROM listing
JOIN record ON record.listing_id = listing.id
WHERE listing.import_id = ?1
  AND record.outcome <> 'rejected'
ORDER BY record.listing_id, record.position
