    SELECT selected.year          AS label_id,
           selected.year          AS year,
           selected.with_code     AS with_code,
           selected.with_code_url AS with_code_url,
           count(*)               AS paper_count
    FROM selected
    WHERE selected.year IS NOT NULL
    GROUP BY selected.year, selected.with_code, selected.with_code_url
