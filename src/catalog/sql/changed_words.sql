-- In the order of their ids: FTS5 writes out what it has in memory whenever an id is less than the one before.
SELECT paper.id,
       paper.title_key,
       paper.abstract,
       (SELECT group_concat(authorship.name_as_printed, char(10)) FROM authorship WHERE authorship.paper_id = paper.id)
FROM temp.changed_paper
CROSS JOIN paper ON paper.id = changed_paper.id
WHERE paper.merged_into IS NULL
ORDER BY changed_paper.id
