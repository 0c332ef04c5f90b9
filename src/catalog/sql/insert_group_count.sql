INSERT INTO group_count (dimension, group_id, year, with_code, with_code_url, authors_complete, paper_count)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
