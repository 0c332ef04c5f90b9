-- Question: for which input files do the entries not add up to the counts that were told?
WITH counted AS (
    SELECT record.listing_id AS listing_id,
           count(*) FILTER (WHERE record.outcome <> 'rejected') AS papers,
           count(*) FILTER (WHERE record.outcome = 'rejected')  AS rejected
    FROM record
    GROUP BY record.listing_id
),
others AS (
    SELECT other_entry.listing_id AS listing_id,
           count(*)               AS entries
    FROM other_entry
    GROUP BY other_entry.listing_id
)
SELECT listing.path AS which
FROM listing
LEFT JOIN counted ON counted.listing_id = listing.id
LEFT JOIN others  ON others.listing_id = listing.id
LEFT JOIN listing AS repeated ON repeated.id = listing.repeats_id
WHERE coalesce(counted.rejected, 0) <> listing.rejected_count
   OR coalesce(counted.papers, 0) + coalesce(others.entries, 0)
      + coalesce(repeated.new_count + repeated.merged_count + repeated.unchanged_count, 0)
      <> listing.new_count + listing.merged_count + listing.unchanged_count + listing.skipped_count
ORDER BY listing.id
