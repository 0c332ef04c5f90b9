-- An author whom an index still tells, of a list that is whole, where only one form of the name was ever seen: it was printed so.
INSERT INTO authorship (paper_id, position, author_id, name_as_printed, position_stated)
SELECT known_authorship.paper_id, known_authorship.position, known_authorship.author_id, min(author_name.name), 1
FROM temp.known_authorship
JOIN paper       ON paper.id = known_authorship.paper_id
JOIN author_name ON author_name.author_id = known_authorship.author_id
WHERE paper.merged_into IS NULL
  AND paper.authors_complete = 1
  AND known_authorship.position >= 1
  AND NOT EXISTS (SELECT 1
                  FROM authorship
                  WHERE authorship.paper_id = known_authorship.paper_id
                    AND authorship.position = known_authorship.position)
GROUP BY known_authorship.paper_id, known_authorship.position
HAVING count(*) = 1
