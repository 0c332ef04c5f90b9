INSERT INTO temp.author_before (author_id, year, with_code, with_code_url)
SELECT DISTINCT authorship.author_id, paper.year,
       CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END, paper.with_code_url
FROM authorship
JOIN paper ON paper.id = authorship.paper_id
WHERE authorship.paper_id = ?1
