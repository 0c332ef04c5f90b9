-- Question: which papers have the title key ?1, and who is the first author of each?
SELECT paper.id                   AS id,
       authorship.name_as_printed AS first_author,
       coalesce(author.is_group, 0) AS is_group
FROM paper
LEFT JOIN authorship ON authorship.paper_id = paper.id
                    AND authorship.position = 1
                    AND authorship.position_stated = 1
LEFT JOIN author ON author.id = authorship.author_id
WHERE paper.title_key = ?1
  AND paper.merged_into IS NULL
ORDER BY paper.id
