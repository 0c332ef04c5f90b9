-- The papers of import ?1 that no other import speaks of and that have no doubtful entry; those are taken out one by one.
INSERT INTO temp.leaving_paper (id)
SELECT DISTINCT record.paper_id
FROM listing
JOIN record ON record.listing_id = listing.id
WHERE listing.import_id = ?1
  AND record.paper_id IS NOT NULL
  AND NOT EXISTS (
      SELECT other.position
      FROM record AS other
      WHERE other.paper_id = record.paper_id
        AND (other.listing_id, other.position) <> (record.listing_id, record.position)
  )
  AND NOT EXISTS (SELECT doubtful_reading.id FROM doubtful_reading WHERE doubtful_reading.paper_id = record.paper_id)
  AND (record.said IS NULL OR instr(record.said, 'null') = 0)
