INSERT OR IGNORE INTO temp.changed_author (id) SELECT author_id FROM authorship WHERE paper_id = ?1
