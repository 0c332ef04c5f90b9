DELETE FROM temp.changed_paper;
