DELETE FROM author_name WHERE author_id IN (SELECT id FROM temp.leaving_author);
DELETE FROM author_identifier WHERE author_id IN (SELECT id FROM temp.leaving_author);
DELETE FROM author_affiliation WHERE author_id IN (SELECT id FROM temp.leaving_author);
DELETE FROM author WHERE id IN (SELECT id FROM temp.leaving_author);
