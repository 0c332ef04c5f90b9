-- Question: what is author ?1 called, and on how many papers?
SELECT author.name AS name,
       (SELECT count(DISTINCT authorship.paper_id)
        FROM authorship
        JOIN paper ON paper.id = authorship.paper_id
        WHERE authorship.author_id = author.id AND paper.merged_into IS NULL) AS paper_count
FROM author
WHERE author.id = ?1
