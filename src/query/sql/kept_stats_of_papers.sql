    SELECT 1, 'papers', coalesce(sum(group_count.paper_count), 0), 0 FROM group_count WHERE group_count.dimension = 'paper'
    UNION ALL
    SELECT 2, 'papers with code', coalesce(sum(group_count.paper_count), 0), 1
    FROM group_count WHERE group_count.dimension = 'paper' AND group_count.with_code = 1
    UNION ALL
    SELECT 3, 'papers with the address of code', coalesce(sum(group_count.paper_count), 0), 1
    FROM group_count WHERE group_count.dimension = 'paper' AND group_count.with_code_url = 1
    UNION ALL
    SELECT 4, 'papers with a cut author list', coalesce(sum(group_count.paper_count), 0), 1
    FROM group_count WHERE group_count.dimension = 'paper' AND group_count.authors_complete = 0
    UNION ALL
    SELECT 5, 'papers with an affiliation',
           (SELECT coalesce(sum(every.paper_count), 0) FROM group_count AS every WHERE every.dimension = 'paper')
           - coalesce(sum(group_count.paper_count), 0), 1
    FROM group_count WHERE group_count.dimension = 'affiliation' AND group_count.group_id = 0
    UNION ALL
    SELECT 6, 'first year', min(group_count.year), 0
    FROM group_count WHERE group_count.dimension = 'paper' AND group_count.year <> 0
    UNION ALL
    SELECT 7, 'last year', max(group_count.year), 0
    FROM group_count WHERE group_count.dimension = 'paper' AND group_count.year <> 0
    UNION ALL
    SELECT 8, 'authors', count(*), 0 FROM author_count
    UNION ALL
    SELECT 9, 'affiliations', count(DISTINCT group_count.group_id), 0
    FROM group_count WHERE group_count.dimension = 'affiliation' AND group_count.group_id <> 0
    UNION ALL
    SELECT 10, 'categories', count(DISTINCT group_count.group_id), 0
    FROM group_count WHERE group_count.dimension = 'category' AND group_count.group_id <> 0
