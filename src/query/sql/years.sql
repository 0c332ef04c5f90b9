-- Question: how many papers came out each year?
-- One row per year from the first to the last that has papers.
WITH RECURSIVE selected AS (/* selected */),
counted AS (
    SELECT by_state.year AS year, sum(by_state.paper_count) AS paper_count
    FROM (/* counted */) AS by_state
    GROUP BY by_state.year
),
span (year, last_year) AS (
    SELECT min(counted.year), max(counted.year) FROM counted HAVING count(*) > 0
    UNION ALL
    SELECT span.year + 1, span.last_year FROM span WHERE span.year < span.last_year
)
SELECT span.year                        AS year,
       coalesce(counted.paper_count, 0) AS paper_count
FROM span
LEFT JOIN counted ON counted.year = span.year
