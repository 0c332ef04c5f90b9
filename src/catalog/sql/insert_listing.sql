-- The counts, the size and the hash are known when the listing has been read: see finish_listing.sql.
INSERT INTO listing (import_id, path, format, as_of, listed_under, columns,
                     byte_count, hash, new_count, merged_count, unchanged_count, rejected_count)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, '', 0, 0, 0, 0)
