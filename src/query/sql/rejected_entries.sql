-- Question: which entries were rejected, of listing ?1 or, where it is NULL, of all, and how are they written again?
SELECT listing.id                 AS listing_id,
       listing.path               AS listing,
       listing.format             AS format,
       coalesce(listing.head, '') AS head,
       record.text                AS text
FROM record
JOIN listing ON listing.id = record.listing_id
JOIN import  ON import.id = listing.import_id
WHERE record.outcome = 'rejected'
  AND import.undone_at IS NULL
  AND (?1 IS NULL OR listing.id = ?1)
ORDER BY record.listing_id, record.position
