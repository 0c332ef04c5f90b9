SELECT /* key */,
       paper.id IS NOT NULL AND paper.merged_into IS NULL,
       paper.published_on,
       coalesce(paper.venue_id, 0),
       paper.authors_complete,
       paper.code_stated IS NOT NULL,
       paper.with_code_url
FROM /* papers */
ORDER BY /* key */
