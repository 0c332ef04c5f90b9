-- The indexes that are not a table's own keys, with the statements that make them.
SELECT name, sql
FROM main.sqlite_schema
WHERE type = 'index'
  AND sql IS NOT NULL
ORDER BY rowid
