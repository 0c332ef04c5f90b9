-- Whether there is neither a paper nor a listing nor a ruling.
SELECT NOT EXISTS (SELECT 1 FROM paper)
   AND NOT EXISTS (SELECT 1 FROM listing)
   AND NOT EXISTS (SELECT 1 FROM decision)
