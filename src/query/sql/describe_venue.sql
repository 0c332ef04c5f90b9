-- Question: what is venue ?1 called, and how many papers has it?
SELECT venue.name AS name,
       (SELECT count(*) FROM paper WHERE paper.venue_id = venue.id AND paper.merged_into IS NULL) AS paper_count
FROM venue
WHERE venue.id = ?1
