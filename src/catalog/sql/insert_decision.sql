INSERT INTO decision (decided_at, kind, subject, detail)
VALUES (?1, ?2, ?3, ?4)
