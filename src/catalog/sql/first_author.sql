-- Question: who is the first author of paper ?1?
SELECT authorship.name_as_printed AS name,
       author.is_group            AS is_group
FROM authorship
JOIN author ON author.id = authorship.author_id
WHERE authorship.paper_id = ?1
  AND authorship.position = 1
  AND authorship.position_stated = 1
