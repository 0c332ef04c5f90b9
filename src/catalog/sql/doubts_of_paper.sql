-- Question: which entries of paper ?1 are doubtful, and how?
SELECT doubtful_reading.id            AS id,
       doubtful_reading.listing_id    AS listing_id,
       doubtful_reading.position      AS position,
       doubtful_reading.run_together  AS run_together,
       doubtful_reading.title         AS title,
       doubtful_reading.authors       AS authors,
       doubtful_reading.other_title   AS other_title,
       doubtful_reading.other_authors AS other_authors,
       doubtful_reading.doubt         AS doubt,
       doubtful_reading.decision_id   AS decision_id,
       doubtful_reading.settled_as    AS settled_as
FROM doubtful_reading
WHERE doubtful_reading.paper_id = ?1
