INSERT INTO other_key (paper_id, title_key, first_author_key, year, title_sketch)
VALUES (?1, ?2, ?3, ?4, ?5)
