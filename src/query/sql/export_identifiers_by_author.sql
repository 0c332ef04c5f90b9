-- Question: what do registries call the authors of paper :id?
SELECT authorship.position || ' ' || author_identifier.scheme || ':' || author_identifier.value AS entry
FROM authorship
JOIN author_identifier ON author_identifier.author_id = authorship.author_id
WHERE authorship.paper_id = :id
ORDER BY authorship.position, author_identifier.scheme, author_identifier.value
