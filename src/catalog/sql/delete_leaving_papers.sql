DELETE FROM suspected_duplicate WHERE paper_id IN (SELECT id FROM temp.leaving_paper);
DELETE FROM suspected_duplicate WHERE other_id IN (SELECT id FROM temp.leaving_paper);
DELETE FROM paper WHERE merged_into IN (SELECT id FROM temp.leaving_paper);
DELETE FROM paper WHERE id IN (SELECT id FROM temp.leaving_paper);
