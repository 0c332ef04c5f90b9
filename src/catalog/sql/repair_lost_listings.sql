-- Question: is there an entry of an input file whose row is lost?
SELECT EXISTS (SELECT 1 FROM record WHERE NOT EXISTS (SELECT 1 FROM listing WHERE listing.id = record.listing_id))
    OR EXISTS (SELECT 1 FROM other_entry WHERE NOT EXISTS (SELECT 1 FROM listing WHERE listing.id = other_entry.listing_id))
    OR EXISTS (SELECT 1 FROM stray_line WHERE NOT EXISTS (SELECT 1 FROM listing WHERE listing.id = stray_line.listing_id))
