SELECT facts, affiliations, categories, authors
FROM paper_block
WHERE block = ?1
