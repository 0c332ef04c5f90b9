-- Imports whose row is lost are made again: taken back where none of their entries is of a paper, though some are not rejected.
INSERT INTO import (id, started_at, program_version, undone_at)
SELECT listing.import_id,
       ?1,
       ?2,
       CASE WHEN sum(EXISTS (SELECT 1 FROM record WHERE record.listing_id = listing.id AND record.paper_id IS NOT NULL)) = 0
             AND sum(EXISTS (SELECT 1 FROM record WHERE record.listing_id = listing.id AND record.outcome <> 'rejected')) > 0
            THEN ?1 END
FROM listing
WHERE NOT EXISTS (SELECT 1 FROM import WHERE import.id = listing.import_id)
GROUP BY listing.import_id
