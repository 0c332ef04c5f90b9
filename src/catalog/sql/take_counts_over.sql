-- Input file ?2 has the entries now that ?1 had.
UPDATE listing
SET new_count       = before.new_count,
    merged_count    = before.merged_count,
    unchanged_count = before.unchanged_count,
    completed_count = before.completed_count,
    head            = before.head,
    repeats_id      = NULL
FROM (SELECT new_count, merged_count, unchanged_count, completed_count, head FROM listing WHERE id = ?1) AS before
WHERE listing.id = ?2
