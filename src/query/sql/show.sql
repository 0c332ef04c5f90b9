-- Question: what is known of :paper_id, and from where?
-- Rows of facts in the order of their parts.
WITH fact (part, place, fact, value) AS (
    SELECT 1, 1, 'title', paper.title FROM paper WHERE paper.id = :paper_id
    UNION ALL
    SELECT 2, 1, 'paper id', '' || paper.id FROM paper WHERE paper.id = :paper_id
    UNION ALL
    SELECT 3, authorship.position,
           CASE WHEN authorship.position_stated = 1 THEN 'author ' || authorship.position ELSE 'author, place not stated' END,
           CASE
               WHEN author.name = authorship.name_as_printed THEN author.name
               ELSE author.name || ' (printed: ' || authorship.name_as_printed || ')'
           END
    FROM authorship
    JOIN author ON author.id = authorship.author_id
    WHERE authorship.paper_id = :paper_id
    UNION ALL
    SELECT 4, 1, 'author list',
           CASE
               WHEN paper.authors_complete = 1 THEN 'complete'
               WHEN EXISTS (SELECT authorship.paper_id FROM authorship WHERE authorship.paper_id = paper.id) THEN 'cut: there are more authors'
               ELSE 'not stated'
           END
    FROM paper WHERE paper.id = :paper_id
    UNION ALL
    SELECT 5, 1, 'published on', coalesce(paper.published_on, 'not stated') FROM paper WHERE paper.id = :paper_id
    UNION ALL
    SELECT 6, 1, 'venue', venue.name FROM paper JOIN venue ON venue.id = paper.venue_id WHERE paper.id = :paper_id
    UNION ALL
    SELECT 7, 1, 'category', category.code
    FROM paper_category
    JOIN category ON category.id = paper_category.category_id
    WHERE paper_category.paper_id = :paper_id
    UNION ALL
    SELECT 8, 1, 'affiliation', affiliation.name
    FROM paper_affiliation
    JOIN affiliation ON affiliation.id = paper_affiliation.affiliation_id
    WHERE paper_affiliation.paper_id = :paper_id
    UNION ALL
    SELECT 9, 1, 'code', CASE WHEN paper.code_stated = 1 THEN 'stated' ELSE 'not stated' END FROM paper WHERE paper.id = :paper_id
    UNION ALL
    SELECT 10, 1, link.kind || ' address', link.url || ' (from the ' || link.stated_by || ')' FROM link WHERE link.paper_id = :paper_id
    UNION ALL
    SELECT 11, 1, 'identifier', identifier.scheme || ':' || identifier.value FROM identifier WHERE identifier.paper_id = :paper_id
    UNION ALL
    SELECT 12, authorship_affiliation.position, 'affiliation of author ' || authorship_affiliation.position,
           authorship_affiliation.name_as_printed
    FROM authorship_affiliation WHERE authorship_affiliation.paper_id = :paper_id
    UNION ALL
    SELECT 13, authorship.position, 'identifier of author ' || authorship.position,
           author_identifier.scheme || ':' || author_identifier.value
    FROM authorship
    JOIN author_identifier ON author_identifier.author_id = authorship.author_id
    WHERE authorship.paper_id = :paper_id
    UNION ALL
    SELECT 14, 1, 'keyword', paper_keyword.keyword FROM paper_keyword WHERE paper_keyword.paper_id = :paper_id
    UNION ALL
    SELECT 15, 1, 'abstract', paper.abstract FROM paper WHERE paper.id = :paper_id AND paper.abstract IS NOT NULL
    UNION ALL
    SELECT 16, record.listing_id * 10000000 + record.position, 'entry',
           listing.path || ', line ' || record.line || ': ' || record.outcome
           || coalesce('; doubtful: ' || record.doubt, '') || coalesce('; ' || record.note, '')
    FROM record
    JOIN listing ON listing.id = record.listing_id
    WHERE record.paper_id = :paper_id
)
SELECT fact.fact  AS fact,
       fact.value AS value,
       fact.part  AS part,
       fact.place AS place
FROM fact
