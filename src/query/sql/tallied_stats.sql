    SELECT 1, 'papers', overall.paper_count, 0 FROM temp.overall
    UNION ALL
    SELECT 2, 'papers with code', overall.with_code, 1 FROM temp.overall
    UNION ALL
    SELECT 3, 'papers with the address of code', overall.with_code_url, 1 FROM temp.overall
    UNION ALL
    SELECT 4, 'papers with a cut author list', overall.cut_count, 1 FROM temp.overall
    UNION ALL
    SELECT 5, 'papers with an affiliation', overall.with_affiliation, 1 FROM temp.overall
    UNION ALL
    SELECT 6, 'first year', overall.first_year, 0 FROM temp.overall
    UNION ALL
    SELECT 7, 'last year', overall.last_year, 0 FROM temp.overall
    UNION ALL
    SELECT 8, 'authors', overall.author_count, 0 FROM temp.overall
    UNION ALL
    SELECT 9, 'affiliations', overall.affiliation_count, 0 FROM temp.overall
    UNION ALL
    SELECT 10, 'categories', overall.category_count, 0 FROM temp.overall
