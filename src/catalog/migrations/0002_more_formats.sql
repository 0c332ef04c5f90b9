-- Groups among the authors, keywords, entries that make no paper, and what an entry needs to be read on its own.
ALTER TABLE author ADD COLUMN is_group INTEGER NOT NULL DEFAULT 0 CHECK (is_group IN (0, 1));
ALTER TABLE listing ADD COLUMN skipped_count INTEGER NOT NULL DEFAULT 0 CHECK (skipped_count >= 0);
ALTER TABLE listing ADD COLUMN head TEXT;

CREATE TABLE other_entry (
    listing_id INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position >= 1), -- counted together with record.position
    line       INTEGER NOT NULL CHECK (line >= 1),
    author_id  INTEGER REFERENCES author (id),         -- the person it speaks of; NULL: none that is here
    reason     TEXT,                                   -- why it was skipped; NULL: the person is here
    text       TEXT    NOT NULL,                       -- what it says
    PRIMARY KEY (listing_id, position),
    CHECK ((author_id IS NULL) = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX other_entry_author ON other_entry (author_id);

CREATE TABLE paper_keyword (
    paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    keyword  TEXT    NOT NULL CHECK (keyword <> ''),
    PRIMARY KEY (paper_id, keyword)
) STRICT, WITHOUT ROWID;

CREATE TABLE author_affiliation (
    author_id       INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    affiliation_id  INTEGER NOT NULL REFERENCES affiliation (id),
    name_as_printed TEXT    NOT NULL CHECK (name_as_printed <> ''),
    PRIMARY KEY (author_id, affiliation_id)
) STRICT, WITHOUT ROWID;
