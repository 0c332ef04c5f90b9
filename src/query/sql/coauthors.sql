-- Question: with whom has :author_id written, how often, and from when to when?
-- One row per other author of the selected papers, which are those of :author_id; a paper counts once per pair.
WITH selected AS (/* selected */),
total AS (/* totals */)
SELECT author.name       AS coauthor,
       total.paper_count AS paper_count,
       total.first_year  AS first_year,
       total.last_year   AS last_year,
       total.label_id    AS author_id
FROM total
JOIN author ON author.id = total.label_id
WHERE total.label_id <> :author_id
