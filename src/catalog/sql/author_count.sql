SELECT paper_count, first_year, last_year, with_code, with_code_url
FROM author_count
WHERE author_id = ?1
