-- Counts what became of the entries of listing ?1; of those about people only how many are skipped can change.
UPDATE listing
SET new_count       = (SELECT count(*) FROM record WHERE record.listing_id = ?1 AND record.outcome = 'new'),
    skipped_count   = (SELECT count(*) FROM other_entry WHERE other_entry.listing_id = ?1 AND other_entry.reason IS NOT NULL),
    merged_count    = (SELECT count(*) FROM record WHERE record.listing_id = ?1 AND record.outcome = 'merged'),
    unchanged_count = (SELECT count(*) FROM record WHERE record.listing_id = ?1 AND record.outcome = 'unchanged')
                    + (SELECT count(*) FROM other_entry WHERE other_entry.listing_id = ?1 AND other_entry.reason IS NULL)
WHERE id = ?1
  AND repeats_id IS NULL
