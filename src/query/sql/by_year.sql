    SELECT selected.paper_id AS paper_id,
           selected.year     AS label,
           selected.year     AS label_id
    FROM selected
    WHERE selected.year IS NOT NULL
