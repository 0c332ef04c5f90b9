-- Question: what is known of a lost paper: its title, who wrote it, and what registries call it?
SELECT lost_paper.id    AS id,
       lost_paper.title AS title,
       (SELECT group_concat(printed.name_as_printed, ', ')
        FROM (SELECT authorship.name_as_printed
              FROM authorship
              WHERE authorship.paper_id = lost_paper.id
              ORDER BY authorship.position) AS printed)                    AS authors,
       (SELECT min(identifier.scheme || ':' || identifier.value)
        FROM identifier
        WHERE identifier.paper_id = lost_paper.id)                         AS identifier,
       (SELECT min(listing.path || ', line ' || record.line)
        FROM record
        JOIN listing ON listing.id = record.listing_id
        WHERE record.paper_id = lost_paper.id)                             AS entry
FROM temp.lost_paper
ORDER BY lost_paper.id
