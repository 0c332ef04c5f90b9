-- Question: how many papers came out each year?
-- One row per year from the first to the last that has papers.
WITH RECURSIVE selected AS (/* selected */),
counted AS (
    SELECT selected.year AS year, count(*) AS paper_count
    FROM selected
    WHERE selected.year IS NOT NULL
    GROUP BY selected.year
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
