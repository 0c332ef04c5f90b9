-- Question: which papers are there?
-- One row per paper. The lists in it come from list_authors.sql, list_categories.sql and list_affiliations.sql.
WITH selected AS (/* selected */)
SELECT paper.id               AS id,
       paper.title            AS title,
       paper.authors_complete AS authors_complete,
       paper.published_on     AS published_on,
       paper.code_stated      AS code_stated,
       (SELECT group_concat(listed.name_as_printed, '; ')
        FROM (SELECT authorship.name_as_printed
              FROM authorship
              WHERE authorship.paper_id = paper.id
              ORDER BY authorship.position) AS listed) AS printed,
       (SELECT min(identifier.scheme || identifier.value)
        FROM identifier
        WHERE identifier.paper_id = paper.id)          AS first_identifier
FROM selected
JOIN paper ON paper.id = selected.paper_id
