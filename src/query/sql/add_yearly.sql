INSERT INTO temp.tallied_year (label_id, year, paper_count)
VALUES (?1, ?2, ?3)
