-- Question: which entries of imports in force add to a paper or speak of a person that was not here?
SELECT other_entry.listing_id AS listing_id,
       other_entry.position   AS position,
       other_entry.said       AS said
FROM other_entry
JOIN listing ON listing.id = other_entry.listing_id
JOIN import  ON import.id = listing.import_id
WHERE other_entry.author_id IS NULL
  AND other_entry.said IS NOT NULL
  AND import.undone_at IS NULL
ORDER BY other_entry.listing_id, other_entry.position
