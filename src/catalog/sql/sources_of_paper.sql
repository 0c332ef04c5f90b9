-- Question: what do the entries of paper ?1 say?
SELECT record.listing_id  AS listing_id,
       record.position    AS position,
       record.said        AS said,
       record.is_addition AS is_addition
FROM record
WHERE record.paper_id = ?1
