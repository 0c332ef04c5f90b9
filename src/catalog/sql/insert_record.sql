INSERT INTO record (listing_id, position, line, outcome, paper_id, doubt, note, reason, text, said, is_addition, checksum)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
