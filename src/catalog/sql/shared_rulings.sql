-- Question: which rulings are in force that other catalogs can follow?
SELECT decision.decided_at AS decided_at,
       decision.kind       AS kind,
       decision.subject    AS subject,
       decision.detail     AS detail
FROM decision
WHERE decision.subject = 'paper'
  AND decision.kind <> 'undo'
  AND decision.undone_at IS NULL
ORDER BY decision.id
