INSERT INTO other_entry (listing_id, position, line, author_id, reason, text, said)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
