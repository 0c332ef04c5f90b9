//! What is kept of papers for counting: reports that use it say what SQL alone says, and `check` knows when it is not so.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{TestCatalog, stdout};
use paperdex::catalog::open_to_read;
use paperdex::query::{
    self, Affiliations, Author, Authors, Categories, Coauthors, Code, CodeFilter, CodeList, Dimension, FilterArgs,
    Listing, Papers, Query, Selection, Stats, Years,
};
use rusqlite::Connection;

const DIMENSIONS: [Dimension; 6] = [
    Dimension::Year,
    Dimension::Category,
    Dimension::Affiliation,
    Dimension::Venue,
    Dimension::Author,
    Dimension::Code,
];

fn reports() -> Vec<(String, Query)> {
    let mut reports = vec![
        ("papers".to_owned(), Query::Papers(Papers)),
        ("code --list".to_owned(), Query::CodeList(CodeList)),
        ("authors".to_owned(), Query::Authors(Authors)),
        ("affiliations".to_owned(), Query::Affiliations(Affiliations)),
        ("categories".to_owned(), Query::Categories(Categories)),
        ("years".to_owned(), Query::Years(Years { by: None })),
        ("stats".to_owned(), Query::Stats(Stats)),
    ];
    for by in DIMENSIONS {
        reports.push((format!("code --by {by:?}"), Query::Code(Code { by })));
        reports.push((format!("years --by {by:?}"), Query::Years(Years { by: Some(by) })));
    }
    reports
}

fn filters(catalog: &TestCatalog) -> Vec<FilterArgs> {
    let text = |sql: &str| Some(catalog.value::<String>(sql));
    let none = FilterArgs::default;
    let years = |range: &str| Some(range.parse().unwrap());
    let author =
        text("SELECT '#' || author_id FROM authorship GROUP BY author_id ORDER BY count(*) DESC, author_id LIMIT 1");
    let category = text(
        "SELECT code FROM category JOIN paper_category ON category_id = id GROUP BY id ORDER BY count(*) DESC, id LIMIT 1",
    );
    let affiliation = text(
        "SELECT '#' || affiliation_id FROM paper_affiliation GROUP BY affiliation_id ORDER BY count(*) DESC, affiliation_id LIMIT 1",
    );
    let venue = text(
        "SELECT '#' || venue_id FROM paper WHERE venue_id IS NOT NULL GROUP BY venue_id ORDER BY count(*) DESC, venue_id LIMIT 1",
    );
    let date = |text: &str| paperdex::record::PartialDate::parse(text);
    vec![
        none(),
        FilterArgs { year: years("2021"), ..none() },
        FilterArgs { year: years("..2020"), ..none() },
        FilterArgs { year: years("2022..12000"), ..none() },
        FilterArgs { since: date("2021-03"), until: date("2023"), ..none() },
        FilterArgs { until: date("2023-06-24"), ..none() },
        FilterArgs { code: Some(CodeFilter::With), ..none() },
        FilterArgs { code: Some(CodeFilter::Without), category: category.clone(), ..none() },
        FilterArgs { cut: true, ..none() },
        FilterArgs { author: author.clone(), ..none() },
        FilterArgs { author, year: years("2020.."), code: Some(CodeFilter::With), ..none() },
        FilterArgs { affiliation, ..none() },
        FilterArgs { venue, ..none() },
        FilterArgs { text: Some("the".into()), ..none() },
        FilterArgs { text: Some("graph*".into()), category, ..none() },
        FilterArgs { listing: Some("undated.csv".into()), ..none() },
    ]
}

/// What a report prints: its rows and its notes.
fn answer(connection: &Connection, query: &Query, selection: &Selection, listing: &Listing) -> Vec<String> {
    query::run(connection, query, selection, listing, |table| {
        let mut lines = table.notes;
        for row in table.rows {
            lines.push(format!("{:?}", row?));
        }
        Ok(lines)
    })
    .unwrap()
}

