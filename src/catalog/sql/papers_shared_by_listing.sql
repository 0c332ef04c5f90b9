-- Question: which papers of listing ?1 have entries of other listings too, and of which?
SELECT DISTINCT record.paper_id  AS paper_id,
                other.listing_id AS other_id
FROM record
JOIN record AS other ON other.paper_id = record.paper_id AND +other.listing_id <> ?1
WHERE record.listing_id = ?1
  AND record.paper_id IS NOT NULL
ORDER BY record.paper_id, other.listing_id
