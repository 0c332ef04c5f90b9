-- Question: how many papers came out each year, by another property?
-- One row per group and year from the group's first to its last.
WITH RECURSIVE selected AS (/* selected */),
grouped AS (/* grouped */),
counted AS (
    SELECT grouped.label AS label, grouped.label_id AS label_id, selected.year AS year, count(*) AS paper_count
    FROM grouped
    JOIN selected ON selected.paper_id = grouped.paper_id
    WHERE selected.year IS NOT NULL
    GROUP BY grouped.label, grouped.label_id, selected.year
),
span (label, label_id, year, last_year) AS (
    SELECT counted.label, counted.label_id, min(counted.year), max(counted.year)
    FROM counted
    GROUP BY counted.label, counted.label_id
    UNION ALL
    SELECT span.label, span.label_id, span.year + 1, span.last_year FROM span WHERE span.year < span.last_year
)
SELECT span.label                       AS grouped_by,
       span.year                        AS year,
       coalesce(counted.paper_count, 0) AS paper_count,
       span.label_id                    AS grouped_by_id
FROM span
LEFT JOIN counted ON counted.label_id = span.label_id AND counted.year = span.year
