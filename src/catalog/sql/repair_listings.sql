-- Input files whose row is lost are made again in the import ?1 of the repair; no file has such a hash.
INSERT INTO listing (id, import_id, path, format, as_of, byte_count, hash, new_count, merged_count, unchanged_count, rejected_count)
SELECT entries.listing_id, ?1, 'input file ' || entries.listing_id || ' (its name was lost)', 'lost', substr(?2, 1, 10), 0, '', 0, 0, 0, 0
FROM (SELECT listing_id FROM record UNION SELECT listing_id FROM other_entry UNION SELECT listing_id FROM stray_line) AS entries
WHERE NOT EXISTS (SELECT 1 FROM listing WHERE listing.id = entries.listing_id)
