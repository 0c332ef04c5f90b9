-- Paper ?1 has no entries any more; ?2 stands for it.
UPDATE paper
SET merged_into      = ?2,
    abstract         = NULL,
    published_on     = NULL,
    year             = NULL,
    venue_id         = NULL,
    code_stated      = NULL,
    with_code_url    = 0,
    checksum         = NULL,
    first_author_key = NULL
WHERE id = ?1
