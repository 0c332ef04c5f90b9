UPDATE paper
SET with_code_url = NOT with_code_url
WHERE with_code_url <> EXISTS (SELECT 1 FROM link WHERE link.paper_id = paper.id AND link.kind = 'code')
