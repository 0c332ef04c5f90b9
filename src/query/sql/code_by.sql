-- Question: how many papers have code, by some property?
-- One row per group; a paper counts once in each of its groups. The share is divided outside.
WITH selected AS (/* selected */),
grouped AS (/* grouped */)
SELECT grouped.label                                    AS grouped_by,
       count(*)                                         AS paper_count,
       count(*) FILTER (WHERE selected.with_code = 1)     AS with_code,
       count(*) FILTER (WHERE selected.with_code = 0)     AS code_not_stated,
       count(*) FILTER (WHERE selected.with_code_url = 1) AS with_code_url,
       grouped.label_id                                 AS grouped_by_id
FROM grouped
JOIN selected ON selected.paper_id = grouped.paper_id
GROUP BY grouped.label, grouped.label_id
