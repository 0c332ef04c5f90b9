INSERT INTO temp.put_off (listing_id, position, line, said, doubt, note, paper_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
