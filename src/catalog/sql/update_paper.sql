UPDATE paper
SET title            = ?2,
    title_key        = ?3,
    abstract         = ?4,
    published_on     = ?5,
    year             = ?6,
    venue_id         = ?7,
    authors_complete = ?8,
    code_stated      = ?9,
    first_author_key = ?10,
    title_sketch     = ?11,
    with_code_url    = ?12,
    checksum         = ?13
WHERE id = ?1
