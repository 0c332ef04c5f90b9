-- Question: what do registries call paper :id?
SELECT identifier.scheme || ':' || identifier.value AS identifier
FROM identifier
WHERE identifier.paper_id = :id
ORDER BY identifier.scheme, identifier.value
