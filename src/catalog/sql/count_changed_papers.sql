SELECT (SELECT count(*) FROM temp.changed_paper),
       (SELECT coalesce(sum(paper_count), 0) FROM group_count WHERE dimension = 'paper')
