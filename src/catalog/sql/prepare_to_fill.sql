-- Rows are made together with those they refer to, and none is removed that another refers to.
PRAGMA foreign_keys = OFF;
-- What is sorted for indexes goes to files, in pieces as large as the cache, each sorted while the next is read.
PRAGMA temp_store = FILE;
PRAGMA threads = 1;
