    SELECT count(*) AS paper_count,
           coalesce(sum(selected.with_code), 0)            AS with_code,
           coalesce(sum(selected.with_code_url), 0)        AS with_code_url,
           coalesce(sum(1 - selected.authors_complete), 0) AS cut_count,
           (SELECT count(DISTINCT paper_affiliation.paper_id)
            FROM selected
            JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id)        AS with_affiliation,
           min(selected.year) AS first_year,
           max(selected.year) AS last_year,
           (SELECT count(DISTINCT authorship.author_id)
            FROM selected
            JOIN authorship ON authorship.paper_id = selected.paper_id)                      AS author_count,
           (SELECT count(DISTINCT paper_affiliation.affiliation_id)
            FROM selected
            JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id)        AS affiliation_count,
           (SELECT count(DISTINCT paper_category.category_id)
            FROM selected
            JOIN paper_category ON paper_category.paper_id = selected.paper_id)              AS category_count
    FROM selected
