-- Venue ?1, where no paper came out there.
DELETE FROM venue
WHERE venue.id = ?1
  AND NOT EXISTS (SELECT paper.id FROM paper WHERE paper.venue_id = venue.id)
