-- Question: which input files of import ?1 are repeated by files of other imports that are in force, and by which first?
SELECT listing.id      AS from_id,
       min(repeat.id)  AS to_id
FROM listing
JOIN listing AS repeat ON repeat.repeats_id = listing.id
JOIN import            ON import.id = repeat.import_id
WHERE listing.import_id = ?1
  AND repeat.import_id <> ?1
  AND import.undone_at IS NULL
GROUP BY listing.id
