-- Question: how much is there?
-- One row per fact. The facts on papers, people and places are of the selected papers; those on imports are of all.
-- "total" is 0 where a share has no sense.
WITH selected AS (/* selected */),
overall AS (/* overall */),
fact (part, fact, number, is_of_papers) AS (
    SELECT 1, 'papers', overall.paper_count, 0 FROM overall
    UNION ALL
    SELECT 2, 'papers with code', overall.with_code, 1 FROM overall
    UNION ALL
    SELECT 3, 'papers with the address of code', overall.with_code_url, 1 FROM overall
    UNION ALL
    SELECT 4, 'papers with a cut author list', overall.cut_count, 1 FROM overall
    UNION ALL
    SELECT 5, 'papers with an affiliation', overall.with_affiliation, 1 FROM overall
    UNION ALL
    SELECT 6, 'first year', overall.first_year, 0 FROM overall
    UNION ALL
    SELECT 7, 'last year', overall.last_year, 0 FROM overall
    UNION ALL
    SELECT 8, 'authors', overall.author_count, 0 FROM overall
    UNION ALL
    SELECT 9, 'affiliations', overall.affiliation_count, 0 FROM overall
    UNION ALL
    SELECT 10, 'categories', overall.category_count, 0 FROM overall
    UNION ALL
    SELECT 11, 'imports', count(*), 0 FROM import WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 12, 'listings', count(*), 0 FROM listing JOIN import ON import.id = listing.import_id WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 13, 'entries', coalesce(sum(listing.new_count + listing.merged_count + listing.unchanged_count
                                       + listing.rejected_count + listing.skipped_count), 0), 0
    FROM listing JOIN import ON import.id = listing.import_id WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 14, 'entries read with doubt', count(*), 0 FROM record WHERE record.doubt IS NOT NULL AND record.paper_id IS NOT NULL
    UNION ALL
    SELECT 15, 'entries rejected', coalesce(sum(listing.rejected_count), 0), 0
    FROM listing JOIN import ON import.id = listing.import_id WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 16, 'entries that make no paper', count(*), 0
    FROM other_entry
    JOIN listing ON listing.id = other_entry.listing_id
    JOIN import  ON import.id = listing.import_id
    WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 17, 'lines outside entries', count(*), 0
    FROM stray_line
    JOIN listing ON listing.id = stray_line.listing_id
    JOIN import  ON import.id = listing.import_id
    WHERE import.undone_at IS NULL
    UNION ALL
    SELECT 18, 'pairs of papers that may be one', count(*), 0 FROM suspected_duplicate
    UNION ALL
    SELECT 19, 'rulings', count(*), 0 FROM decision WHERE decision.undone_at IS NULL AND decision.kind <> 'undo'
)
SELECT fact.fact   AS fact,
       fact.number AS number,
       fact.number AS of_papers,
       CASE WHEN fact.is_of_papers = 1 THEN (SELECT of_papers.number FROM fact AS of_papers WHERE of_papers.part = 1) ELSE 0 END AS total,
       fact.part   AS part
FROM fact
