//! A new catalog is filled faster than one that holds papers; what comes out must be the same, row by row.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fmt::Write as _;

use common::{AS_OF, TestCatalog, listing, stderr};

/// What the rows of a catalog say. Ids are given in another order: a paper is named by its first entry, `:(id)` below.
const ROWS: &[&str] = &[
    "SELECT :(paper.id), title, title_key, abstract, published_on, year, venue.name, authors_complete, code_stated, \
     first_author_key, title_sketch FROM paper LEFT JOIN venue ON venue.id = venue_id ",
    "SELECT :(paper_id), position, author.name, name_key, is_group, name_as_printed, position_stated \
     FROM authorship JOIN author ON author.id = author_id",
    "SELECT author.name, author_name.name, key FROM author JOIN author_name ON author_id = author.id",
    "SELECT author.name, scheme, value FROM author JOIN author_identifier ON author_id = author.id",
    "SELECT name, key, ror, country_code FROM affiliation",
    "SELECT affiliation.name, affiliation_name.name, affiliation_name.key FROM affiliation \
     JOIN affiliation_name ON affiliation_id = affiliation.id",
    "SELECT :(paper_id), name, name_as_printed FROM paper_affiliation JOIN affiliation ON affiliation.id = affiliation_id",
    "SELECT :(paper_id), position, name, name_as_printed FROM authorship_affiliation \
     JOIN affiliation ON affiliation.id = affiliation_id",
    "SELECT :(paper_id), code FROM paper_category JOIN category ON category.id = category_id",
    "SELECT :(paper_id), keyword FROM paper_keyword",
    "SELECT scheme, value, :(paper_id) FROM identifier",
    "SELECT :(paper_id), url, stated_by, kind FROM link",
    "SELECT :(paper_id), title_key, first_author_key, year, title_sketch FROM other_key",
    "SELECT min(:(paper_id), :(other_id)), max(:(paper_id), :(other_id)), score, reason FROM suspected_duplicate",
    "SELECT listing_id, position, line, outcome, :(paper_id), doubt, note, reason, text, said, is_addition FROM record",
    "SELECT listing_id, position, line, reason, text, said FROM other_entry",
    "SELECT id, byte_count, hash, new_count, merged_count, unchanged_count, rejected_count, skipped_count, head, \
     completed_count FROM listing",
    "SELECT :(paper_id), listing_id, position, run_together, title, authors, other_title, doubt, settled_as \
     FROM doubtful_reading",
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'",
];

fn rows(catalog: &TestCatalog) -> Vec<String> {
    let connection = catalog.open();
    let first_entries = "CREATE TEMP TABLE first_entry AS SELECT paper_id AS id, min(listing_id * 10000 + position) AS entry \
                         FROM record WHERE paper_id IS NOT NULL GROUP BY paper_id";
    connection.execute_batch(first_entries).unwrap();
    let mut all = Vec::new();
    for sql in ROWS {
        let sql = sql.replace(":(", "(SELECT entry FROM temp.first_entry WHERE id = ");
        let mut statement = connection.prepare(&sql).unwrap();
        let count = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut of_table = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let mut text = format!("{}: ", &sql[..40]);
            for at in 0..count {
                write!(text, "{:?} | ", row.get_ref(at).unwrap()).unwrap();
            }
            of_table.push(text);
        }
        of_table.sort();
        all.extend(of_table);
    }
    all
}

/// Imports files into a new catalog at once, and one command after the other.
fn assert_same_either_way(files: &[&str]) {
    let (at_once, one_by_one) = (TestCatalog::empty(), TestCatalog::empty());
    for catalog in [&at_once, &one_by_one] {
        catalog.write("0_first.csv", "Title,Authors,Year\nThe Paper That Is Here Already,Zoe Quint,1950\n");
    }
    let paths: Vec<_> = files.iter().map(|file| listing(file)).collect();
    let mut command = at_once.command(["import", "--as-of", AS_OF, "0_first.csv"]);
    command.args(&paths).output().unwrap();
    one_by_one.run(["import", "0_first.csv"]);
    for path in &paths {
        let output = one_by_one.command(["import", "--as-of", AS_OF]).arg(path).output().unwrap();
        assert!(one_by_one.db().exists(), "{}", stderr(&output));
    }
    let (fast, ordinary) = (rows(&at_once), rows(&one_by_one));
    for (fast, ordinary) in fast.iter().zip(&ordinary) {
        assert_eq!(fast, ordinary, "{files:?}");
    }
    assert_eq!(fast.len(), ordinary.len(), "{files:?}");
    at_once.stdout(["check", "--full"]);
}

#[test]
fn each_listing_makes_the_same_rows_in_a_new_catalog_and_in_one_that_holds_papers() {
    for entry in std::fs::read_dir(listing("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert_same_either_way(&[&name]);
    }
}

#[test]
fn papers_that_several_listings_have_make_the_same_rows_at_once_and_one_by_one() {
    assert_same_either_way(&["author-page.txt", "author_page_works.bib", "author_page_works.jsonl"]);
    assert_same_either_way(&["author_page_works.jsonl", "author-page.txt", "two_pages.txt"]);
    assert_same_either_way(&["same_entry_twice.txt", "same_entry_fuller.txt", "two_dois.bib", "years_apart.txt"]);
    assert_same_either_way(&["crossref_page.json", "openalex_page.json", "dblp.xml", "semantic_scholar.jsonl"]);
    assert_same_either_way(&[
        "arxiv_snapshot.jsonl",
        "papers_with_code_links.json",
        "arxiv_atom.xml",
        "doubtful_cut.txt",
    ]);
}
