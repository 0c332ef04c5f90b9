SELECT dimension, group_id, year, with_code, with_code_url, authors_complete, paper_count
FROM group_count
