-- An entry stands for the paper that its own went into.
UPDATE record
SET paper_id = (SELECT paper.merged_into FROM paper WHERE paper.id = record.paper_id)
WHERE record.paper_id IN (SELECT paper.id FROM paper WHERE paper.merged_into IS NOT NULL);
-- One of an import that is taken back is of no paper.
UPDATE record
SET paper_id = NULL
WHERE record.paper_id IS NOT NULL
  AND record.listing_id IN (SELECT listing.id
                            FROM listing
                            JOIN import ON import.id = listing.import_id
                            WHERE import.undone_at IS NOT NULL);
-- One whose paper is lost is kept with what it says, and is told as one that is to be imported again.
UPDATE record
SET outcome     = 'rejected',
    paper_id    = NULL,
    doubt       = NULL,
    reason      = 'its paper was lost in a damaged catalog: import its file again',
    text        = coalesce(said, ''),
    said        = NULL,
    is_addition = 0
WHERE record.outcome <> 'rejected'
  AND record.listing_id IN (SELECT listing.id
                            FROM listing
                            JOIN import ON import.id = listing.import_id
                            WHERE import.undone_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM paper WHERE paper.id = record.paper_id)
