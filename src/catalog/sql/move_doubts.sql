-- The doubts about entries that were of paper ?1 go where the entries went.
UPDATE doubtful_reading
SET paper_id = (
    SELECT record.paper_id
    FROM record
    WHERE record.listing_id = doubtful_reading.listing_id
      AND record.position = doubtful_reading.position
)
WHERE doubtful_reading.paper_id = ?1
  AND EXISTS (
      SELECT record.paper_id
      FROM record
      WHERE record.listing_id = doubtful_reading.listing_id
        AND record.position = doubtful_reading.position
        AND record.paper_id <> ?1
  )
