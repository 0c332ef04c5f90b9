INSERT INTO authorship (paper_id, position, author_id, name_as_printed, position_stated)
VALUES (?1, ?2, ?3, ?4, ?5)
