-- The papers that something speaks of and that are not there, with a title that one of their entries or doubts says or that
-- another paper had before it went into them.
CREATE TEMP TABLE lost_paper (
    id    INTEGER PRIMARY KEY,
    title TEXT
);
INSERT INTO temp.lost_paper (id)
SELECT spoken_of.id
FROM (SELECT id FROM temp.known_paper
      UNION SELECT merged_into FROM paper
      UNION SELECT paper_id FROM record
      UNION SELECT paper_id FROM authorship
      UNION SELECT paper_id FROM paper_affiliation
      UNION SELECT paper_id FROM paper_category
      UNION SELECT paper_id FROM paper_keyword
      UNION SELECT paper_id FROM identifier
      UNION SELECT paper_id FROM link
      UNION SELECT paper_id FROM other_key
      UNION SELECT paper_id FROM doubtful_reading) AS spoken_of
WHERE spoken_of.id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM paper WHERE paper.id = spoken_of.id);
UPDATE temp.lost_paper
SET title = coalesce(
    (SELECT min(json_extract(record.said, '$.title')) FROM record WHERE record.paper_id = lost_paper.id),
    (SELECT min(doubtful_reading.title) FROM doubtful_reading WHERE doubtful_reading.paper_id = lost_paper.id),
    (SELECT min(paper.title) FROM paper WHERE paper.merged_into = lost_paper.id),
    (SELECT min(other_key.title_key) FROM other_key WHERE other_key.paper_id = lost_paper.id)
);
