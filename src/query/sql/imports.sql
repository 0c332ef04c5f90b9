-- Question: which imports were there, and what did they bring?
SELECT import.id                                 AS number,
       import.started_at                         AS started_at,
       count(listing.id)                         AS listing_count,
       coalesce(sum(listing.new_count + listing.merged_count + listing.unchanged_count + listing.rejected_count
                    + listing.skipped_count), 0) AS entry_count,
       coalesce(sum(listing.new_count), 0)       AS new_count,
       coalesce(sum(listing.merged_count), 0)    AS merged_count,
       coalesce(sum(listing.unchanged_count), 0) AS unchanged_count,
       coalesce(sum(listing.rejected_count), 0)  AS rejected_count,
       coalesce(sum(listing.skipped_count), 0)   AS skipped_count,
       coalesce(sum(listing.completed_count), 0) AS completed_count,
       import.undone_at                          AS undone_at,
       (SELECT first.path FROM listing AS first WHERE first.import_id = import.id ORDER BY first.id LIMIT 1) AS listing
FROM import
LEFT JOIN listing ON listing.import_id = import.id
GROUP BY import.id, import.started_at, import.undone_at
