INSERT OR IGNORE INTO identifier (scheme, value, paper_id)
SELECT scheme, value, paper_id
FROM temp.new_identifier
ORDER BY scheme, value, paper_id;
DROP TABLE temp.new_identifier;
