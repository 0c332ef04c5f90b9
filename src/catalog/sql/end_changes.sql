DELETE FROM temp.changed_paper;
DELETE FROM temp.changed_author;
DELETE FROM temp.count_before;
