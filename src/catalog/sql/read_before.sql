-- Question: which input files in force of ?1 bytes were read in the same way, with nothing in them that would be told again?
-- ?5: the day, where the reading depends on it; then it depends on rulings too.
SELECT listing.id                                                            AS listing_id,
       listing.hash                                                          AS hash,
       listing.new_count + listing.merged_count + listing.unchanged_count    AS entry_count
FROM listing
JOIN import ON import.id = listing.import_id
WHERE listing.byte_count = ?1
  AND listing.format = ?2
  AND listing.listed_under IS ?3
  AND listing.columns IS ?4
  AND (?5 IS NULL
       OR listing.as_of = ?5
          AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.kind = 'reading' AND decision.undone_at IS NULL))
  AND import.program_version = ?6
  AND import.undone_at IS NULL
  AND listing.repeats_id IS NULL
  AND listing.rejected_count = 0
  AND listing.skipped_count = 0
  AND NOT EXISTS (SELECT 1 FROM other_entry WHERE other_entry.listing_id = listing.id)
  AND NOT EXISTS (SELECT 1 FROM stray_line WHERE stray_line.listing_id = listing.id)
  AND NOT EXISTS (SELECT 1
                  FROM record INDEXED BY record_doubtful
                  WHERE record.doubt IS NOT NULL AND +record.listing_id = listing.id)
ORDER BY listing.id
