-- What version 3 adds: counts that reports need not make anew, the index of words, files that repeat others.

ALTER TABLE paper ADD COLUMN with_code_url INTEGER NOT NULL DEFAULT 0 CHECK (with_code_url IN (0, 1));
UPDATE paper SET with_code_url = 1 WHERE id IN (SELECT paper_id FROM link WHERE kind = 'code');
DROP INDEX link_code;
UPDATE paper SET title_sketch = title_sketch(title_key) WHERE title_sketch IS NULL AND merged_into IS NULL;
DROP INDEX paper_title_key;
DROP INDEX author_name_key;
CREATE INDEX paper_title ON paper (title_sketch, published_on);
DROP INDEX paper_fact;
CREATE INDEX paper_fact ON paper (merged_into, year, published_on, authors_complete, code_stated, with_code_url, venue_id);
CREATE INDEX paper_fact_by_id ON paper (id, merged_into, year, published_on, authors_complete, code_stated, with_code_url, venue_id);
CREATE INDEX record_doubtful ON record (paper_id) WHERE doubt IS NOT NULL;
ALTER TABLE listing ADD COLUMN repeats_id INTEGER REFERENCES listing (id) CHECK (repeats_id <> id);
ALTER TABLE listing ADD COLUMN columns TEXT;
CREATE INDEX listing_byte_count ON listing (byte_count);
CREATE INDEX listing_repeats ON listing (repeats_id) WHERE repeats_id IS NOT NULL;

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
INSERT INTO text_index (id, is_built) VALUES (1, 0);

-- How many papers there are of each group, year and state of code, kept so that reports need not count anew. `check` counts
-- them anew and compares.
CREATE TABLE group_count (
    dimension        TEXT    NOT NULL CHECK (dimension IN ('paper', 'category', 'affiliation', 'venue')),
    group_id         INTEGER NOT NULL, -- category.id, affiliation.id or venue.id; 0: papers without any, all of 'paper'
    year             INTEGER NOT NULL, -- 0: papers without a year
    with_code        INTEGER NOT NULL CHECK (with_code IN (0, 1)),     -- 1: a source states code or gives its address
    with_code_url    INTEGER NOT NULL CHECK (with_code_url IN (0, 1)), -- as in paper
    authors_complete INTEGER NOT NULL CHECK (authors_complete IN (0, 1)),
    paper_count      INTEGER NOT NULL,
    PRIMARY KEY (dimension, group_id, year, with_code, with_code_url, authors_complete)
) STRICT, WITHOUT ROWID;

-- What reports say of each author's papers, kept and compared in the same way.
CREATE TABLE author_count (
    author_id     INTEGER PRIMARY KEY REFERENCES author (id) ON DELETE CASCADE,
    paper_count   INTEGER NOT NULL,
    first_year    INTEGER, -- NULL: none of the papers has a year
    last_year     INTEGER,
    with_code     INTEGER NOT NULL,
    with_code_url INTEGER NOT NULL
) STRICT;
CREATE INDEX author_count_most ON author_count (paper_count);

-- For hand-written SQL: one row per paper and group it counts in, as group_count has them.
CREATE VIEW v_paper_group AS
SELECT 'paper' AS dimension,
       0       AS group_id,
       paper.id AS paper_id,
       paper.year,
       CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END AS with_code,
       paper.with_code_url,
       paper.authors_complete
FROM paper
WHERE paper.merged_into IS NULL
UNION ALL
SELECT 'category', coalesce(paper_category.category_id, 0), paper.id, paper.year,
       CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END,
       paper.with_code_url, paper.authors_complete
FROM paper
LEFT JOIN paper_category ON paper_category.paper_id = paper.id
WHERE paper.merged_into IS NULL
UNION ALL
SELECT 'affiliation', coalesce(paper_affiliation.affiliation_id, 0), paper.id, paper.year,
       CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END,
       paper.with_code_url, paper.authors_complete
FROM paper
LEFT JOIN paper_affiliation ON paper_affiliation.paper_id = paper.id
WHERE paper.merged_into IS NULL
UNION ALL
SELECT 'venue', coalesce(paper.venue_id, 0), paper.id, paper.year,
       CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END,
       paper.with_code_url, paper.authors_complete
FROM paper
WHERE paper.merged_into IS NULL;

INSERT INTO group_count (dimension, group_id, year, with_code, with_code_url, authors_complete, paper_count)
SELECT dimension, group_id, coalesce(year, 0), with_code, with_code_url, authors_complete, count(*)
FROM v_paper_group
GROUP BY dimension, group_id, coalesce(year, 0), with_code, with_code_url, authors_complete;

INSERT INTO author_count (author_id, paper_count, first_year, last_year, with_code, with_code_url)
SELECT author_id, count(*), min(year), max(year), sum(with_code), sum(with_code_url)
FROM (SELECT DISTINCT authorship.author_id, v_paper_group.paper_id, v_paper_group.year, v_paper_group.with_code,
             v_paper_group.with_code_url
      FROM authorship
      JOIN v_paper_group ON v_paper_group.paper_id = authorship.paper_id
      WHERE v_paper_group.dimension = 'paper')
GROUP BY author_id;