#[test]
fn what_is_counted_of_packed_papers_is_what_sql_counts() {
    let catalog = TestCatalog::of_everything();
    let connection = open_to_read(&catalog.db()).unwrap();
    let listings = [
        Listing::default(),
        Listing { limit: Some(3), ids: true, ..Listing::default() },
        Listing { limit: Some(2), sort: Some(("last_year".into(), false)), ..Listing::default() },
        Listing { limit: Some(2), sort: Some(("with_code".into(), true)), ..Listing::default() },
    ];
    let mut rows = 0;
    for filter in filters(&catalog) {
        let selection = filter.resolve(&connection).unwrap();
        for (name, report) in reports() {
            let columns: Vec<_> = query::run(&connection, &report, &selection, &listings[0], |table| {
                Ok(table.columns.iter().map(|column| column.name.to_owned()).collect())
            })
            .unwrap();
            let has = |listing: &&Listing| listing.sort.as_ref().is_none_or(|(column, _)| columns.contains(column));
            for listing in listings.iter().filter(has) {
                let packed = answer(&connection, &report, &selection, listing);
                let by_sql = answer(&connection, &report, &selection.clone().counted_by_sql(), listing);
                assert_eq!(packed, by_sql, "{name} {filter:?} {listing:?}");
                rows += packed.len();
            }
        }
    }
    assert!(rows > 1000, "{rows} rows compare little");
}

#[test]
fn a_persons_papers_and_co_authors_are_those_that_sql_counts() {
    let catalog = TestCatalog::of_everything();
    let connection = open_to_read(&catalog.db()).unwrap();
    for author_id in catalog.values::<i64>("SELECT id FROM author") {
        let mut selection = Selection::all();
        selection.by_author(author_id);
        for (report, limit) in [
            (Query::Coauthors(Coauthors { author_id }), None),
            (Query::Coauthors(Coauthors { author_id }), Some(2)),
            (Query::Author(Author { author_id }), None),
        ] {
            let listing = Listing { limit, ..Listing::default() };
            let packed = answer(&connection, &report, &selection, &listing);
            assert_eq!(packed, answer(&connection, &report, &selection.clone().counted_by_sql(), &listing));
        }
    }
}

#[test]
fn a_catalog_that_was_added_to_merged_and_taken_back_has_its_papers_packed_rightly() {
    let catalog = TestCatalog::of_everything();
    assert_eq!(catalog.stdout(["check", "--full"]), "the catalog is sound\n");
    catalog.stdout(["undo", "--yes"]);
    assert_eq!(catalog.stdout(["check", "--full"]), "the catalog is sound\n");
}

#[test]
fn every_import_can_be_taken_back_one_after_the_other_until_nothing_is_left() {
    let catalog = TestCatalog::of_everything();
    for import in catalog.values::<i64>("SELECT id FROM import WHERE undone_at IS NULL ORDER BY id") {
        catalog.stdout(["undo", &import.to_string(), "--yes"]);
        assert_eq!(catalog.stdout(["check"]), "the catalog is sound\n", "after import {import}");
    }
    let left =
        "SELECT (SELECT count(*) FROM paper) + (SELECT count(*) FROM author) + (SELECT count(*) FROM paper_block)";
    assert_eq!(catalog.value::<i64>(left), 0);
}

#[test]
fn blocks_that_are_not_what_the_papers_amount_to_are_found() {
    let spoilt = [
        ("UPDATE paper_block SET authors = x'00'", "other authors are kept"),
        ("UPDATE paper_block SET facts = zeroblob(length(facts))", "other facts are kept"),
        ("DELETE FROM paper_block", "nothing is kept"),
        ("INSERT INTO paper_block VALUES (7, x'', x'', x'', x'')", "papers 7168 to 8191: something is kept"),
        ("UPDATE paper SET published_on = '1901', year = 1901 WHERE id = 2", "other facts are kept"),
    ];
    for (spoil, finding) in spoilt {
        let catalog = TestCatalog::import("author-page.txt");
        catalog.open().execute_batch(spoil).unwrap();
        let output = catalog.run(["check"]);
        assert_eq!(output.status.code(), Some(1), "{spoil}");
        assert!(stdout(&output).contains(finding), "{spoil}: {}", stdout(&output));
    }
}

#[test]
fn a_damaged_block_ends_a_report_with_an_error() {
    let catalog = TestCatalog::import("author-page.txt");
    for damage in ["x'010203'", "'text'", "zeroblob(9218)"] {
        catalog
            .open()
            .execute_batch(&format!(
                "PRAGMA ignore_check_constraints = 1; DROP TABLE paper_block; \
            CREATE TABLE paper_block (block INTEGER PRIMARY KEY, facts, affiliations, categories, authors); \
            INSERT INTO paper_block VALUES (0, {damage}, x'', x'', x'')"
            ))
            .unwrap();
        let told = catalog.failure(["years"]);
        assert!(told.contains("what is kept of the papers from 0 on is damaged"), "{damage}: {told}");
    }
}
