INSERT OR IGNORE INTO authorship_affiliation (paper_id, position, affiliation_id, name_as_printed, checksum)
VALUES (?1, ?2, ?3, ?4, row_checksum(?1, ?2, ?3, ?4))
