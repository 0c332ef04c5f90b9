-- Category ?1, where no paper has it.
DELETE FROM category
WHERE category.id = ?1
  AND NOT EXISTS (SELECT paper_category.paper_id FROM paper_category WHERE paper_category.category_id = category.id)
