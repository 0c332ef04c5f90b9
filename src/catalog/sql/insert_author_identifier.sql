INSERT OR IGNORE INTO author_identifier (scheme, value, author_id, checksum)
VALUES (?1, ?2, ?3, row_checksum(?1, ?2, ?3))
