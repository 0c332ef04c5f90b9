INSERT INTO paper (title, title_key, abstract, published_on, year, venue_id, authors_complete, code_stated)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
