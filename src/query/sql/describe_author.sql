-- Question: what is author ?1 called, and on how many papers?
SELECT author.name AS name,
       (SELECT count(DISTINCT authorship.paper_id) FROM authorship WHERE authorship.author_id = author.id) AS paper_count
FROM author
WHERE author.id = ?1
