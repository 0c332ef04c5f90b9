UPDATE listing
SET byte_count      = ?2,
    hash            = ?3,
    new_count       = ?4,
    merged_count    = ?5,
    unchanged_count = ?6,
    rejected_count  = ?7,
    skipped_count   = ?8,
    completed_count = ?9
WHERE id = ?1
