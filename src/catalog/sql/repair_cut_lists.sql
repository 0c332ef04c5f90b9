-- Question: which lists of authors are said to be whole and are not: one is missing among them, all are, or one is known of?
SELECT paper.id AS id
FROM paper
LEFT JOIN authorship ON authorship.paper_id = paper.id
WHERE paper.merged_into IS NULL
  AND paper.authors_complete = 1
GROUP BY paper.id
HAVING count(authorship.position) <> coalesce(max(authorship.position), -1)
    OR EXISTS (SELECT 1
               FROM temp.known_authorship
               WHERE known_authorship.paper_id = paper.id
                 AND NOT EXISTS (SELECT 1
                                 FROM authorship AS kept
                                 WHERE kept.paper_id = known_authorship.paper_id
                                   AND kept.position = known_authorship.position))
ORDER BY paper.id
