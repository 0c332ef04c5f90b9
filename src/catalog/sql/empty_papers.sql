-- Empties what has rows of papers, each table before those it refers to. People are forgotten after it.
DELETE FROM authorship_affiliation;
DELETE FROM authorship;
DELETE FROM paper_affiliation;
DELETE FROM paper_category;
DELETE FROM paper_keyword;
DELETE FROM identifier;
DELETE FROM link;
DELETE FROM other_key;
DELETE FROM suspected_duplicate;
DELETE FROM paper;
