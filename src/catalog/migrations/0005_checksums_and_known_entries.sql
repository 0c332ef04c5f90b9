-- Checksums of rows; they are taken after these statements.
ALTER TABLE paper ADD COLUMN checksum INTEGER;
ALTER TABLE venue ADD COLUMN checksum INTEGER;
ALTER TABLE other_key ADD COLUMN checksum INTEGER;
ALTER TABLE suspected_duplicate ADD COLUMN checksum INTEGER;
ALTER TABLE author ADD COLUMN checksum INTEGER;
ALTER TABLE author_name ADD COLUMN checksum INTEGER;
ALTER TABLE author_identifier ADD COLUMN checksum INTEGER;
ALTER TABLE affiliation ADD COLUMN checksum INTEGER;
ALTER TABLE affiliation_name ADD COLUMN checksum INTEGER;
ALTER TABLE paper_affiliation ADD COLUMN checksum INTEGER;
ALTER TABLE authorship_affiliation ADD COLUMN checksum INTEGER;
ALTER TABLE author_affiliation ADD COLUMN checksum INTEGER;
ALTER TABLE category ADD COLUMN checksum INTEGER;
ALTER TABLE import ADD COLUMN checksum INTEGER;
ALTER TABLE listing ADD COLUMN checksum INTEGER;
ALTER TABLE record ADD COLUMN checksum INTEGER;
ALTER TABLE other_entry ADD COLUMN checksum INTEGER;
ALTER TABLE stray_line ADD COLUMN checksum INTEGER;
ALTER TABLE decision ADD COLUMN checksum INTEGER;
ALTER TABLE doubtful_reading ADD COLUMN checksum INTEGER;

-- By what entries that come in again are known before they are read: see entry_hash in schema.sql. Those that are here already
-- are read once more.
CREATE TABLE entry_hash (
    listing_id     INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    first_position INTEGER NOT NULL CHECK (first_position % 1024 = 1),
    hashes         BLOB    NOT NULL CHECK (length(hashes) % 16 = 0 AND length(hashes) BETWEEN 16 AND 16384),
    checksum       INTEGER,
    PRIMARY KEY (listing_id, first_position)
) STRICT, WITHOUT ROWID;
