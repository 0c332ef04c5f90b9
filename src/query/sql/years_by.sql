-- Question: how many papers came out each year, by another property?
-- One row per group and year from the group's first to its last.
WITH RECURSIVE selected AS (/* selected */),
counted AS (
    SELECT by_state.label_id AS label_id, by_state.year AS year, sum(by_state.paper_count) AS paper_count
    FROM (/* counted */) AS by_state
    WHERE by_state.year IS NOT NULL
    GROUP BY by_state.label_id, by_state.year
),
span (label_id, year, last_year) AS (
    SELECT counted.label_id, min(counted.year), max(counted.year)
    FROM counted
    GROUP BY counted.label_id
    UNION ALL
    SELECT span.label_id, span.year + 1, span.last_year FROM span WHERE span.year < span.last_year
),
total AS (
    SELECT span.label_id AS label_id, span.year AS year, coalesce(counted.paper_count, 0) AS paper_count
    FROM span
    LEFT JOIN counted ON counted.label_id = span.label_id AND counted.year = span.year
)
SELECT /* label */       AS grouped_by,
       total.year        AS year,
       total.paper_count AS paper_count,
       total.label_id    AS grouped_by_id
FROM total
/* names */
