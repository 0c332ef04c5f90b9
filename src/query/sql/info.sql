-- Question: what is the catalog file, and how much is in it?
-- One row per fact; nothing is counted row by row. (Only SQLite can answer it: it is about its file.)
WITH selected AS (/* selected */),
overall AS (/* overall */),
fact (part, fact, value) AS (
    SELECT 1, 'catalog', :path
    UNION ALL
    SELECT 2, 'size', :size
    UNION ALL
    SELECT 3, 'free space in it', page_size.page_size * freelist_count.freelist_count
    FROM pragma_page_size AS page_size, pragma_freelist_count AS freelist_count
    UNION ALL
    SELECT 4, 'write-ahead log', :log_size
    UNION ALL
    SELECT 5, 'journal of an interrupted write', :journal_size
    UNION ALL
    SELECT 6, 'catalog version', user_version.user_version FROM pragma_user_version AS user_version
    UNION ALL
    SELECT 7, 'paperdex version', :program_version
    UNION ALL
    SELECT 8, 'SQLite version', sqlite_version()
    UNION ALL
    SELECT 9, 'application id', application_id.application_id FROM pragma_application_id AS application_id
    UNION ALL
    SELECT 10, 'page size', page_size.page_size FROM pragma_page_size AS page_size
    UNION ALL
    SELECT 11, 'text encoding', encoding.encoding FROM pragma_encoding AS encoding
    UNION ALL
    SELECT 12, 'journal mode', journal_mode.journal_mode FROM pragma_journal_mode AS journal_mode
    UNION ALL
    SELECT 13, 'index of words', CASE WHEN text_index.is_built = 1 THEN 'built' ELSE 'not built yet' END FROM text_index
    UNION ALL
    SELECT 14, 'papers', overall.paper_count FROM overall
    UNION ALL
    SELECT 15, 'authors', overall.author_count FROM overall
    UNION ALL
    SELECT 16, 'affiliations', overall.affiliation_count FROM overall
    UNION ALL
    SELECT 17, 'categories', overall.category_count FROM overall
    UNION ALL
    SELECT 18, 'imports', count(*) FROM import WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 19, 'imports taken back', count(*) FROM import WHERE import.undone_at IS NOT NULL
    UNION ALL
    SELECT 20, 'entries', coalesce(sum(listing.new_count + listing.merged_count + listing.unchanged_count
                                       + listing.rejected_count + listing.skipped_count), 0)
    FROM listing JOIN import ON import.id = listing.import_id WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 21, 'rulings', count(*) FROM decision WHERE decision.undone_at IS NULL AND decision.kind <> 'undo'
)
SELECT fact.fact  AS fact,
       fact.value AS value,
       fact.part  AS part
FROM fact
