INSERT OR IGNORE INTO paper_affiliation (paper_id, affiliation_id, name_as_printed, checksum)
VALUES (?1, ?2, ?3, row_checksum(?1, ?2, ?3))
