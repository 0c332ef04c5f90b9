-- The indexes that are not a table's own keys, with the statements that make them; but for one that has no row of a new paper, and
-- for which all of them would be looked through.
SELECT name, sql
FROM main.sqlite_schema
WHERE type = 'index'
  AND sql IS NOT NULL
  AND name <> 'paper_merged_into'
ORDER BY rowid
