    SELECT /* label_id */                                                           AS label_id,
           CASE WHEN group_count.year = 0 THEN NULL ELSE group_count.year END AS year,
           group_count.with_code                                              AS with_code,
           group_count.with_code_url                                          AS with_code_url,
           group_count.paper_count                                            AS paper_count
    FROM group_count
    WHERE group_count.dimension = /* dimension */
