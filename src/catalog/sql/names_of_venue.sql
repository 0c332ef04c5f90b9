-- Question: which names do the entries of the papers of venue ?1 give?
SELECT DISTINCT json_extract(record.said, '$.venue') AS name
FROM paper
JOIN record ON record.paper_id = paper.id
WHERE paper.venue_id = ?1
  AND json_extract(record.said, '$.venue') IS NOT NULL
