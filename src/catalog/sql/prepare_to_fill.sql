-- Rows are made together with those they refer to, and none is removed that another refers to.
PRAGMA foreign_keys = OFF;
-- What is sorted for indexes goes to files, in pieces as large as the cache, each sorted while the next is read.
PRAGMA temp_store = FILE;
PRAGMA threads = 1;
-- Pages that are written out are given back, and asked for again. An allocator that learns from what is given back (glibc's:
-- mallopt(3), "dynamic mmap threshold") keeps them from now on; else the system clears each anew, a fifth of the time.
SELECT length(hex(zeroblob(8000000)));
