INSERT OR IGNORE INTO temp.changed_paper (id, existed) SELECT id, 1 FROM temp.leaving_paper;
