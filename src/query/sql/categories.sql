-- Question: which subject classes do the papers have, and how many in each?
-- One row per category; a paper counts once for each of its categories.
WITH selected AS (/* selected */)
SELECT category.code                                  AS category,
       count(*)                                       AS paper_count,
       min(selected.year)                             AS first_year,
       max(selected.year)                             AS last_year,
       count(*) FILTER (WHERE selected.with_code = 1) AS with_code
FROM selected
JOIN paper_category ON paper_category.paper_id = selected.paper_id
JOIN category       ON category.id = paper_category.category_id
GROUP BY category.id, category.code
