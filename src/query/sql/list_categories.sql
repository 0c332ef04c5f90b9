-- Question: which categories has paper :id?
SELECT category.code AS category
FROM paper_category
JOIN category ON category.id = paper_category.category_id
WHERE paper_category.paper_id = :id
ORDER BY category.code
