INSERT INTO other_entry (listing_id, position, line, author_id, reason, text)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
