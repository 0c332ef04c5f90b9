-- Question: what is known of each paper?
-- One row per paper. The lists in it come from the export_*.sql and list_*.sql beside.
WITH selected AS (/* selected */)
SELECT paper.id               AS id,
       paper.title            AS title,
       paper.authors_complete AS authors_complete,
       paper.published_on     AS published_on,
       venue.name             AS venue,
       paper.code_stated      AS code_stated,
       paper.abstract         AS abstract
FROM selected
JOIN paper      ON paper.id = selected.paper_id
LEFT JOIN venue ON venue.id = paper.venue_id
