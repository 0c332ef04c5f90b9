SELECT 'paper ' || odd.id
FROM (SELECT paper.id AS id
      FROM paper
      WHERE paper.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM paper_text_docsize WHERE paper_text_docsize.id = paper.id)
      UNION ALL
      SELECT paper_text_docsize.id
      FROM paper_text_docsize
      WHERE NOT EXISTS (SELECT 1 FROM paper WHERE paper.id = paper_text_docsize.id AND paper.merged_into IS NULL)) AS odd
WHERE (SELECT text_index.is_built FROM text_index) = 1
