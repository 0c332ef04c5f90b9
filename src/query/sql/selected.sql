-- The papers that the filters leave, with what counting needs; merged ones count as the paper they went into.
-- Code is known of a paper when a source states it or gives its address on a host made for code.
    SELECT paper.id               AS paper_id,
           paper.year             AS year,
           paper.published_on     AS published_on,
           paper.authors_complete AS authors_complete,
           paper.venue_id         AS venue_id,
           CASE WHEN paper.code_stated = 1 OR paper.with_code_url = 1 THEN 1 ELSE 0 END AS with_code,
           paper.with_code_url    AS with_code_url
    FROM paper
    WHERE paper.merged_into IS NULL
