-- Question: what is known of :author_id?
-- Rows of facts in the order of their parts, at most :part_length in a part that can be long.
-- The selected papers are those of :author_id; "total" is their number.
-- (A key is grouped by with a plus before it where SQLite would go through the whole of its index, to have it in order.)
WITH selected AS (/* selected */),
own AS (
    SELECT selected.paper_id, selected.year, selected.published_on, selected.with_code, min(authorship.position_stated) AS position_stated
    FROM selected
    JOIN authorship ON authorship.paper_id = selected.paper_id AND authorship.author_id = :author_id
    GROUP BY selected.paper_id, selected.year, selected.published_on, selected.with_code
),
counted_coauthor AS (
    SELECT total.label_id AS author_id, total.paper_count AS paper_count
    FROM (/* totals */) AS total
    WHERE total.label_id <> :author_id
),
-- Names are asked for of those only who may be among the first.
first_coauthor AS (
    SELECT ranked.author_id AS author_id, ranked.paper_count AS paper_count
    FROM (
        SELECT counted_coauthor.author_id AS author_id,
               counted_coauthor.paper_count AS paper_count,
               rank() OVER (ORDER BY counted_coauthor.paper_count DESC) AS place
        FROM counted_coauthor
    ) AS ranked
    WHERE ranked.place <= :part_length
),
coauthor AS (
    SELECT author.name AS name,
           first_coauthor.paper_count AS paper_count,
           row_number() OVER (ORDER BY first_coauthor.paper_count DESC, author.name, author.id) AS place
    FROM first_coauthor
    JOIN author ON author.id = first_coauthor.author_id
),
counted_workplace AS (
    SELECT paper_affiliation.affiliation_id AS affiliation_id, count(*) AS paper_count
    FROM own
    JOIN paper_affiliation ON paper_affiliation.paper_id = own.paper_id
    -- Where a source says whose affiliation it is, those of others are not this person's.
    WHERE NOT EXISTS (
        SELECT authorship_affiliation.paper_id
        FROM authorship_affiliation
        WHERE authorship_affiliation.paper_id = own.paper_id
    )
       OR EXISTS (
        SELECT authorship_affiliation.paper_id
        FROM authorship_affiliation
        JOIN authorship ON authorship.paper_id = authorship_affiliation.paper_id
                       AND authorship.position = authorship_affiliation.position
        WHERE authorship_affiliation.paper_id = own.paper_id
          AND authorship_affiliation.affiliation_id = paper_affiliation.affiliation_id
          AND authorship.author_id = :author_id
    )
    GROUP BY +paper_affiliation.affiliation_id
),
workplace AS (
    SELECT affiliation.name AS name,
           counted_workplace.paper_count AS paper_count,
           row_number() OVER (ORDER BY counted_workplace.paper_count DESC, affiliation.name, affiliation.id) AS place
    FROM counted_workplace
    JOIN affiliation ON affiliation.id = counted_workplace.affiliation_id
),
counted_field AS (
    SELECT paper_category.category_id AS category_id, count(*) AS paper_count
    FROM own
    JOIN paper_category ON paper_category.paper_id = own.paper_id
    GROUP BY +paper_category.category_id
),
field AS (
    SELECT category.code AS name,
           counted_field.paper_count AS paper_count,
           row_number() OVER (ORDER BY counted_field.paper_count DESC, category.code) AS place
    FROM counted_field
    JOIN category ON category.id = counted_field.category_id
),
dated AS (
    SELECT own.paper_id AS paper_id,
           own.year AS year,
           row_number() OVER (ORDER BY own.published_on DESC NULLS LAST, own.paper_id) AS place
    FROM own
),
newest AS (
    SELECT paper.title AS title, dated.year AS year, dated.place AS place
    FROM dated
    JOIN paper ON paper.id = dated.paper_id
    WHERE dated.place <= :part_length
),
yearly AS (
    SELECT own.year AS year, count(*) AS paper_count FROM own WHERE own.year IS NOT NULL GROUP BY own.year
),
productive (place, fact, year, paper_count) AS (
    SELECT 1, 'first year', yearly.year, yearly.paper_count FROM yearly
    WHERE yearly.year = (SELECT min(yearly.year) FROM yearly)
    UNION ALL
    SELECT 2, 'last year', yearly.year, yearly.paper_count FROM yearly
    WHERE yearly.year = (SELECT max(yearly.year) FROM yearly)
    UNION ALL
    SELECT 3, 'most papers in', yearly.year, yearly.paper_count FROM yearly
    WHERE yearly.paper_count = (SELECT max(yearly.paper_count) FROM yearly)
),
fact (part, place, fact, value, paper_count) AS (
    SELECT 1, 1, 'name', author.name, (SELECT count(*) FROM own) FROM author WHERE author.id = :author_id
    UNION ALL
    SELECT 2, 1, 'also written', author_name.name, NULL
    FROM author_name
    JOIN author ON author.id = author_name.author_id
    WHERE author_name.author_id = :author_id AND author_name.name <> author.name
    UNION ALL
    SELECT 3, 1, 'author id', '#' || author.id, NULL FROM author WHERE author.id = :author_id
    UNION ALL
    SELECT 4, 1, 'identifier', author_identifier.scheme || ':' || author_identifier.value, NULL
    FROM author_identifier WHERE author_identifier.author_id = :author_id
    UNION ALL
    SELECT 5, 1, 'with code', NULL, count(*) FROM own WHERE own.with_code = 1
    UNION ALL
    SELECT 6, 1, 'place not stated', 'on papers whose "et al." hides it', count(*) FROM own WHERE own.position_stated = 0 HAVING count(*) > 0
    UNION ALL
    SELECT 7, productive.place, productive.fact, '' || productive.year, productive.paper_count
    FROM productive
    UNION ALL
    SELECT 8, coauthor.place, 'co-author', coauthor.name, coauthor.paper_count FROM coauthor WHERE coauthor.place <= :part_length
    UNION ALL
    SELECT 9, 1, 'further co-authors', '' || (count(*) - :part_length), NULL FROM counted_coauthor HAVING count(*) > :part_length
    UNION ALL
    SELECT 10, workplace.place, 'affiliation', workplace.name, workplace.paper_count FROM workplace WHERE workplace.place <= :part_length
    UNION ALL
    SELECT 11, 1, 'further affiliations', '' || (count(*) - :part_length), NULL FROM workplace HAVING count(*) > :part_length
    UNION ALL
    SELECT 11, 2, 'works or worked at', author_affiliation.name_as_printed, NULL
    FROM author_affiliation WHERE author_affiliation.author_id = :author_id
    UNION ALL
    SELECT 12, field.place, 'category', field.name, field.paper_count FROM field WHERE field.place <= :part_length
    UNION ALL
    SELECT 13, 1, 'further categories', '' || (count(*) - :part_length), NULL FROM field HAVING count(*) > :part_length
    UNION ALL
    SELECT 14, newest.place, 'newest paper', coalesce('' || newest.year, 'no year') || ': ' || newest.title, NULL FROM newest
    UNION ALL
    SELECT 15, 1, 'further papers', '' || (count(*) - :part_length), NULL FROM own HAVING count(*) > :part_length
)
SELECT fact.fact                  AS fact,
       fact.value                 AS value,
       fact.paper_count           AS paper_count,
       (SELECT count(*) FROM own) AS total,
       fact.part                  AS part,
       fact.place                 AS place
FROM fact
