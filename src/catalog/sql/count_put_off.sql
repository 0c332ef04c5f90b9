-- Adds to the counts of listing ?1 what became of those of its entries that were put off.
UPDATE listing
SET new_count       = new_count + ?2,
    merged_count    = merged_count + ?3,
    unchanged_count = unchanged_count + ?4,
    rejected_count  = rejected_count + ?5,
    completed_count = completed_count + ?6
WHERE id = ?1
