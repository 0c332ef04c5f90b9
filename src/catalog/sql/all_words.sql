SELECT paper.id,
       paper.title_key,
       paper.abstract,
       (SELECT group_concat(authorship.name_as_printed, char(10)) FROM authorship WHERE authorship.paper_id = paper.id)
FROM paper
WHERE paper.merged_into IS NULL
ORDER BY paper.id
