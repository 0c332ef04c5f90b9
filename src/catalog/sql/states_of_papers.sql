SELECT id,
       coalesce(year, 0),
       CASE WHEN code_stated = 1 OR with_code_url = 1 THEN 1 ELSE 0 END,
       with_code_url,
       authors_complete,
       coalesce(venue_id, 0)
FROM paper INDEXED BY paper_fact_by_id
WHERE merged_into IS NULL
