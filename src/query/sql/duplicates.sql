-- Question: which papers may be one, and are not taken for one?
SELECT NULL                             AS ruling,
       suspected_duplicate.score        AS score,
       suspected_duplicate.reason       AS reason,
       one.id                           AS paper_id,
       one.title                        AS title,
       (SELECT group_concat(listed.name_as_printed, '; ')
        FROM (SELECT authorship.name_as_printed
              FROM authorship
              WHERE authorship.paper_id = one.id
              ORDER BY authorship.position) AS listed)   AS authors,
       one.published_on                 AS published_on,
       other.id                         AS other_id,
       other.title                      AS other_title,
       (SELECT group_concat(listed.name_as_printed, '; ')
        FROM (SELECT authorship.name_as_printed
              FROM authorship
              WHERE authorship.paper_id = other.id
              ORDER BY authorship.position) AS listed)   AS other_authors,
       other.published_on               AS other_published_on,
       suspected_duplicate.reason       AS place
FROM suspected_duplicate
JOIN paper AS one   ON one.id = suspected_duplicate.paper_id
JOIN paper AS other ON other.id = suspected_duplicate.other_id
