    SELECT DISTINCT
           selected.paper_id AS paper_id,
           author.name       AS label,
           author.id         AS label_id
    FROM selected
    JOIN authorship ON authorship.paper_id = selected.paper_id
    JOIN author     ON author.id = authorship.author_id
