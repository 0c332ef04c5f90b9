-- Question: which entries are read with doubt, and how else could they be read?
SELECT doubtful_reading.id            AS number,
       NULL                           AS ruling,
       doubtful_reading.title         AS title,
       doubtful_reading.authors       AS authors,
       doubtful_reading.other_title   AS other_title,
       doubtful_reading.other_authors AS other_authors,
       doubtful_reading.doubt         AS doubt,
       listing.path                   AS listing,
       record.line                    AS line
FROM doubtful_reading
JOIN record  ON record.listing_id = doubtful_reading.listing_id AND record.position = doubtful_reading.position
JOIN listing ON listing.id = record.listing_id
WHERE doubtful_reading.decision_id IS NULL
  AND doubtful_reading.settled_as IS NULL
