INSERT OR IGNORE INTO temp.changed_paper (id, existed) VALUES (?1, 0)
