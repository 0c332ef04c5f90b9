    SELECT selected.venue_id      AS label_id,
           selected.year          AS year,
           selected.with_code     AS with_code,
           selected.with_code_url AS with_code_url,
           count(*)               AS paper_count
    FROM selected
    WHERE selected.venue_id IS NOT NULL
    GROUP BY selected.venue_id, selected.year, selected.with_code, selected.with_code_url
