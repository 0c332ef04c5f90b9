-- Saved means saved, also through a power cut, with a write-ahead log as with a rollback journal.
PRAGMA synchronous = EXTRA;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
-- KiB; an import sets it anew.
PRAGMA cache_size = -196608;
