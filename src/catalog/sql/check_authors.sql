-- Question: which authors are on no paper?
SELECT author.name AS which
FROM author
WHERE NOT EXISTS (SELECT authorship.paper_id FROM authorship WHERE authorship.author_id = author.id)
ORDER BY author.id
