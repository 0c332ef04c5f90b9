-- The indexes that are not a table's own keys; but for one that has no row of a new paper, and for which all of them would be
-- looked through.
SELECT name
FROM main.sqlite_schema
WHERE type = 'index'
  AND sql IS NOT NULL
  AND name <> 'paper_merged_into'
ORDER BY rowid
