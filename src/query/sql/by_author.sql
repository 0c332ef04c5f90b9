    SELECT authorship.author_id                AS label_id,
           selected.year                       AS year,
           selected.with_code                  AS with_code,
           selected.with_code_url              AS with_code_url,
           count(DISTINCT authorship.paper_id) AS paper_count
    FROM selected
    JOIN authorship ON authorship.paper_id = selected.paper_id
    GROUP BY authorship.author_id, selected.year, selected.with_code, selected.with_code_url
