//! How SQLite goes about every report: never through the wide rows of papers one after the other.
#![cfg(test)]

use rusqlite::Connection;

use super::*;
use crate::catalog::create_schema;

fn catalog() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    create_schema(&mut connection).unwrap();
    connection
        .execute_batch(
            "INSERT INTO author (id, name, name_key) VALUES (1, 'Ann Lee', 'ann lee');
             INSERT INTO author_name (author_id, name, key) VALUES (1, 'Ann Lee', 'ann lee');
             INSERT INTO affiliation (id, name, key) VALUES (1, 'small lab', 'small lab');
             INSERT INTO venue (id, name, key) VALUES (1, 'ICLR', 'iclr');
             INSERT INTO category (id, code) VALUES (1, 'cs.LG');",
        )
        .unwrap();
    tally::prepare(&connection).unwrap();
    connection
}

fn reports() -> Vec<(&'static str, Query)> {
    let dimensions = [
        Dimension::Category,
        Dimension::Affiliation,
        Dimension::Venue,
        Dimension::Author,
        Dimension::Code,
        Dimension::Year,
    ];
    let mut reports = vec![
        ("papers", Query::Papers(Papers)),
        ("show", Query::Show(Show { paper_id: 1 })),
        ("show --sources", Query::Sources(Sources { paper_id: 1 })),
        ("authors", Query::Authors(Authors)),
        ("author", Query::Author(Author { author_id: 1 })),
        ("coauthors", Query::Coauthors(Coauthors { author_id: 1 })),
        ("years", Query::Years(Years { by: None })),
        ("code --list", Query::CodeList(CodeList)),
        ("affiliations", Query::Affiliations(Affiliations)),
        ("categories", Query::Categories(Categories)),
        ("stats", Query::Stats(Stats)),
        ("info", Query::Info(Info::default())),
        ("rejects", Query::Rejects(Rejects { listing_id: None })),
        ("review", Query::Review(Review)),
        ("imports", Query::Imports(Imports)),
        ("imports show", Query::ImportListings(ImportListings { import_id: 1 })),
        ("duplicates", Query::Duplicates(Duplicates)),
        ("rulings", Query::Rulings(Rulings)),
    ];
    reports.extend(dimensions.map(|by| ("code --by", Query::Code(Code { by }))));
    reports.extend(dimensions.map(|by| ("years --by", Query::Years(Years { by: Some(by) }))));
    reports
}

fn selections(connection: &Connection) -> Vec<(&'static str, Selection)> {
    let given = |args: FilterArgs| args.resolve(connection).unwrap();
    let years = Some(YearRange { from: Some(2020), to: Some(2021) });
    let none = FilterArgs::default;
    vec![
        ("", Selection::all()),
        ("--year", given(FilterArgs { year: years, ..none() })),
        ("--code", given(FilterArgs { code: Some(CodeFilter::With), ..none() })),
        ("--category", given(FilterArgs { category: Some("cs.LG".into()), ..none() })),
        ("--author", given(FilterArgs { author: Some("Ann Lee".into()), ..none() })),
        ("--venue", given(FilterArgs { venue: Some("ICLR".into()), ..none() })),
        ("--affiliation", given(FilterArgs { affiliation: Some("small lab".into()), ..none() })),
        ("--cut", given(FilterArgs { cut: true, ..none() })),
        ("--category --year", given(FilterArgs { category: Some("cs.LG".into()), year: years, ..none() })),
    ]
}

/// The steps of SQLite's plan for a report.
fn plan(connection: &Connection, query: &Query, selection: &Selection) -> Vec<String> {
    let report = query.report();
    let selection = &match report.tally() {
        Tally::Papers if selection.is_tallied() => selection.listed(),
        _ => selection.clone(),
    };
    let listing = Listing { limit: Some(20), ..Listing::default() };
    let sql = statement_text(report, &report.columns(), selection, &listing).unwrap();
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql} LIMIT 20")).unwrap();
    bind(&mut statement, &selection.params()).unwrap();
    bind(&mut statement, &report.params()).unwrap();
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

#[test]
fn no_report_goes_through_the_wide_rows_of_all_papers() {
    let connection = catalog();
    let is_scan = |step: &String| {
        let of_paper = step.starts_with("SCAN paper") && !step.starts_with("SCAN paper_");
        of_paper && !step.contains("COVERING INDEX")
    };
    for (report, query) in reports() {
        for (filter, selection) in selections(&connection) {
            let steps = plan(&connection, &query, &selection);
            assert!(!steps.iter().any(is_scan), "{report} {filter}: {steps:#?}");
        }
    }
}

#[test]
fn a_report_on_one_person_goes_through_no_table_of_all() {
    let connection = catalog();
    let mut selection = Selection::all();
    selection.by_author(1);
    let tables =
        ["author", "authorship", "author_name", "paper_category", "paper_affiliation", "identifier", "link", "record"];
    for (report, query) in reports() {
        if matches!(query, Query::Rejects(_) | Query::Review(_) | Query::Duplicates(_)) {
            continue;
        }
        let steps = plan(&connection, &query, &selection.clone().counted_by_sql());
        let scanned = |step: &String| {
            !step.contains("VIRTUAL TABLE")
                && step.strip_prefix("SCAN ").is_some_and(|of| tables.contains(&of.split(' ').next().unwrap()))
        };
        assert!(!steps.iter().any(scanned), "{report}: {steps:#?}");
    }
}
