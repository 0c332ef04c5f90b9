-- Affiliation ?1, where neither a paper nor a person has it.
DELETE FROM affiliation
WHERE affiliation.id = ?1
  AND NOT EXISTS (SELECT paper_affiliation.paper_id FROM paper_affiliation WHERE paper_affiliation.affiliation_id = affiliation.id)
  AND NOT EXISTS (SELECT authorship_affiliation.paper_id FROM authorship_affiliation WHERE authorship_affiliation.affiliation_id = affiliation.id)
  AND NOT EXISTS (SELECT author_affiliation.author_id FROM author_affiliation WHERE author_affiliation.affiliation_id = affiliation.id)
  AND NOT EXISTS (SELECT part.id FROM affiliation AS part WHERE part.parent_id = affiliation.id)
