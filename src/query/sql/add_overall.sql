INSERT INTO temp.overall (
    paper_count, with_code, with_code_url, cut_count, with_affiliation,
    first_year, last_year, author_count, affiliation_count, category_count
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
