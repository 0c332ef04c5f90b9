INSERT INTO temp.tallied_total (label_id, paper_count, first_year, last_year, with_code, with_code_url)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
