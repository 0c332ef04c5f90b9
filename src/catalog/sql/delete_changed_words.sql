DELETE FROM paper_text WHERE rowid IN (SELECT id FROM temp.changed_paper WHERE existed = 1);
