-- The forms of the name of affiliation ?1 that nothing bears any more.
DELETE FROM affiliation_name
WHERE affiliation_name.affiliation_id = ?1
  AND NOT EXISTS (
      SELECT paper_affiliation.paper_id
      FROM paper_affiliation
      WHERE paper_affiliation.affiliation_id = ?1
        AND paper_affiliation.name_as_printed = affiliation_name.name
  )
  AND NOT EXISTS (
      SELECT authorship_affiliation.paper_id
      FROM authorship_affiliation
      WHERE authorship_affiliation.affiliation_id = ?1
        AND authorship_affiliation.name_as_printed = affiliation_name.name
  )
  AND NOT EXISTS (
      SELECT author_affiliation.author_id
      FROM author_affiliation
      WHERE author_affiliation.affiliation_id = ?1
        AND author_affiliation.name_as_printed = affiliation_name.name
  )
