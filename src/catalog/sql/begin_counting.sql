DELETE FROM group_count;
DELETE FROM author_count;
DROP INDEX IF EXISTS author_count_most;
