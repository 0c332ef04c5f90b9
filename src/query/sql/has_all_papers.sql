-- Question: were all papers made by the entries of import :import_id, or of files that its own repeat?
WITH made AS (
    SELECT DISTINCT coalesce(listing.repeats_id, listing.id) AS listing_id
    FROM listing
    WHERE listing.import_id = :import_id
)
SELECT coalesce((SELECT sum(listing.new_count) FROM made JOIN listing ON listing.id = made.listing_id), 0)
       = :paper_count
   AND NOT EXISTS (
           SELECT listing.id
           FROM listing
           JOIN import ON import.id = listing.import_id
           WHERE listing.new_count > 0
             AND import.undone_at IS NULL
             AND listing.id NOT IN (SELECT made.listing_id FROM made)
       ) AS has_all_papers
