-- The title stays as it first came in.
UPDATE paper
SET abstract         = ?2,
    published_on     = ?3,
    year             = ?4,
    venue_id         = ?5,
    authors_complete = ?6,
    code_stated      = ?7
WHERE id = ?1
