-- Question: what did the user rule on papers, and did not take back?
SELECT decision.kind   AS kind,
       decision.detail AS detail
FROM decision
WHERE decision.subject = 'paper'
  AND decision.kind IN ('merge', 'split', 'apart', 'set')
  AND decision.undone_at IS NULL
ORDER BY decision.id
