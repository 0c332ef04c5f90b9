-- Question: what is known of paper ?1, its lists and its venue aside?
SELECT paper.title            AS title,
       paper.abstract         AS abstract,
       paper.published_on     AS published_on,
       paper.authors_complete AS authors_complete,
       paper.code_stated      AS code_stated
FROM paper
WHERE paper.id = ?1
