-- Question: which input files of imports that are taken back do those of import ?1 repeat?
SELECT repeat.repeats_id AS from_id,
       min(repeat.id)    AS to_id
FROM listing AS repeat
JOIN listing AS repeated ON repeated.id = repeat.repeats_id
JOIN import              ON import.id = repeated.import_id
WHERE repeat.import_id = ?1
  AND import.undone_at IS NOT NULL
GROUP BY repeat.repeats_id
