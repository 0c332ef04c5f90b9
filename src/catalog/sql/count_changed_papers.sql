-- How many papers changed, and how many there are at most.
SELECT (SELECT count(*) FROM temp.changed_paper),
       (SELECT coalesce(max(paper.id), 0) FROM paper)
