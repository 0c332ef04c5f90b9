-- Whether no paper stays, but for those that others stand for.
SELECT NOT EXISTS (
    SELECT paper.id
    FROM paper
    WHERE paper.merged_into IS NULL
      AND paper.id NOT IN (SELECT leaving_paper.id FROM temp.leaving_paper)
)
