-- Empties what has rows of people: none of them has a paper left.
DELETE FROM author_name;
DELETE FROM author_identifier;
DELETE FROM author_affiliation;
DELETE FROM author;
