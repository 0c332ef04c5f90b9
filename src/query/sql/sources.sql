-- Question: which entry says what of :paper_id, and what of it does the paper show?
-- A key that is absent in what an entry says stands for what the paper shows.
WITH entry AS (
    SELECT record.listing_id                                      AS listing_id,
           record.position                                        AS position,
           record.line                                            AS line,
           record.is_addition                                     AS is_addition,
           coalesce(record.said, '{}')                            AS said,
           paper.id                                               AS paper_id,
           paper.title                                            AS title,
           paper.published_on                                     AS published_on,
           paper.abstract                                         AS abstract,
           paper.code_stated                                      AS code_stated,
           paper.authors_complete                                 AS authors_complete,
           venue.name                                             AS venue
    FROM record
    JOIN paper      ON paper.id = record.paper_id
    LEFT JOIN venue ON venue.id = paper.venue_id
    WHERE record.paper_id = :paper_id
),
shown_authors AS (
    SELECT group_concat(listed.name, '; ') AS names
    FROM (SELECT authorship.name_as_printed AS name
          FROM authorship
          WHERE authorship.paper_id = :paper_id
          ORDER BY authorship.position) AS listed
),
stated (part, field, value, shown, listing_id, position, line) AS (
    SELECT 1, 'title', coalesce(json_extract(said, '$.title'), title), coalesce(json_extract(said, '$.title'), title) = title,
           listing_id, position, line
    FROM entry WHERE is_addition = 0
    UNION ALL
    SELECT 2, 'authors',
           CASE
               WHEN json_type(said, '$.authors') IS NULL THEN (SELECT shown_authors.names FROM shown_authors)
               ELSE (SELECT group_concat(listed.name, '; ')
                     FROM (SELECT CASE WHEN author.type = 'object' THEN json_extract(author.value, '$.name') ELSE author.value END AS name
                           FROM json_each(said, '$.authors') AS author
                           ORDER BY author.key) AS listed)
           END || CASE
               WHEN coalesce(json_extract(said, '$.authors_complete'), authors_complete) = 1 THEN ''
               ELSE ' et al.'
           END,
           json_type(said, '$.authors') IS NULL
           OR coalesce((SELECT group_concat(listed.name, '; ')
                        FROM (SELECT CASE WHEN author.type = 'object' THEN json_extract(author.value, '$.name') ELSE author.value END AS name
                              FROM json_each(said, '$.authors') AS author
                              ORDER BY author.key) AS listed) = (SELECT shown_authors.names FROM shown_authors), 0),
           listing_id, position, line
    FROM entry
    UNION ALL
    SELECT 3, 'published_on', CASE WHEN json_type(said, '$.published_on') IS NULL THEN published_on ELSE json_extract(said, '$.published_on') END,
           json_type(said, '$.published_on') IS NULL OR coalesce(json_extract(said, '$.published_on') = published_on, 0),
           listing_id, position, line
    FROM entry
    UNION ALL
    SELECT 4, 'venue', json_extract(said, '$.venue'), coalesce(json_extract(said, '$.venue') = venue, 0), listing_id, position, line
    FROM entry
    UNION ALL
    SELECT 9, 'abstract', CASE WHEN json_type(said, '$.abstract') IS NULL THEN abstract ELSE json_extract(said, '$.abstract') END,
           json_type(said, '$.abstract') IS NULL OR coalesce(json_extract(said, '$.abstract') = abstract, 0),
           listing_id, position, line
    FROM entry
    UNION ALL
    SELECT 8, 'code', CASE
               WHEN coalesce(json_extract(said, '$.code_stated'), CASE WHEN json_type(said, '$.code_stated') IS NULL THEN code_stated END) = 1
               THEN 'stated'
           END,
           1, listing_id, position, line
    FROM entry
    UNION ALL
    SELECT 5, 'category', category.code, 1, listing_id, position, line
    FROM entry
    JOIN paper_category ON paper_category.paper_id = entry.paper_id
    JOIN category       ON category.id = paper_category.category_id
    WHERE json_type(said, '$.categories') IS NULL
    UNION ALL
    SELECT 5, 'category', said_category.value,
           EXISTS (SELECT category.id
                   FROM paper_category
                   JOIN category ON category.id = paper_category.category_id
                   WHERE paper_category.paper_id = :paper_id AND category.code = said_category.value),
           listing_id, position, line
    FROM entry
    JOIN json_each(entry.said, '$.categories') AS said_category
    UNION ALL
    SELECT 6, 'affiliation',
           CASE WHEN said_place.type = 'object' THEN json_extract(said_place.value, '$.name') ELSE said_place.value END,
           1, listing_id, position, line
    FROM entry
    JOIN json_each(entry.said, '$.affiliations') AS said_place
    UNION ALL
    SELECT 7, 'identifier', identifier.scheme || ':' || identifier.value, 1, listing_id, position, line
    FROM entry
    JOIN identifier ON identifier.paper_id = entry.paper_id
    WHERE json_type(said, '$.identifiers') IS NULL
    UNION ALL
    SELECT 7, 'identifier', said_identifier.value, 1, listing_id, position, line
    FROM entry
    JOIN json_each(entry.said, '$.identifiers') AS said_identifier
    UNION ALL
    SELECT 8, 'address', link.url, 1, listing_id, position, line
    FROM entry
    JOIN link ON link.paper_id = entry.paper_id
    WHERE json_type(said, '$.links') IS NULL
    UNION ALL
    SELECT 8, 'address', json_extract(said_link.value, '$.url'), 1, listing_id, position, line
    FROM entry
    JOIN json_each(entry.said, '$.links') AS said_link
    UNION ALL
    SELECT 10, 'keyword', paper_keyword.keyword, 1, listing_id, position, line
    FROM entry
    JOIN paper_keyword ON paper_keyword.paper_id = entry.paper_id
    WHERE json_type(said, '$.keywords') IS NULL
    UNION ALL
    SELECT 10, 'keyword', said_keyword.value, 1, listing_id, position, line
    FROM entry
    JOIN json_each(entry.said, '$.keywords') AS said_keyword
)
SELECT stated.field                                     AS field,
       stated.value                                     AS value,
       stated.shown                                     AS shown,
       stated.listing_id || ':' || stated.position      AS entry,
       listing.path                                     AS listing,
       stated.line                                      AS line,
       stated.part                                      AS part,
       stated.listing_id                                AS listing_id,
       stated.position                                  AS position
FROM stated
JOIN listing ON listing.id = stated.listing_id
WHERE stated.value IS NOT NULL
