-- Question: which tables and views are there, with which columns?
-- One row per table, before one per column of it. Views, which are made for queries written by hand, come first.
-- (Only SQLite can answer it: it is about its schema.)
WITH shown (name, kind, number) AS (
    SELECT listed.name, listed.type, listed.type <> 'view'
    FROM pragma_table_list AS listed
    WHERE listed.schema = 'main' AND listed.type <> 'shadow' AND listed.name NOT GLOB 'sqlite_*'
),
place (name, rowid) AS (
    SELECT sqlite_schema.name, sqlite_schema.rowid FROM sqlite_schema
),
part (name, place, cid, column, type, refers_to) AS (
    SELECT shown.name, shown.number, -1, NULL, shown.kind, NULL FROM shown
    UNION ALL
    SELECT shown.name, shown.number, listed.cid, listed.name, lower(listed.type),
           (SELECT referred."table" || '.' || coalesce(referred."to", 'id')
            FROM pragma_foreign_key_list(shown.name) AS referred
            WHERE referred."from" = listed.name
            ORDER BY referred.id
            LIMIT 1)
    FROM shown, pragma_table_xinfo(shown.name) AS listed
    WHERE listed.hidden = 0
)
SELECT part.name, part.column, part.type, part.refers_to
FROM part
JOIN place ON place.name = part.name
ORDER BY part.place, place.rowid, part.cid
