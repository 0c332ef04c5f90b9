-- Question: with whom has :author_id written, how often, and from when to when?
-- One row per other author of the selected papers, which are those of :author_id; a paper counts once per pair.
WITH selected AS (/* selected */)
SELECT author.name                     AS coauthor,
       count(DISTINCT theirs.paper_id) AS paper_count,
       min(selected.year)              AS first_year,
       max(selected.year)              AS last_year,
       author.id                       AS author_id
FROM selected
JOIN authorship AS theirs ON theirs.paper_id = selected.paper_id
JOIN author               ON author.id = theirs.author_id
WHERE theirs.author_id <> :author_id
GROUP BY author.id, author.name
