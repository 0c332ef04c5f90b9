-- Question: which papers are there?
-- One row per paper. The lists in it come from list_authors.sql, list_categories.sql and list_affiliations.sql.
WITH selected AS (/* selected */)
SELECT paper.id               AS id,
       paper.title            AS title,
       paper.authors_complete AS authors_complete,
       paper.published_on     AS published_on,
       paper.code_stated      AS code_stated
FROM selected
JOIN paper ON paper.id = selected.paper_id
