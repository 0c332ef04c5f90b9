    SELECT paper_affiliation.affiliation_id AS label_id,
           selected.year                    AS year,
           selected.with_code               AS with_code,
           selected.with_code_url           AS with_code_url,
           count(*)                         AS paper_count
    FROM selected
    JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id
    GROUP BY paper_affiliation.affiliation_id, selected.year, selected.with_code, selected.with_code_url
