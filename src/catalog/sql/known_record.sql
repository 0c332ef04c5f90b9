-- Question: what is kept of the entry at position ?2 of listing ?1, so that an entry that says the same is kept beside it?
-- Nothing where it is of no paper any more.
SELECT record.paper_id AS paper_id,
       record.note     AS note,
       record.said     AS said
FROM record
WHERE record.listing_id = ?1
  AND record.position = ?2
  AND record.paper_id IS NOT NULL
  AND record.is_addition = 0
