-- Question: what do registries say of the affiliations of paper :id, under each name that they have on it?
SELECT entry.entry AS entry
FROM (
    SELECT coalesce(affiliation.ror, '-') || ' ' || coalesce(affiliation.country_code, '-') || ' ' || affiliation.name AS entry
    FROM paper_affiliation
    JOIN affiliation ON affiliation.id = paper_affiliation.affiliation_id
    WHERE paper_affiliation.paper_id = :id
      AND (affiliation.ror IS NOT NULL OR affiliation.country_code IS NOT NULL)
    UNION
    SELECT coalesce(affiliation.ror, '-') || ' ' || coalesce(affiliation.country_code, '-') || ' '
           || authorship_affiliation.name_as_printed
    FROM authorship_affiliation
    JOIN affiliation ON affiliation.id = authorship_affiliation.affiliation_id
    WHERE authorship_affiliation.paper_id = :id
      AND (affiliation.ror IS NOT NULL OR affiliation.country_code IS NOT NULL)
) AS entry
ORDER BY entry.entry
