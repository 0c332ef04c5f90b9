    SELECT selected.paper_id AS paper_id,
           category.code     AS label,
           category.id       AS label_id
    FROM selected
    JOIN paper_category ON paper_category.paper_id = selected.paper_id
    JOIN category       ON category.id = paper_category.category_id
