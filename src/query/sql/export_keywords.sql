-- Question: which keywords has paper :id?
SELECT paper_keyword.keyword AS keyword
FROM paper_keyword
WHERE paper_keyword.paper_id = :id
ORDER BY paper_keyword.keyword
