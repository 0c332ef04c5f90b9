-- Question: how many papers have code, by some property?
-- One row per group; a paper counts once in each of its groups. The share is divided outside.
WITH selected AS (/* selected */),
total AS (/* totals */)
SELECT /* label */                             AS grouped_by,
       total.paper_count                       AS paper_count,
       total.with_code                         AS with_code,
       total.paper_count - total.with_code     AS code_not_stated,
       total.with_code_url                     AS with_code_url,
       total.label_id                          AS grouped_by_id
FROM total
/* names */
