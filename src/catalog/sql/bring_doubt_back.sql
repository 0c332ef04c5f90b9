INSERT OR IGNORE INTO doubtful_reading
    (paper_id, listing_id, position, run_together, title, authors, other_title, other_authors, doubt, decision_id, settled_as)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
