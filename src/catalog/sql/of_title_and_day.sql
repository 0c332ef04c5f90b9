SELECT id
FROM paper
WHERE title_sketch = ?2
  AND title_key = ?1
  AND published_on IS ?3
  AND merged_into IS NULL
LIMIT 200
