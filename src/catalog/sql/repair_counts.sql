-- Counts of input files are those of the entries that are left; a file that has lost some is read again when it is imported again.
CREATE TEMP TABLE counted AS
SELECT listing.id                                                                                     AS id,
       listing.path                                                                                   AS path,
       listing.new_count + listing.merged_count + listing.unchanged_count + listing.rejected_count
       + listing.skipped_count                                                                        AS told,
       (SELECT count(*) FROM record WHERE record.listing_id = listing.id AND record.outcome = 'new')  AS new,
       (SELECT count(*) FROM record WHERE record.listing_id = listing.id AND record.outcome = 'merged') AS merged,
       (SELECT count(*) FROM record WHERE record.listing_id = listing.id AND record.outcome = 'unchanged')
       + (SELECT count(*) FROM other_entry WHERE other_entry.listing_id = listing.id AND other_entry.reason IS NULL) AS unchanged,
       (SELECT count(*) FROM record WHERE record.listing_id = listing.id AND record.outcome = 'rejected') AS rejected,
       (SELECT count(*) FROM other_entry WHERE other_entry.listing_id = listing.id AND other_entry.reason IS NOT NULL) AS skipped
FROM listing
WHERE listing.repeats_id IS NULL;
DELETE FROM temp.counted
WHERE EXISTS (SELECT 1
              FROM listing
              WHERE listing.id = counted.id
                AND listing.rejected_count = counted.rejected
                AND listing.new_count + listing.merged_count + listing.unchanged_count + listing.skipped_count
                    = counted.new + counted.merged + counted.unchanged + counted.skipped);
UPDATE listing
SET new_count       = counted.new,
    merged_count    = counted.merged,
    unchanged_count = counted.unchanged,
    rejected_count  = counted.rejected,
    skipped_count   = counted.skipped,
    completed_count = min(listing.completed_count, counted.merged),
    hash            = ''
FROM temp.counted
WHERE listing.id = counted.id;
-- A file that repeats another has as many entries as that.
UPDATE listing
SET unchanged_count = repeated.new_count + repeated.merged_count + repeated.unchanged_count,
    new_count       = 0,
    merged_count    = 0,
    skipped_count   = 0,
    rejected_count  = 0,
    completed_count = 0,
    hash            = CASE WHEN repeated.hash = '' THEN '' ELSE listing.hash END
FROM listing AS repeated
WHERE repeated.id = listing.repeats_id
  AND (listing.new_count + listing.merged_count + listing.unchanged_count + listing.skipped_count
       <> repeated.new_count + repeated.merged_count + repeated.unchanged_count
       OR listing.rejected_count <> 0)
