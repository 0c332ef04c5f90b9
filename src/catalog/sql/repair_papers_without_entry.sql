-- Papers whose entries are all lost get one in input file ?1, which says what the paper shows.
INSERT INTO record (listing_id, position, line, outcome, paper_id)
SELECT ?1, row_number() OVER (ORDER BY paper.id), row_number() OVER (ORDER BY paper.id), 'new', paper.id
FROM paper
WHERE paper.merged_into IS NULL
  AND NOT EXISTS (SELECT 1 FROM record WHERE record.paper_id = paper.id)
