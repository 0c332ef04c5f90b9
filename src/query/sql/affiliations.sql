-- Question: which places do the papers come from, and how many from each?
-- One row per affiliation; a paper counts once for each of its affiliations.
WITH selected AS (/* selected */)
SELECT affiliation.name                               AS affiliation,
       count(*)                                       AS paper_count,
       min(selected.year)                             AS first_year,
       max(selected.year)                             AS last_year,
       count(*) FILTER (WHERE selected.with_code = 1) AS with_code,
       affiliation.id                                 AS affiliation_id
FROM selected
JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id
JOIN affiliation       ON affiliation.id = paper_affiliation.affiliation_id
GROUP BY affiliation.id, affiliation.name
