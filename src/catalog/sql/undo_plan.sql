-- Question: what goes with import ?1, and what stays?
WITH of_import AS (
    SELECT record.paper_id AS paper_id
    FROM listing
    JOIN record ON record.listing_id = coalesce(listing.repeats_id, listing.id)
    WHERE listing.import_id = ?1
      AND record.paper_id IS NOT NULL
    GROUP BY record.paper_id
),
shared AS (
    SELECT of_import.paper_id AS paper_id
    FROM of_import
    WHERE EXISTS (
        SELECT record.position
        FROM record
        JOIN listing ON listing.id = record.listing_id
        WHERE record.paper_id = of_import.paper_id
          AND record.is_addition = 0
          AND (listing.import_id <> ?1
               OR EXISTS (
                   SELECT repeat.id
                   FROM listing AS repeat
                   JOIN import ON import.id = repeat.import_id
                   WHERE repeat.repeats_id = listing.id AND repeat.import_id <> ?1 AND import.undone_at IS NULL
               ))
    )
)
SELECT coalesce((
           SELECT sum(listing.new_count + listing.merged_count + listing.unchanged_count + listing.rejected_count
                      + listing.skipped_count)
           FROM listing
           WHERE listing.import_id = ?1
       ), 0)                                                                       AS entry_count,
       (SELECT count(*) FROM of_import) - (SELECT count(*) FROM shared)            AS removed_count,
       (SELECT count(*) FROM shared)                                               AS kept_count
