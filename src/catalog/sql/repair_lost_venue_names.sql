-- Question: what do the entries of papers call the lost venue ?1?
SELECT json_extract(record.said, '$.venue') AS name
FROM paper
JOIN record ON record.paper_id = paper.id
WHERE paper.venue_id = ?1
  AND json_extract(record.said, '$.venue') IS NOT NULL
