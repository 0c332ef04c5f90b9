-- Question: which papers have code, or have none stated?
-- One row per paper. The addresses in it come from list_code_urls.sql and list_project_urls.sql.
WITH selected AS (/* selected */)
SELECT paper.id           AS id,
       paper.title        AS title,
       paper.published_on AS published_on,
       paper.code_stated  AS code_stated
FROM selected
JOIN paper ON paper.id = selected.paper_id
