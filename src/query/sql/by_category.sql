    SELECT paper_category.category_id AS label_id,
           selected.year              AS year,
           selected.with_code         AS with_code,
           selected.with_code_url     AS with_code_url,
           count(*)                   AS paper_count
    FROM selected
    JOIN paper_category ON paper_category.paper_id = selected.paper_id
    GROUP BY paper_category.category_id, selected.year, selected.with_code, selected.with_code_url
