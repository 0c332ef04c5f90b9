-- Parts of one line, with an entry between them, are kept together, as far as they are short.
INSERT INTO stray_line (listing_id, line, text)
VALUES (?1, ?2, ?3)
ON CONFLICT (listing_id, line) DO UPDATE
SET text = CASE
    WHEN length(stray_line.text) < 100000 THEN stray_line.text || ' … ' || excluded.text
    ELSE stray_line.text
END
