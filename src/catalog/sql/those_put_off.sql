-- The ?2 entries that were put off after the one of which paper ?1 would be.
SELECT paper_id, listing_id, position, line, said, doubt, note
FROM temp.put_off
WHERE paper_id > ?1
ORDER BY paper_id
LIMIT ?2
