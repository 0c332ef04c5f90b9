-- Question: how many papers are counted, and how many of them for a reason?
SELECT (SELECT coalesce(sum(group_count.paper_count), 0) FROM group_count WHERE /* all */)   AS paper_count,
       (SELECT coalesce(sum(group_count.paper_count), 0) FROM group_count WHERE /* some */) AS uncounted
