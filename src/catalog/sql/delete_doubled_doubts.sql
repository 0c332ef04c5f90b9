-- The doubts about entries that were of paper ?1 and went to a paper where the same line is doubted already.
DELETE FROM doubtful_reading
WHERE doubtful_reading.paper_id = ?1
  AND EXISTS (
      SELECT other.id
      FROM record
      JOIN doubtful_reading AS other ON other.paper_id = record.paper_id
      WHERE record.listing_id = doubtful_reading.listing_id
        AND record.position = doubtful_reading.position
        AND record.paper_id <> ?1
        AND other.run_together = doubtful_reading.run_together
  )
