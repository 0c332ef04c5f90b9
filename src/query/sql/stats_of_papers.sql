    SELECT 1, 'papers', count(*), 0 FROM selected
    UNION ALL
    SELECT 2, 'papers with code', count(*), 1 FROM selected WHERE selected.with_code = 1
    UNION ALL
    SELECT 3, 'papers with the address of code', count(*), 1 FROM selected WHERE selected.with_code_url = 1
    UNION ALL
    SELECT 4, 'papers with a cut author list', count(*), 1 FROM selected WHERE selected.authors_complete = 0
    UNION ALL
    SELECT 5, 'papers with an affiliation', count(DISTINCT paper_affiliation.paper_id), 1
    FROM selected JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id
    UNION ALL
    SELECT 6, 'first year', min(selected.year), 0 FROM selected
    UNION ALL
    SELECT 7, 'last year', max(selected.year), 0 FROM selected
    UNION ALL
    SELECT 8, 'authors', count(DISTINCT authorship.author_id), 0
    FROM selected JOIN authorship ON authorship.paper_id = selected.paper_id
    UNION ALL
    SELECT 9, 'affiliations', count(DISTINCT paper_affiliation.affiliation_id), 0
    FROM selected JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id
    UNION ALL
    SELECT 10, 'categories', count(DISTINCT paper_category.category_id), 0
    FROM selected JOIN paper_category ON paper_category.paper_id = selected.paper_id
