-- What reports count, packed instead of counted: see paper_block in schema.sql. Its rows are made after these statements.
DROP VIEW v_paper_group;
DROP TABLE group_count;
DROP TABLE author_count;
DROP INDEX paper_fact_by_id;
DROP INDEX paper_fact;
CREATE INDEX paper_merged_into ON paper (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE paper_block (
    block        INTEGER PRIMARY KEY,
    facts        BLOB NOT NULL,
    affiliations BLOB NOT NULL,
    categories   BLOB NOT NULL,
    authors      BLOB NOT NULL
) STRICT;
