-- A new catalog is written in order, once, and saved when it is whole.
-- Large pages hold abstracts with less waste. The size of the cache comes after that of the pages, which it is counted in.
PRAGMA page_size = 16384;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32768;
