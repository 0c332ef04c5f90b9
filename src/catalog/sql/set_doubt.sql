-- The entry that doubtful reading ?1 is about is doubted as ?2 says, or not at all.
UPDATE record
SET doubt = ?2
WHERE (record.listing_id, record.position) = (
    SELECT doubtful_reading.listing_id, doubtful_reading.position
    FROM doubtful_reading
    WHERE doubtful_reading.id = ?1
)
