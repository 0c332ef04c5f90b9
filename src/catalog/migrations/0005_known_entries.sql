-- By what entries that come in again are known before they are read: see entry_hash in schema.sql. Those that are here already
-- are read once more.
CREATE TABLE entry_hash (
    listing_id     INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    first_position INTEGER NOT NULL CHECK (first_position % 1024 = 1),
    hashes         BLOB    NOT NULL CHECK (length(hashes) % 16 = 0 AND length(hashes) BETWEEN 16 AND 16384),
    PRIMARY KEY (listing_id, first_position)
) STRICT, WITHOUT ROWID;
