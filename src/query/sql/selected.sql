-- The papers that the filters leave, with what counting needs; merged ones count as the paper they went into.
-- Code is known of a paper when a source states it or gives its address on a host made for code.
    SELECT paper.id               AS paper_id,
           paper.year             AS year,
           paper.published_on     AS published_on,
           paper.authors_complete AS authors_complete,
           CASE
               WHEN paper.code_stated = 1 THEN 1
               WHEN EXISTS (SELECT link.paper_id FROM link WHERE link.paper_id = paper.id AND link.kind = 'code') THEN 1
               ELSE 0
           END                    AS with_code,
           CASE
               WHEN EXISTS (SELECT link.paper_id FROM link WHERE link.paper_id = paper.id AND link.kind = 'code') THEN 1
               ELSE 0
           END                    AS with_code_url
    FROM paper
    WHERE paper.merged_into IS NULL
