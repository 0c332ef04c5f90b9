DROP TABLE IF EXISTS temp.leaving_paper;
DROP TABLE IF EXISTS temp.leaving_author;
CREATE TEMP TABLE leaving_paper (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE leaving_author (id INTEGER PRIMARY KEY);
