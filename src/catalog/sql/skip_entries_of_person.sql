-- Entries about author ?1, of whom there is no paper any more.
UPDATE other_entry
SET author_id = NULL,
    reason    = 'no paper in the catalog is by this person'
WHERE author_id = ?1
