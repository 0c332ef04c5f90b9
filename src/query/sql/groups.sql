-- Question: to which groups do the papers belong, and how many to each?
-- One row per group; a paper counts once in each of its groups.
WITH selected AS (/* selected */),
total AS (/* totals */)
SELECT /* label */       AS grouped_by,
       total.paper_count AS paper_count,
       total.first_year  AS first_year,
       total.last_year   AS last_year,
       total.with_code   AS with_code,
       total.label_id    AS grouped_by_id
FROM total
/* names */
