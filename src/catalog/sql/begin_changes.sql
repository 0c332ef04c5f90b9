-- What a transaction changes, until the counts and the index of words are brought in step with it.
CREATE TEMP TABLE IF NOT EXISTS changed_paper (
    id      INTEGER PRIMARY KEY,
    existed INTEGER NOT NULL -- 1: before the transaction
) STRICT;
-- What the changed papers counted in before.
CREATE TEMP TABLE IF NOT EXISTS count_before (
    dimension        TEXT    NOT NULL,
    group_id         INTEGER NOT NULL,
    year             INTEGER NOT NULL,
    with_code        INTEGER NOT NULL,
    with_code_url    INTEGER NOT NULL,
    authors_complete INTEGER NOT NULL
) STRICT;
-- For whom they counted.
CREATE TEMP TABLE IF NOT EXISTS author_before (
    author_id     INTEGER NOT NULL,
    year          INTEGER,
    with_code     INTEGER NOT NULL,
    with_code_url INTEGER NOT NULL
) STRICT;
-- By how many papers of a kind authors have more or fewer.
CREATE TEMP TABLE IF NOT EXISTS author_change (
    author_id     INTEGER NOT NULL,
    year          INTEGER,
    with_code     INTEGER NOT NULL,
    with_code_url INTEGER NOT NULL,
    change        INTEGER NOT NULL
) STRICT;
-- Authors who lost a paper of their first or last year: theirs are counted anew.
CREATE TEMP TABLE IF NOT EXISTS changed_author (id INTEGER PRIMARY KEY) STRICT;
