DELETE FROM temp.changed_paper;
DELETE FROM temp.count_before;
DELETE FROM temp.author_before;
DELETE FROM temp.author_change;
DELETE FROM temp.changed_author;
