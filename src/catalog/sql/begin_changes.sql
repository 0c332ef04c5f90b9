-- What a transaction changes, until the blocks and the index of words are brought in step with it.
CREATE TEMP TABLE IF NOT EXISTS changed_paper (
    id      INTEGER PRIMARY KEY,
    existed INTEGER NOT NULL -- 1: before the transaction
) STRICT;
