-- Question: who wrote the papers, and how many each?
-- One row per author; a paper counts once for each of its authors.
WITH selected AS (/* selected */)
SELECT author.name                         AS author,
       count(DISTINCT authorship.paper_id) AS paper_count,
       min(selected.year)                  AS first_year,
       max(selected.year)                  AS last_year,
       author.id                           AS author_id
FROM selected
JOIN authorship ON authorship.paper_id = selected.paper_id
JOIN author     ON author.id = authorship.author_id
GROUP BY author.id, author.name
