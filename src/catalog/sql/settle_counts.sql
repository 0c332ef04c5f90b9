-- Takes off what the changed papers counted in before, and adds what they count in now.
INSERT INTO group_count (dimension, group_id, year, with_code, with_code_url, authors_complete, paper_count)
SELECT dimension, group_id, year, with_code, with_code_url, authors_complete, sum(change)
FROM (SELECT dimension, group_id, year, with_code, with_code_url, authors_complete, -1 AS change
      FROM temp.count_before
      UNION ALL
      SELECT dimension, group_id, coalesce(year, 0), with_code, with_code_url, authors_complete, 1
      FROM v_paper_group
      WHERE paper_id IN (SELECT id FROM temp.changed_paper))
WHERE true
GROUP BY dimension, group_id, year, with_code, with_code_url, authors_complete
HAVING sum(change) <> 0
ON CONFLICT DO UPDATE SET paper_count = paper_count + excluded.paper_count;
DELETE FROM group_count WHERE paper_count = 0;

INSERT INTO temp.author_change (author_id, year, with_code, with_code_url, change)
SELECT author_id, year, with_code, with_code_url, sum(change)
FROM (SELECT author_id, year, with_code, with_code_url, -1 AS change FROM temp.author_before
      UNION ALL
      SELECT author_id, year, with_code, with_code_url, 1
      FROM (SELECT DISTINCT paper.id, authorship.author_id AS author_id, paper.year AS year,
                   CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END AS with_code,
                   paper.with_code_url AS with_code_url
            FROM temp.changed_paper
            CROSS JOIN authorship ON authorship.paper_id = changed_paper.id
            CROSS JOIN paper INDEXED BY paper_fact_by_id ON paper.id = changed_paper.id
            WHERE paper.merged_into IS NULL))
GROUP BY author_id, year, with_code, with_code_url
HAVING sum(change) <> 0;

INSERT OR IGNORE INTO temp.changed_author (id)
SELECT author_change.author_id
FROM temp.author_change
LEFT JOIN author_count ON author_count.author_id = author_change.author_id
WHERE author_change.change < 0
  AND (author_count.author_id IS NULL
       OR author_change.year = author_count.first_year
       OR author_change.year = author_count.last_year);
DELETE FROM temp.author_change WHERE author_id IN (SELECT id FROM temp.changed_author);

INSERT INTO author_count (author_id, paper_count, first_year, last_year, with_code, with_code_url)
SELECT author_id, sum(change), min(year) FILTER (WHERE change > 0), max(year) FILTER (WHERE change > 0),
       sum(change * with_code), sum(change * with_code_url)
FROM temp.author_change
WHERE true
GROUP BY author_id
ON CONFLICT DO UPDATE
SET paper_count   = paper_count + excluded.paper_count,
    first_year    = CASE WHEN excluded.first_year IS NULL OR first_year < excluded.first_year
                         THEN first_year ELSE excluded.first_year END,
    last_year     = CASE WHEN excluded.last_year IS NULL OR last_year > excluded.last_year
                         THEN last_year ELSE excluded.last_year END,
    with_code     = with_code + excluded.with_code,
    with_code_url = with_code_url + excluded.with_code_url;
DELETE FROM author_count WHERE author_id IN (SELECT author_id FROM temp.author_change) AND paper_count = 0;

DELETE FROM author_count WHERE author_id IN (SELECT id FROM temp.changed_author);
INSERT INTO author_count (author_id, paper_count, first_year, last_year, with_code, with_code_url)
SELECT author_id, count(*), min(year), max(year), sum(with_code), sum(with_code_url)
FROM (SELECT DISTINCT authorship.author_id AS author_id,
             paper.id AS paper_id,
             paper.year AS year,
             CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END AS with_code,
             paper.with_code_url AS with_code_url
      FROM temp.changed_author
      CROSS JOIN authorship ON authorship.author_id = changed_author.id
      CROSS JOIN paper INDEXED BY paper_fact_by_id ON paper.id = authorship.paper_id
      WHERE paper.merged_into IS NULL)
GROUP BY author_id;
