-- Input file ?1 repeats ?2 now.
UPDATE listing
SET unchanged_count = new_count + merged_count + unchanged_count,
    new_count       = 0,
    merged_count    = 0,
    completed_count = 0,
    repeats_id      = ?2
WHERE id = ?1
