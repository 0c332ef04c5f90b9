SELECT 'paper ' || paper.id
FROM paper
WHERE paper.with_code_url <> EXISTS (SELECT 1 FROM link WHERE link.paper_id = paper.id AND link.kind = 'code')
