-- Question: which addresses has paper :id?
SELECT link.kind || ' ' || link.stated_by || ' ' || link.url AS link
FROM link
WHERE link.paper_id = :id
ORDER BY link.url, link.stated_by
