-- Question: which papers have the title key ?1, or an entry that has it, and who is the first author of each?
SELECT paper.id                     AS id,
       authorship.name_as_printed   AS first_author,
       coalesce(author.is_group, 0) AS is_group
FROM (
    SELECT paper.id AS paper_id FROM paper WHERE paper.title_key = ?1
    UNION
    SELECT other_key.paper_id FROM other_key WHERE other_key.title_key = ?1
) AS titled
JOIN paper           ON paper.id = titled.paper_id
LEFT JOIN authorship ON authorship.paper_id = paper.id
                    AND authorship.position = 1
                    AND authorship.position_stated = 1
LEFT JOIN author ON author.id = authorship.author_id
WHERE paper.merged_into IS NULL
ORDER BY paper.id
