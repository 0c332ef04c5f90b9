-- Question: which input files have hashes that are not one for each of their entries, as far as they go?
SELECT DISTINCT listing.path AS which
FROM entry_hash
JOIN listing ON listing.id = entry_hash.listing_id
WHERE listing.repeats_id IS NOT NULL
   OR entry_hash.first_position % 1024 <> 1
   OR length(entry_hash.hashes) <> 16 * min(
          1024,
          listing.new_count + listing.merged_count + listing.unchanged_count + listing.rejected_count
              + listing.skipped_count + 1 - entry_hash.first_position
      )
ORDER BY listing.path
