    SELECT selected.paper_id  AS paper_id,
           CASE WHEN selected.with_code = 1 THEN 'stated' ELSE 'not stated' END AS label,
           selected.with_code AS label_id
    FROM selected
