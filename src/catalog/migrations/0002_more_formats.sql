-- Groups among the authors, keywords, entries that make no paper, what an entry needs to be read on its own, and what it
-- takes to compare papers anew: what every entry says, other titles, suspected duplicates, rulings and imports undone.
ALTER TABLE author ADD COLUMN is_group INTEGER NOT NULL DEFAULT 0 CHECK (is_group IN (0, 1));
ALTER TABLE listing ADD COLUMN skipped_count INTEGER NOT NULL DEFAULT 0 CHECK (skipped_count >= 0);
ALTER TABLE listing ADD COLUMN head TEXT;
ALTER TABLE listing ADD COLUMN completed_count INTEGER NOT NULL DEFAULT 0 CHECK (completed_count >= 0);
ALTER TABLE import ADD COLUMN undone_at TEXT;

-- The views speak of tables that are made anew.
DROP VIEW v_paper;
DROP VIEW v_coauthor;

CREATE TABLE other_entry (
    listing_id INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position >= 1), -- counted together with record.position
    line       INTEGER NOT NULL CHECK (line >= 1),
    author_id  INTEGER REFERENCES author (id),         -- the person it speaks of; NULL: none that is here
    reason     TEXT,                                   -- why it was skipped; NULL: the person is here
    text       TEXT    NOT NULL,                       -- what it says
    said       TEXT CHECK (said IS NULL OR json_valid(said)), -- what was read of it, of a person or an addition
    PRIMARY KEY (listing_id, position),
    CHECK (author_id IS NULL OR reason IS NULL)
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

