INSERT INTO temp.count_before (dimension, group_id, year, with_code, with_code_url, authors_complete)
SELECT dimension, group_id, coalesce(year, 0), with_code, with_code_url, authors_complete
FROM v_paper_group
WHERE paper_id = ?1
