-- Question: at which places of paper :id are groups?
-- A person's name with a comma is turned round and a group's is not: where a group is known without a comma, too, a form
-- with one came as a person's.
SELECT '' || authorship.position AS place
FROM authorship
JOIN author ON author.id = authorship.author_id
WHERE authorship.paper_id = :id
  AND author.is_group = 1
  AND (
      instr(authorship.name_as_printed, ',') = 0
      OR NOT EXISTS (
          SELECT author_name.name
          FROM author_name
          WHERE author_name.author_id = author.id
            AND instr(author_name.name, ',') = 0
      )
  )
ORDER BY authorship.position
