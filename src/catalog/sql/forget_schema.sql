-- SQLite reads the schema again, so that FTS5 keeps nothing in memory of tables that are filled without it.
PRAGMA writable_schema = RESET;
