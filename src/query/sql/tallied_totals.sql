    SELECT tallied_total.label_id      AS label_id,
           tallied_total.paper_count   AS paper_count,
           tallied_total.first_year    AS first_year,
           tallied_total.last_year     AS last_year,
           tallied_total.with_code     AS with_code,
           tallied_total.with_code_url AS with_code_url
    FROM temp.tallied_total
