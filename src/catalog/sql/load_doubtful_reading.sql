-- Question: how can the title line of doubtful reading ?1 be read, and what was ruled on it?
SELECT doubtful_reading.paper_id      AS paper_id,
       doubtful_reading.run_together  AS run_together,
       doubtful_reading.title         AS title,
       doubtful_reading.authors       AS authors,
       doubtful_reading.other_title   AS other_title,
       doubtful_reading.other_authors AS other_authors,
       doubtful_reading.doubt         AS doubt,
       doubtful_reading.settled_as    AS settled_as,
       decision.detail                AS ruling
FROM doubtful_reading
LEFT JOIN decision ON decision.id = doubtful_reading.decision_id
WHERE doubtful_reading.id = ?1
