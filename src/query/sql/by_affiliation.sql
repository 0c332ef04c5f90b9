    SELECT selected.paper_id AS paper_id,
           affiliation.name  AS label,
           affiliation.id    AS label_id
    FROM selected
    JOIN paper_affiliation ON paper_affiliation.paper_id = selected.paper_id
    JOIN affiliation       ON affiliation.id = paper_affiliation.affiliation_id
