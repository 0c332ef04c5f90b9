-- What is counted outside of SQL, for the statement of one report.
CREATE TEMP TABLE IF NOT EXISTS tallied_total (
    label_id      INTEGER PRIMARY KEY,
    paper_count   INTEGER NOT NULL,
    first_year    INTEGER,
    last_year     INTEGER,
    with_code     INTEGER NOT NULL,
    with_code_url INTEGER NOT NULL
) STRICT;
CREATE TEMP TABLE IF NOT EXISTS tallied_year (
    label_id    INTEGER NOT NULL,
    year        INTEGER NOT NULL,
    paper_count INTEGER NOT NULL
) STRICT;
CREATE TEMP TABLE IF NOT EXISTS listed_paper (paper_id INTEGER PRIMARY KEY) STRICT;
CREATE TEMP TABLE IF NOT EXISTS overall (
    paper_count       INTEGER NOT NULL,
    with_code         INTEGER NOT NULL,
    with_code_url     INTEGER NOT NULL,
    cut_count         INTEGER NOT NULL, -- author lists that are cut, or not stated
    with_affiliation  INTEGER NOT NULL,
    first_year        INTEGER,
    last_year         INTEGER,
    author_count      INTEGER NOT NULL,
    affiliation_count INTEGER NOT NULL,
    category_count    INTEGER NOT NULL
) STRICT;
DELETE FROM temp.tallied_total;
DELETE FROM temp.tallied_year;
DELETE FROM temp.listed_paper;
DELETE FROM temp.overall;
