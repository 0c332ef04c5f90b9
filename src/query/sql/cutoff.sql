-- Question: when did the last come out of as many selected papers, the newest first, as are to be listed?
WITH selected AS (/* selected */)
SELECT selected.published_on AS published_on
FROM selected
ORDER BY selected.year DESC NULLS LAST, selected.published_on DESC NULLS LAST
