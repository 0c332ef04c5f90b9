-- What indexes tell of rows that their tables may have lost.
CREATE TEMP TABLE known_paper (
    id INTEGER PRIMARY KEY
);
CREATE TEMP TABLE known_authorship (
    paper_id  INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    PRIMARY KEY (paper_id, position)
) WITHOUT ROWID;