ALTER TABLE paper RENAME TO old_paper;
DROP INDEX paper_title_key;
DROP INDEX paper_fact;
DROP INDEX paper_venue;
CREATE TABLE paper (
    id               INTEGER PRIMARY KEY,
    title            TEXT    NOT NULL CHECK (title <> ''),
    title_key        TEXT    NOT NULL,                              -- title, folded; different papers may share it
    abstract         TEXT    CHECK (abstract <> ''),
    published_on     TEXT    CHECK (published_on GLOB '[0-9][0-9][0-9][0-9]'
                                 OR published_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'
                                 OR published_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    year             INTEGER CHECK (year = CAST(substr(published_on, 1, 4) AS INTEGER)), -- of published_on
    venue_id         INTEGER REFERENCES venue (id),
    authors_complete INTEGER NOT NULL CHECK (authors_complete IN (0, 1)), -- 0: "et al.", or no list was stated
    code_stated      INTEGER CHECK (code_stated = 1),               -- NULL: no source states code, which is not "no code"
    merged_into      INTEGER REFERENCES paper (id) CHECK (merged_into <> id), -- the paper that stands for this one
    first_author_key INTEGER,                                       -- hash of the first printed author's initial and family name
    title_sketch     INTEGER,                                       -- of title_key: few bits differ where few letters do
    CHECK ((published_on IS NULL) = (year IS NULL))
) STRICT;
INSERT INTO paper (id, title, title_key, abstract, published_on, year, venue_id, authors_complete, code_stated, merged_into,
                   first_author_key, title_sketch)
SELECT id, title, title_key, abstract, published_on, year, venue_id, authors_complete, code_stated, merged_into,
       (SELECT first_author_key(name_as_printed)
        FROM authorship
        WHERE paper_id = old_paper.id AND position = 1 AND position_stated = 1),
       title_sketch(title_key)
FROM old_paper;
DROP TABLE old_paper;
CREATE INDEX paper_title_key ON paper (title_key, published_on);
-- By what a paper is found again whose title is typed a little otherwise.
CREATE INDEX paper_likeness ON paper (first_author_key, year, title_sketch) WHERE first_author_key IS NOT NULL;
-- The narrow columns that filters and counts read, so that they never touch title and abstract.
CREATE INDEX paper_fact ON paper (merged_into, year, published_on, authors_complete, code_stated, venue_id);
CREATE INDEX paper_venue ON paper (venue_id) WHERE venue_id IS NOT NULL;

CREATE TABLE other_key (
    paper_id         INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    title_key        TEXT    NOT NULL, -- folded
    first_author_key INTEGER,          -- as in paper
    year             INTEGER,
    title_sketch     INTEGER NOT NULL  -- of title_key
) STRICT;
CREATE INDEX other_key_paper ON other_key (paper_id);
CREATE INDEX other_key_title ON other_key (title_key);
CREATE INDEX other_key_likeness ON other_key (first_author_key, year, title_sketch) WHERE first_author_key IS NOT NULL;

CREATE TABLE suspected_duplicate (
    paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE CHECK (other_id > paper_id),
    score    REAL    NOT NULL CHECK (score BETWEEN 0 AND 1), -- 0: surely two, 1: surely one
    reason   TEXT    NOT NULL,
    PRIMARY KEY (paper_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suspected_duplicate_other ON suspected_duplicate (other_id);

ALTER TABLE paper_affiliation RENAME TO old_paper_affiliation;
DROP INDEX paper_affiliation_affiliation;
CREATE TABLE paper_affiliation (
    paper_id        INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    affiliation_id  INTEGER NOT NULL REFERENCES affiliation (id),
    name_as_printed TEXT    NOT NULL CHECK (name_as_printed <> ''),
    PRIMARY KEY (paper_id, affiliation_id)
) STRICT, WITHOUT ROWID;
INSERT INTO paper_affiliation (paper_id, affiliation_id, name_as_printed)
SELECT paper_id, affiliation_id, (SELECT name FROM affiliation WHERE id = affiliation_id)
FROM old_paper_affiliation;
DROP TABLE old_paper_affiliation;
CREATE INDEX paper_affiliation_affiliation ON paper_affiliation (affiliation_id, paper_id);

ALTER TABLE decision RENAME TO old_decision;
CREATE TABLE decision (
    id         INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,                 -- UTC, RFC 3339
    kind       TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'apart', 'reading', 'set', 'undo')),
    subject    TEXT NOT NULL CHECK (subject IN ('paper', 'author', 'affiliation', 'import', 'decision')),
    detail     TEXT NOT NULL CHECK (json_valid(detail)), -- whom it joins, parts or names, how a line is read, what is undone
    undone_at  TEXT                           -- NULL: in force
) STRICT;
INSERT INTO decision (id, decided_at, kind, subject, detail, undone_at)
SELECT id, decided_at, kind, subject, detail, undone_at
FROM old_decision;
DROP TABLE old_decision;

-- What an entry says of venue and affiliations is written out; what older versions did not keep is taken from the paper.
ALTER TABLE record RENAME TO old_record;
DROP INDEX record_paper;
DROP INDEX record_rejected;
CREATE TABLE record (
    listing_id INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position >= 1), -- 1 is the listing's first entry
    line       INTEGER NOT NULL CHECK (line >= 1),     -- where the entry begins
    outcome    TEXT    NOT NULL CHECK (outcome IN ('new', 'merged', 'unchanged', 'rejected')),
    paper_id   INTEGER REFERENCES paper (id),          -- NULL: rejected, or its import is undone
    doubt      TEXT,                                   -- why its reading is not sure, else NULL
    note       TEXT,                                   -- what was repaired in reading it, and what it says beside; else NULL
    reason     TEXT,                                   -- why it was rejected, else NULL
    text       TEXT,                                   -- what a rejected entry says
    -- What it says: a key that is absent as the paper shows it, null or [] where it states nothing (venue, affiliations and
    -- what identifies authors are written out); all of it where its import is undone.
    said        TEXT CHECK (said IS NULL OR json_valid(said)),
    is_addition INTEGER NOT NULL DEFAULT 0 CHECK (is_addition IN (0, 1)), -- 1: it adds to a paper and makes none
    PRIMARY KEY (listing_id, position),
    CHECK (outcome <> 'rejected' OR paper_id IS NULL),
    CHECK ((outcome = 'rejected') = (reason IS NOT NULL)),
    CHECK ((outcome = 'rejected') = (text IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO record (listing_id, position, line, outcome, paper_id, doubt, note, reason, text, said)
SELECT listing_id, position, line, outcome, paper_id, doubt, note, reason, text,
       CASE WHEN stated.said = '{}' THEN NULL ELSE stated.said END
FROM old_record
LEFT JOIN (
    SELECT old.listing_id AS of_listing,
           old.position   AS of_position,
           json_patch(
               json_patch(
                   coalesce(old.said, '{}'),
                   CASE WHEN venue.name IS NULL THEN '{}' ELSE json_object('venue', coalesce(json_extract(old.said, '$.venue'), venue.name)) END
               ),
               CASE
                   WHEN places.names IS NULL THEN '{}'
                   ELSE json_object('affiliations', json(places.names))
               END
           ) AS said
    FROM old_record AS old
    JOIN paper      ON paper.id = old.paper_id
    LEFT JOIN venue ON venue.id = paper.venue_id
    LEFT JOIN (
        SELECT paper_affiliation.paper_id                             AS paper_id,
               json_group_array(paper_affiliation.name_as_printed) AS names
        FROM paper_affiliation
        GROUP BY paper_affiliation.paper_id
    ) AS places ON places.paper_id = paper.id
) AS stated ON stated.of_listing = old_record.listing_id AND stated.of_position = old_record.position;
DROP TABLE old_record;
CREATE INDEX record_paper ON record (paper_id);
CREATE INDEX record_rejected ON record (listing_id, position) WHERE outcome = 'rejected';

-- A paper that no entry speaks of, made by hand, gets one.
INSERT INTO import (started_at, program_version)
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), '0.1.0'
WHERE EXISTS (SELECT id FROM paper WHERE merged_into IS NULL AND id NOT IN (SELECT paper_id FROM record WHERE paper_id IS NOT NULL));
INSERT INTO listing (import_id, path, format, as_of, byte_count, hash, new_count, merged_count, unchanged_count, rejected_count)
SELECT max(id), 'papers without an entry', 'catalog', strftime('%Y-%m-%d', 'now'), 0, '',
       (SELECT count(*) FROM paper WHERE merged_into IS NULL AND id NOT IN (SELECT paper_id FROM record WHERE paper_id IS NOT NULL)), 0, 0, 0
FROM import
WHERE EXISTS (SELECT id FROM paper WHERE merged_into IS NULL AND id NOT IN (SELECT paper_id FROM record WHERE paper_id IS NOT NULL));
INSERT INTO record (listing_id, position, line, outcome, paper_id, said)
SELECT (SELECT max(id) FROM listing), row_number() OVER (ORDER BY paper.id), 1, 'new', paper.id,
       json_patch(
           CASE WHEN venue.name IS NULL THEN '{}' ELSE json_object('venue', venue.name) END,
           coalesce(
               (SELECT json_object('affiliations', json_group_array(name_as_printed))
                FROM paper_affiliation
                WHERE paper_id = paper.id
                HAVING count(*) > 0),
               '{}'
           )
       )
FROM paper
LEFT JOIN venue ON venue.id = paper.venue_id
WHERE paper.merged_into IS NULL
  AND paper.id NOT IN (SELECT paper_id FROM record WHERE paper_id IS NOT NULL);
UPDATE record SET said = NULL WHERE said = '{}';

CREATE VIEW v_paper AS
SELECT paper.id,
       paper.title,
       (SELECT group_concat(listed.name_as_printed, '; ')
        FROM (SELECT authorship.name_as_printed
              FROM authorship
              WHERE authorship.paper_id = paper.id
              ORDER BY authorship.position) AS listed)      AS authors,
       paper.authors_complete,
       paper.published_on,
       paper.year,
       venue.name                                           AS venue,
       (SELECT group_concat(listed.code, '; ')
        FROM (SELECT category.code
              FROM paper_category
              JOIN category ON category.id = paper_category.category_id
              WHERE paper_category.paper_id = paper.id
              ORDER BY category.code) AS listed)            AS categories,
       (SELECT group_concat(listed.name, '; ')
        FROM (SELECT affiliation.name
              FROM paper_affiliation
              JOIN affiliation ON affiliation.id = paper_affiliation.affiliation_id
              WHERE paper_affiliation.paper_id = paper.id
              ORDER BY affiliation.name) AS listed)         AS affiliations,
       paper.code_stated,
       (SELECT min(link.url)
        FROM link
        WHERE link.paper_id = paper.id AND link.kind = 'code') AS code_url,
       paper.abstract
FROM paper
LEFT JOIN venue ON venue.id = paper.venue_id
WHERE paper.merged_into IS NULL;

CREATE VIEW v_coauthor AS
SELECT own.author_id                  AS author_id,
       theirs.author_id               AS coauthor_id,
       author.name                    AS coauthor,
       count(DISTINCT own.paper_id)   AS paper_count,
       min(paper.year)                AS first_year,
       max(paper.year)                AS last_year
FROM authorship AS own
JOIN authorship AS theirs ON theirs.paper_id = own.paper_id AND theirs.author_id <> own.author_id
JOIN author               ON author.id = theirs.author_id
JOIN paper                ON paper.id = own.paper_id
WHERE paper.merged_into IS NULL
GROUP BY own.author_id, theirs.author_id;
