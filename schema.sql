-- The paperdex catalog, version 5: one SQLite file, made to be read with other tools too.
--
-- A fact that no source states is NULL, never '' or 0. Keys (title_key, name_key, key) are text folded for
-- comparison: Unicode NFKD, marks off, lower case, punctuation as a space (src/identity/fold.rs).
-- checksum is of all that its row holds but `id`, a paper's of what the paper shows (src/checksum.rs): by it `check` finds text
-- that no program changed, but a failing disk, say.
-- The file is marked by application_id (1346651480, "PDEX") and user_version (the number above).

-- Where papers come out: a conference series or a journal.
CREATE TABLE venue (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL CHECK (name <> ''), -- as first printed
    key      TEXT NOT NULL UNIQUE,             -- name, folded
    checksum INTEGER
) STRICT;

-- One work, whatever its versions and however many sources name it.
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
    title_sketch     INTEGER,                                       -- of title_key: few bits differ where few letters do, none where none
    with_code_url    INTEGER NOT NULL DEFAULT 0 CHECK (with_code_url IN (0, 1)), -- 1: an address of code is among its links
    checksum         INTEGER, -- of this row and its printed authors, identifiers, links, categories, keywords; NULL: it went into another
    CHECK ((published_on IS NULL) = (year IS NULL))
) STRICT;
-- Equal titles have equal sketches, and narrow keys are found and written faster than titles.
CREATE INDEX paper_title ON paper (title_sketch, published_on);
-- By what a paper is found again whose title is typed a little otherwise.
CREATE INDEX paper_likeness ON paper (first_author_key, year, title_sketch) WHERE first_author_key IS NOT NULL;
CREATE INDEX paper_merged_into ON paper (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX paper_venue ON paper (venue_id) WHERE venue_id IS NOT NULL;

-- By what a paper is found whose entries say title, first author or year otherwise than it shows them.
CREATE TABLE other_key (
    paper_id         INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    title_key        TEXT    NOT NULL, -- folded
    first_author_key INTEGER,          -- as in paper
    year             INTEGER,
    title_sketch     INTEGER NOT NULL,  -- of title_key
    checksum         INTEGER
) STRICT;
CREATE INDEX other_key_paper ON other_key (paper_id);
CREATE INDEX other_key_title ON other_key (title_key);
CREATE INDEX other_key_likeness ON other_key (first_author_key, year, title_sketch) WHERE first_author_key IS NOT NULL;

-- Two papers that may be one and are not taken for one, until the user rules on them.
CREATE TABLE suspected_duplicate (
    paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE CHECK (other_id > paper_id),
    score    REAL    NOT NULL CHECK (score BETWEEN 0 AND 1), -- 0: surely two, 1: surely one
    reason   TEXT    NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (paper_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suspected_duplicate_other ON suspected_duplicate (other_id);

-- A person (or a collaboration) as the catalog knows them.
CREATE TABLE author (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL CHECK (name <> ''), -- the preferred form
    name_key TEXT NOT NULL,                    -- name, folded; namesakes share it
    is_group INTEGER NOT NULL DEFAULT 0 CHECK (is_group IN (0, 1)), -- 1: a collaboration or an organisation
    checksum INTEGER
) STRICT;

-- Every form of a name that was seen or given.
CREATE TABLE author_name (
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    name      TEXT    NOT NULL CHECK (name <> ''),
    key       TEXT    NOT NULL,                -- name, folded
    checksum  INTEGER,
    PRIMARY KEY (author_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_name_by_key ON author_name (key, author_id);

-- What tells one person from another: two values of one scheme are two people.
CREATE TABLE author_identifier (
    scheme    TEXT    NOT NULL, -- orcid, openalex, dblp, openreview, s2
    value     TEXT    NOT NULL, -- in normal form
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    checksum  INTEGER,
    PRIMARY KEY (scheme, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_identifier_author ON author_identifier (author_id);

-- One row per author of a paper, in printed order.
CREATE TABLE authorship (
    paper_id        INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL CHECK (position >= 1), -- 1 is the first author
    author_id       INTEGER NOT NULL REFERENCES author (id),
    name_as_printed TEXT    NOT NULL CHECK (name_as_printed <> ''), -- verbatim; corrections go to author.name
    position_stated INTEGER NOT NULL CHECK (position_stated IN (0, 1)), -- 0: an author whose place "et al." hides
    PRIMARY KEY (paper_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX authorship_author ON authorship (author_id, paper_id);

-- Where authors work, as printed on papers.
CREATE TABLE affiliation (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL CHECK (name <> ''), -- as first printed, or as ruled
    key          TEXT    NOT NULL UNIQUE,             -- name (or what a built-in alias stands for), folded
    ror          TEXT    UNIQUE,                      -- ROR identifier without its address, e.g. 042nb2s44
    country_code TEXT    CHECK (country_code GLOB '[A-Z][A-Z]'), -- ISO 3166-1 alpha-2
    parent_id    INTEGER REFERENCES affiliation (id), -- the institution it is a part of
    checksum     INTEGER
) STRICT;

-- Every form of an affiliation's name that was seen or given.
CREATE TABLE affiliation_name (
    affiliation_id INTEGER NOT NULL REFERENCES affiliation (id) ON DELETE CASCADE,
    name           TEXT    NOT NULL CHECK (name <> ''),
    key            TEXT    NOT NULL,           -- name, folded
    checksum       INTEGER,
    PRIMARY KEY (affiliation_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_name_by_key ON affiliation_name (key, affiliation_id);

-- The affiliations on a paper, by whatever author: the one that reports count.
CREATE TABLE paper_affiliation (
    paper_id        INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    affiliation_id  INTEGER NOT NULL REFERENCES affiliation (id),
    name_as_printed TEXT    NOT NULL CHECK (name_as_printed <> ''),
    checksum        INTEGER,
    PRIMARY KEY (paper_id, affiliation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_affiliation_affiliation ON paper_affiliation (affiliation_id, paper_id);

-- Whose affiliation it is, where a source says so.
CREATE TABLE authorship_affiliation (
    paper_id        INTEGER NOT NULL,
    position        INTEGER NOT NULL,
    affiliation_id  INTEGER NOT NULL REFERENCES affiliation (id),
    name_as_printed TEXT    NOT NULL CHECK (name_as_printed <> ''),
    checksum        INTEGER,
    PRIMARY KEY (paper_id, position, affiliation_id),
    FOREIGN KEY (paper_id, position) REFERENCES authorship (paper_id, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX authorship_affiliation_affiliation ON authorship_affiliation (affiliation_id);

-- Where a source says that a person works or worked, whatever the paper.
CREATE TABLE author_affiliation (
    author_id       INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    affiliation_id  INTEGER NOT NULL REFERENCES affiliation (id),
    name_as_printed TEXT    NOT NULL CHECK (name_as_printed <> ''),
    checksum        INTEGER,
    PRIMARY KEY (author_id, affiliation_id)
) STRICT, WITHOUT ROWID;

-- Subject classes as stated: cs.LG, or LG where the archive is not known.
CREATE TABLE category (
    id   INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    checksum INTEGER
) STRICT;

-- The categories of a paper; which of them is the first is not kept.
CREATE TABLE paper_category (
    paper_id    INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    category_id INTEGER NOT NULL REFERENCES category (id),
    PRIMARY KEY (paper_id, category_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_category_category ON paper_category (category_id, paper_id);

-- Words that authors or indexers chose for a paper, as printed.
CREATE TABLE paper_keyword (
    paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    keyword  TEXT    NOT NULL CHECK (keyword <> ''),
    PRIMARY KEY (paper_id, keyword)
) STRICT, WITHOUT ROWID;

-- Names a registry gave to a paper. Two papers may claim one value: that is reported, not merged.
CREATE TABLE identifier (
    scheme   TEXT    NOT NULL, -- doi, arxiv, openalex, dblp, openreview, acl, s2, pmid, pmcid, mag
    value    TEXT    NOT NULL, -- in normal form (src/identifier.rs)
    paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    PRIMARY KEY (scheme, value, paper_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_paper ON identifier (paper_id);

-- Web addresses that a source gives for a paper.
CREATE TABLE link (
    paper_id  INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    url       TEXT    NOT NULL CHECK (url <> ''),
    stated_by TEXT    NOT NULL CHECK (stated_by IN ('badge', 'field', 'abstract', 'comment')),
    kind      TEXT    NOT NULL CHECK (kind IN ('code', 'project', 'data', 'paper')),
    PRIMARY KEY (paper_id, url, stated_by)
) STRICT, WITHOUT ROWID;

-- One run of the import command.
CREATE TABLE import (
    id              INTEGER PRIMARY KEY,
    started_at      TEXT NOT NULL, -- UTC, RFC 3339
    program_version TEXT NOT NULL,
    undone_at       TEXT,          -- UTC, RFC 3339: its entries are kept and count nowhere; NULL: in force
    checksum        INTEGER
) STRICT;

-- One input file of an import.
CREATE TABLE listing (
    id              INTEGER PRIMARY KEY,
    import_id       INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    path            TEXT    NOT NULL,           -- as given; "-" is standard input
    format          TEXT    NOT NULL,           -- e.g. listing-page
    as_of           TEXT    NOT NULL,           -- the day that dates without a year were read on, YYYY-MM-DD
    listed_under    TEXT,                       -- the page's owner, if one was given
    byte_count      INTEGER NOT NULL CHECK (byte_count >= 0),
    hash            TEXT    NOT NULL,           -- XXH3, 128 bits, of the file's bytes, in hexadecimal
    new_count       INTEGER NOT NULL CHECK (new_count >= 0),
    merged_count    INTEGER NOT NULL CHECK (merged_count >= 0),
    unchanged_count INTEGER NOT NULL CHECK (unchanged_count >= 0),
    rejected_count  INTEGER NOT NULL CHECK (rejected_count >= 0),
    skipped_count   INTEGER NOT NULL DEFAULT 0 CHECK (skipped_count >= 0), -- entries that are no paper, in other_entry
    head            TEXT, -- what an entry of it needs to be read on its own, such as a header row; NULL: nothing
    completed_count INTEGER NOT NULL DEFAULT 0 CHECK (completed_count >= 0), -- author lists that were cut and now are whole
    -- The input file in force with the same bytes, whose entries stand for this one's; NULL: it has its own.
    repeats_id      INTEGER REFERENCES listing (id) CHECK (repeats_id <> id),
    columns         TEXT,   -- which columns of a table hold what, as the user named them; NULL: as the reader knows them
    checksum        INTEGER
) STRICT;
CREATE INDEX listing_import ON listing (import_id);
CREATE INDEX listing_byte_count ON listing (byte_count);
CREATE INDEX listing_repeats ON listing (repeats_id) WHERE repeats_id IS NOT NULL;

-- One entry of a listing and what became of it; none is ever without a row here or in other_entry.
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
    checksum    INTEGER,
    PRIMARY KEY (listing_id, position),
    CHECK (outcome <> 'rejected' OR paper_id IS NULL),
    CHECK ((outcome = 'rejected') = (reason IS NOT NULL)),
    CHECK ((outcome = 'rejected') = (text IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX record_paper ON record (paper_id);
CREATE INDEX record_rejected ON record (listing_id, position) WHERE outcome = 'rejected';
CREATE INDEX record_doubtful ON record (paper_id) WHERE doubt IS NOT NULL;

-- The entries of a listing that make no paper: of people, additions to a paper that is not here, withdrawn records.
CREATE TABLE other_entry (
    listing_id INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position >= 1), -- counted together with record.position
    line       INTEGER NOT NULL CHECK (line >= 1),
    author_id  INTEGER REFERENCES author (id),         -- the person it speaks of; NULL: none that is here
    reason     TEXT,                                   -- why it was skipped; NULL: the person is here
    text       TEXT    NOT NULL,                       -- what it says
    said       TEXT CHECK (said IS NULL OR json_valid(said)), -- what was read of it, of a person or an addition
    checksum   INTEGER,
    PRIMARY KEY (listing_id, position),
    CHECK (author_id IS NULL OR reason IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX other_entry_author ON other_entry (author_id);

-- Lines of a listing that belong to no entry, such as a page's own header.
CREATE TABLE stray_line (
    listing_id INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    line       INTEGER NOT NULL CHECK (line >= 1),
    text       TEXT    NOT NULL,
    checksum   INTEGER,
    PRIMARY KEY (listing_id, line)
) STRICT, WITHOUT ROWID;

-- By what entries are known that come in again byte for byte, and need not be read: hashes (XXH3, 128 bits, little-endian) of
-- what each was read of, of 1,024 entries in a row; zero for those that are to be read again.
CREATE TABLE entry_hash (
    listing_id     INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
    first_position INTEGER NOT NULL CHECK (first_position % 1024 = 1), -- of the first of them; none where all are zero
    hashes         BLOB    NOT NULL CHECK (length(hashes) % 16 = 0 AND length(hashes) BETWEEN 16 AND 16384),
    checksum       INTEGER,
    PRIMARY KEY (listing_id, first_position)
) STRICT, WITHOUT ROWID;

-- What the user ruled about identity and about readings; replayed on every later import.
CREATE TABLE decision (
    id         INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,                 -- UTC, RFC 3339
    kind       TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'apart', 'reading', 'set', 'undo')),
    subject    TEXT NOT NULL CHECK (subject IN ('paper', 'author', 'affiliation', 'import', 'decision')),
    detail     TEXT NOT NULL CHECK (json_valid(detail)), -- whom it joins, parts or names, how a line is read, what is undone
    undone_at  TEXT,                          -- NULL: in force
    checksum   INTEGER
) STRICT;

-- Entries whose reading is not sure, with what else their title line could say, until the user rules on them.
CREATE TABLE doubtful_reading (
    id            INTEGER PRIMARY KEY,
    paper_id      INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
    listing_id    INTEGER NOT NULL, -- the entry that first showed the line
    position      INTEGER NOT NULL,
    run_together  TEXT    NOT NULL, -- title and authors as on the line, without a mark between
    title         TEXT    NOT NULL, -- the likelier reading, which was imported
    authors       TEXT    NOT NULL, -- the printed authors, with '; ' between
    other_title   TEXT,             -- the other reading; NULL: the doubt is about something else
    other_authors TEXT CHECK ((other_authors IS NULL) = (other_title IS NULL)),
    doubt         TEXT    NOT NULL, -- why it is not sure
    decision_id   INTEGER REFERENCES decision (id), -- the user's ruling on it; NULL: none
    settled_as    INTEGER CHECK (settled_as IN (1, 2)), -- the reading that later imports proved right; NULL: none
    checksum      INTEGER,
    UNIQUE (paper_id, run_together),
    FOREIGN KEY (listing_id, position) REFERENCES record (listing_id, position) ON DELETE CASCADE
) STRICT;
CREATE INDEX doubtful_reading_record ON doubtful_reading (listing_id, position);
CREATE INDEX doubtful_reading_decision ON doubtful_reading (decision_id);

-- The words of titles, abstracts and printed authors' names, folded; the key is paper.id. (SQLite before 3.43 cannot read
-- this one table.)
CREATE VIRTUAL TABLE paper_text USING fts5 (
    title, abstract, authors,
    content = '', contentless_delete = 1, tokenize = "unicode61 categories 'L* N* Co M*'"
);

-- An import adds one portion; sixteen of them are merged into one, and not with what is there already.
INSERT INTO paper_text (paper_text, rank) VALUES ('automerge', 0), ('hashsize', 33554432);

-- Whether paper_text has all papers; where it has not, the first question that needs it builds it.
CREATE TABLE text_index (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    is_built INTEGER NOT NULL CHECK (is_built IN (0, 1))
) STRICT;
INSERT INTO text_index (id, is_built) VALUES (1, 1);

-- What reports count of papers: facts and lists of the papers with keys from 1024 * block on, packed (src/packed.rs), so that a
-- question about a million papers reads some thousand rows. `check` makes them again and compares.
CREATE TABLE paper_block (
    block        INTEGER PRIMARY KEY,
    facts        BLOB NOT NULL,
    affiliations BLOB NOT NULL,
    categories   BLOB NOT NULL,
    authors      BLOB NOT NULL
) STRICT;

-- For hand-written SQL: one row per paper, its lists as text.
-- (The lists are ordered in a subselect, because SQLite before 3.44 cannot order inside group_concat.)
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

-- For hand-written SQL: one row per ordered pair of people who share a paper.
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
