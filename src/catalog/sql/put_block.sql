INSERT INTO paper_block (block, facts, affiliations, categories, authors)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO UPDATE
SET facts = excluded.facts, affiliations = excluded.affiliations, categories = excluded.categories, authors = excluded.authors
