-- What the leaving papers count in, but for those that changed already, whose former counts are noted.
INSERT INTO temp.count_before (dimension, group_id, year, with_code, with_code_url, authors_complete)
SELECT dimension, group_id, coalesce(year, 0), with_code, with_code_url, authors_complete
FROM v_paper_group
WHERE paper_id IN (SELECT id FROM temp.leaving_paper EXCEPT SELECT id FROM temp.changed_paper);
INSERT INTO temp.author_before (author_id, year, with_code, with_code_url)
SELECT author_id, year, with_code, with_code_url
FROM (SELECT DISTINCT paper.id, authorship.author_id AS author_id, paper.year AS year,
             CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END AS with_code,
             paper.with_code_url AS with_code_url
      FROM (SELECT id FROM temp.leaving_paper EXCEPT SELECT id FROM temp.changed_paper) AS leaving
      CROSS JOIN authorship ON authorship.paper_id = leaving.id
      CROSS JOIN paper ON paper.id = leaving.id);
