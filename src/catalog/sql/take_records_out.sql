-- The only entry of each leaving paper is of no paper any more, and all that it says is written out: what the paper shows,
-- and over it what the entry says beside (src/catalog/statement.rs).
UPDATE record
SET paper_id = NULL,
    said     = (
        SELECT CASE WHEN record.said IS NULL THEN shown.said ELSE json_patch(shown.said, record.said) END
        FROM (
            SELECT json_object(
                    'title', paper.title,
                    'authors', json((
                        SELECT json_group_array(
                                   json(CASE authorship.position_stated
                                       WHEN 1 THEN json_quote(authorship.name_as_printed)
                                       ELSE json_object('name', authorship.name_as_printed, 'hidden', json('true'))
                                   END)
                                   ORDER BY authorship.position
                               )
                        FROM authorship
                        WHERE authorship.paper_id = paper.id
                    )),
                    'authors_complete', json(CASE paper.authors_complete WHEN 1 THEN 'true' ELSE 'false' END),
                    'published_on', paper.published_on,
                    'abstract', paper.abstract,
                    'categories', json((
                        SELECT json_group_array(category.code)
                        FROM paper_category
                        JOIN category ON category.id = paper_category.category_id
                        WHERE paper_category.paper_id = paper.id
                    )),
                    'keywords', json((
                        SELECT json_group_array(paper_keyword.keyword)
                        FROM paper_keyword
                        WHERE paper_keyword.paper_id = paper.id
                    )),
                    'identifiers', json((
                        SELECT json_group_array(identifier.scheme || ':' || identifier.value)
                        FROM identifier
                        WHERE identifier.paper_id = paper.id
                    )),
                    'links', json((
                        SELECT json_group_array(json_object('url', link.url, 'kind', link.kind, 'stated_by', link.stated_by))
                        FROM link
                        WHERE link.paper_id = paper.id
                    )),
                    'code_stated', json(CASE paper.code_stated WHEN 1 THEN 'true' ELSE 'null' END)
                ) AS said
            FROM paper
            WHERE paper.id = record.paper_id
        ) AS shown
    )
WHERE record.paper_id IN (SELECT leaving_paper.id FROM temp.leaving_paper)
