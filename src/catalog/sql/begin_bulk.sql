-- Entries that may be of papers that are here already: they are written when the indexes are made.
CREATE TEMP TABLE put_off (
    paper_id   INTEGER PRIMARY KEY, -- kept for it, should it make a paper
    listing_id INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    said       TEXT    NOT NULL, -- all that the entry says, as record.said has it
    doubt      TEXT,             -- JSON
    note       TEXT
) STRICT;
-- Identifiers come in any order; they are put in theirs when all are there.
CREATE TEMP TABLE new_identifier (
    scheme   TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    paper_id INTEGER NOT NULL
) STRICT;
