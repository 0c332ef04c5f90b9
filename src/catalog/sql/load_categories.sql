-- Question: which categories has paper ?1?
SELECT category.code
FROM paper_category
JOIN category ON category.id = paper_category.category_id
WHERE paper_category.paper_id = ?1
