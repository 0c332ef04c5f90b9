-- Question: which input files in force were read in the same way and have entries that are known by their hashes, the newest first?
-- Only the last thousand files are looked at, so that a folder of many does not have each look at all before it.
SELECT listing.id         AS listing_id,
       listing.byte_count AS byte_count,
       listing.new_count + listing.merged_count + listing.unchanged_count + listing.rejected_count + listing.skipped_count
                          AS entry_count
FROM listing
JOIN import ON import.id = listing.import_id
WHERE listing.id > (SELECT max(newest.id) - 1000 FROM listing AS newest)
  AND listing.format = ?1
  AND listing.listed_under IS ?2
  AND listing.columns IS ?3
  AND import.program_version = ?4
  AND import.undone_at IS NULL
  AND EXISTS (SELECT 1 FROM entry_hash WHERE entry_hash.listing_id = listing.id)
ORDER BY listing.id DESC
