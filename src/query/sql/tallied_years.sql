    SELECT tallied_year.label_id    AS label_id,
           tallied_year.year        AS year,
           tallied_year.paper_count AS paper_count
    FROM temp.tallied_year
