-- Question: how many papers are selected, and for how many of them does a condition hold?
WITH selected AS (/* selected */)
SELECT count(*) AS paper_count,
       count(*) FILTER (WHERE /* condition */) AS uncounted
FROM selected
