INSERT INTO paper_text (rowid, title, abstract, authors) VALUES (?1, ?2, ?3, ?4)
