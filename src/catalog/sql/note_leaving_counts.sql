-- What the leaving papers count in, but for those that changed already, whose former counts are noted.
INSERT INTO temp.count_before (dimension, group_id, year, with_code, with_code_url, authors_complete)
SELECT dimension, group_id, coalesce(year, 0), with_code, with_code_url, authors_complete
FROM v_paper_group
WHERE paper_id IN (SELECT id FROM temp.leaving_paper EXCEPT SELECT id FROM temp.changed_paper);
INSERT OR IGNORE INTO temp.changed_author (id)
SELECT author_id FROM authorship WHERE paper_id IN (SELECT id FROM temp.leaving_paper);
