-- Question: which entries could not be read?
SELECT listing.path    AS listing,
       record.line     AS line,
       record.reason   AS reason,
       record.text     AS text,
       listing.id      AS listing_id,
       record.position AS position
FROM record
JOIN listing ON listing.id = record.listing_id
JOIN import  ON import.id = listing.import_id
WHERE record.outcome = 'rejected'
  AND import.undone_at IS NULL
  AND (:listing_id IS NULL OR listing.id = :listing_id)
