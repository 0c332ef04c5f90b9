INSERT OR IGNORE INTO authorship_affiliation (paper_id, position, affiliation_id, name_as_printed)
VALUES (?1, ?2, ?3, ?4)
