-- Question: what did the user rule?
SELECT decision.id         AS number,
       decision.decided_at AS decided_at,
       decision.kind       AS kind,
       CASE
           WHEN decision.kind = 'undo' AND decision.subject = 'import'
               THEN 'import ' || json_extract(decision.detail, '$.import')
           WHEN decision.kind = 'undo' THEN 'ruling ' || json_extract(decision.detail, '$.decision')
           WHEN decision.kind = 'reading' THEN json_extract(decision.detail, '$.run_together')
           WHEN decision.kind = 'set' THEN json_extract(decision.detail, '$.paper[0].title')
           ELSE (
               SELECT group_concat(named.title, ' / ')
               FROM (SELECT json_extract(part.value, '$[0].title') AS title
                     FROM json_each(decision.detail, '$.parts') AS part
                     ORDER BY part.key) AS named
           )
       END                 AS about,
       CASE
           WHEN decision.kind = 'set'
               THEN json_extract(decision.detail, '$.field') || '=' || coalesce(json_extract(decision.detail, '$.value'), '')
           WHEN decision.kind = 'reading' THEN json_extract(decision.detail, '$.title')
       END                 AS value,
       decision.undone_at  AS undone_at
FROM decision
