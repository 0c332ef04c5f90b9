    SELECT counted.label_id         AS label_id,
           sum(counted.paper_count) AS paper_count,
           min(counted.year)        AS first_year,
           max(counted.year)        AS last_year,
           sum(CASE WHEN counted.with_code = 1 THEN counted.paper_count ELSE 0 END)     AS with_code,
           sum(CASE WHEN counted.with_code_url = 1 THEN counted.paper_count ELSE 0 END) AS with_code_url
    FROM (/* counted */) AS counted
    GROUP BY counted.label_id
