    SELECT overall.paper_count       AS paper_count,
           overall.with_code         AS with_code,
           overall.with_code_url     AS with_code_url,
           overall.cut_count         AS cut_count,
           overall.with_affiliation  AS with_affiliation,
           overall.first_year        AS first_year,
           overall.last_year         AS last_year,
           overall.author_count      AS author_count,
           overall.affiliation_count AS affiliation_count,
           overall.category_count    AS category_count
    FROM temp.overall
