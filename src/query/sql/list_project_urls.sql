-- Question: which addresses other than code's does paper :id give?
SELECT DISTINCT link.url AS url
FROM link
WHERE link.paper_id = :id
  AND link.kind <> 'code'
ORDER BY link.url
