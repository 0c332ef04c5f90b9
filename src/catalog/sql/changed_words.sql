SELECT paper.id,
       paper.title_key,
       paper.abstract,
       (SELECT group_concat(authorship.name_as_printed, char(10)) FROM authorship WHERE authorship.paper_id = paper.id)
FROM temp.changed_paper
JOIN paper ON paper.id = changed_paper.id
WHERE paper.merged_into IS NULL
