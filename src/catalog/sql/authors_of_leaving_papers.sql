INSERT INTO temp.leaving_author (id)
SELECT DISTINCT authorship.author_id
FROM temp.leaving_paper AS leaving
JOIN authorship ON authorship.paper_id = leaving.id
