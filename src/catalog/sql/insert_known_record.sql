-- The entry at position ?5 of listing ?4 comes in again, as that at position ?2 of listing ?1. None where that is of no paper.
INSERT INTO record (listing_id, position, line, outcome, paper_id, note, said)
SELECT ?1, ?2, ?3, 'unchanged', record.paper_id, record.note, record.said
FROM record
WHERE record.listing_id = ?4
  AND record.position = ?5
  AND record.paper_id IS NOT NULL
  AND record.is_addition = 0
