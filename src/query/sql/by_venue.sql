    SELECT selected.paper_id AS paper_id,
           venue.name        AS label,
           venue.id          AS label_id
    FROM selected
    JOIN paper ON paper.id = selected.paper_id
    JOIN venue ON venue.id = paper.venue_id
