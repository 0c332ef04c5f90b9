    SELECT author_count.author_id     AS label_id,
           author_count.paper_count   AS paper_count,
           author_count.first_year    AS first_year,
           author_count.last_year     AS last_year,
           author_count.with_code     AS with_code,
           author_count.with_code_url AS with_code_url
    FROM author_count
