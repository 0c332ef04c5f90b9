-- Author ?1, if only a wrong reading named them: on no paper, and with no identifier of their own.
DELETE FROM author
WHERE author.id = ?1
  AND NOT EXISTS (SELECT authorship.paper_id FROM authorship WHERE authorship.author_id = author.id)
  AND NOT EXISTS (SELECT author_identifier.value FROM author_identifier WHERE author_identifier.author_id = author.id)
