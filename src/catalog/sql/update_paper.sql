UPDATE paper
SET title            = :title,
    title_key        = :title_key,
    abstract         = :abstract,
    published_on     = :published_on,
    year             = :year,
    venue_id         = :venue_id,
    authors_complete = :authors_complete,
    code_stated      = :code_stated,
    first_author_key = :first_author_key,
    title_sketch     = :title_sketch
WHERE id = :id
