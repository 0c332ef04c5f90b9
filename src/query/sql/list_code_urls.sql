-- Question: at which addresses is the code of paper :id?
SELECT DISTINCT link.url AS url
FROM link
WHERE link.paper_id = :id
  AND link.kind = 'code'
ORDER BY link.url
