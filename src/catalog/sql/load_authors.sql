-- Question: who wrote paper ?1, in printed order?
SELECT authorship.name_as_printed AS name_as_printed,
       authorship.position_stated AS position_stated,
       authorship.position        AS position,
       authorship.author_id       AS author_id,
       author.is_group            AS is_group
FROM authorship
JOIN author ON author.id = authorship.author_id
WHERE authorship.paper_id = ?1
ORDER BY authorship.position
