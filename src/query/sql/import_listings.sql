-- Question: which input files had import :import_id, and what did they bring?
SELECT listing.id              AS listing_id,
       listing.path            AS listing,
       listing.format          AS format,
       listing.new_count + listing.merged_count + listing.unchanged_count + listing.rejected_count
       + listing.skipped_count AS entry_count,
       listing.new_count       AS new_count,
       listing.merged_count    AS merged_count,
       listing.unchanged_count AS unchanged_count,
       listing.rejected_count  AS rejected_count,
       listing.skipped_count   AS skipped_count,
       listing.completed_count AS completed_count,
       listing.as_of           AS as_of,
       listing.listed_under    AS listed_under,
       listing.byte_count      AS byte_count,
       listing.hash            AS hash
FROM listing
WHERE listing.import_id = :import_id
