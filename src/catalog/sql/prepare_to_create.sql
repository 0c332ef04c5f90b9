-- A new catalog is written in order, once, and saved when it is whole. What is sorted for its indexes goes to files.
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -32768;
