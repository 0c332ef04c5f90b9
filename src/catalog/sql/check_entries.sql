-- Question: which entries of imports in force are of no paper, or of one that is gone, though they were not rejected; and
-- which of undone imports are of one?
SELECT listing.path || ', line ' || record.line AS which
FROM record
JOIN listing    ON listing.id = record.listing_id
JOIN import     ON import.id = listing.import_id
LEFT JOIN paper ON paper.id = record.paper_id
WHERE (import.undone_at IS NULL AND record.outcome <> 'rejected' AND (paper.id IS NULL OR paper.merged_into IS NOT NULL))
   OR (import.undone_at IS NOT NULL AND record.paper_id IS NOT NULL)
ORDER BY record.listing_id, record.position
