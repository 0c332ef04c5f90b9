//! A catalog as the first version of the program left it.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "each user of it needs a part; a test may panic")]

use super::common::{TestCatalog, project};

/// Makes a catalog of version 1 with so many papers, besides the one of `fixtures/catalogs/0001.sql`.
pub fn make(catalog: &TestCatalog, paper_count: usize) {
    let connection = rusqlite::Connection::open(catalog.db()).unwrap();
    let schema = std::fs::read_to_string(project().join("fixtures/catalogs/0001.sql")).unwrap();
    connection.execute_batch(&schema).unwrap();
    let papers = format!(
        "BEGIN;
         CREATE TEMP TABLE n AS
         WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= {paper_count}) SELECT i FROM n;
         INSERT INTO paper (id, title, title_key, abstract, published_on, year, authors_complete)
         SELECT i, 'Graphs of Small Rooms ' || i, 'graphs of small rooms ' || i, 'We study rooms.', '2021', 2021, 1 FROM n;
         INSERT INTO authorship (paper_id, position, author_id, name_as_printed, position_stated)
         SELECT i, 1, 1, 'Ann Lee', 1 FROM n UNION ALL SELECT i, 2, 2, 'Bo Ek', 1 FROM n;
         INSERT INTO import (id, started_at, program_version) VALUES (1, '2026-11-23T10:00:00Z', '0.1.0');
         INSERT INTO listing (id, import_id, path, format, as_of, byte_count, hash, new_count, merged_count, unchanged_count,
                              rejected_count)
         SELECT 1, 1, 'rooms.txt', 'listing-page', '2026-11-23', 60, 'f00d', count(*), 0, 0, 0 FROM n;
         INSERT INTO record (listing_id, position, line, outcome, paper_id) SELECT 1, i, i, 'new', i FROM n;
         COMMIT;"
    );
    connection.execute_batch(&papers).unwrap();
    connection.close().unwrap();
}
