INSERT INTO paper (id, title, title_key, abstract, published_on, year, venue_id, authors_complete, code_stated,
                   first_author_key, title_sketch, with_code_url, checksum)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
        ?10, ?11, ?12, ?13)
