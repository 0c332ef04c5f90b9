//! `info`: what the catalog file is.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::collections::HashMap;

use common::TestCatalog;

fn facts(catalog: &TestCatalog) -> HashMap<String, serde_json::Value> {
    let printed = catalog.stdout(["info", "--format", "jsonl"]);
    let facts = printed.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    facts.map(|fact| (fact["fact"].as_str().unwrap().to_owned(), fact["value"].clone())).collect()
}

#[test]
fn the_file_and_its_versions_and_counts_are_told() {
    let catalog = TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"]);
    let facts = facts(&catalog);
    let size = std::fs::metadata(catalog.db()).unwrap().len();
    assert_eq!(facts["catalog"], catalog.db().to_str().unwrap());
    assert_eq!(facts["size"], size);
    assert_eq!(facts["paperdex version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(facts["SQLite version"], rusqlite::version());
    assert_eq!(facts["catalog version"], paperdex::catalog::SCHEMA_VERSION);
    assert_eq!(facts["application id"], paperdex::catalog::APPLICATION_ID);
    assert_eq!(facts["journal mode"], "delete");
    assert_eq!(facts["write-ahead log"], serde_json::Value::Null);
    assert_eq!(facts["index of words"], "built");
    for (fact, number) in [("papers", 19), ("authors", 32), ("imports", 1), ("entries", 19), ("rulings", 0)] {
        assert_eq!(facts[fact], number, "{fact}");
    }
}

#[test]
fn the_counts_are_those_of_stats() {
    let catalog = TestCatalog::import("bibtex_broken.bib");
    catalog.run_import("author-page.txt", [] as [&str; 0]);
    catalog.stdout(["undo", "--yes", "1"]);
    let told = facts(&catalog);
    let printed = catalog.stdout(["stats", "--format", "jsonl"]);
    for line in printed.lines() {
        let fact: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(value) = told.get(fact["fact"].as_str().unwrap()) {
            assert_eq!(*value, fact["number"], "{line}");
        }
    }
    assert_eq!(told["imports taken back"], 1);
}

#[test]
fn free_space_and_an_index_that_is_not_built_are_told() {
    let catalog = TestCatalog::import_with("author-page.txt", ["--no-index"]);
    assert_eq!(facts(&catalog)["index of words"], "not built yet");
    let connection = catalog.open();
    connection
        .execute_batch("CREATE TABLE gap (x); INSERT INTO gap VALUES (zeroblob(1000000)); DROP TABLE gap")
        .unwrap();
    drop(connection);
    assert!(facts(&catalog)["free space in it"].as_i64().unwrap() > 900_000);
}

#[test]
fn a_log_beside_the_catalog_is_told() {
    let catalog = TestCatalog::import("author-page.txt");
    let writer = catalog.open();
    writer.pragma_update(None, "journal_mode", "WAL").unwrap();
    writer.execute("UPDATE author SET name = name || '.'", []).unwrap();
    let facts = facts(&catalog);
    assert!(facts["write-ahead log"].as_i64().unwrap() > 0);
    assert_eq!(facts["journal mode"], "wal");
}

#[test]
fn where_there_is_no_catalog_it_says_so_and_makes_none() {
    let catalog = TestCatalog::empty();
    let told = catalog.failure(["info"]);
    assert!(told.starts_with("error: there is no catalog at "), "{told}");
    assert!(!catalog.db().exists());
    let file = catalog.write("catalog.db", "no catalog");
    assert!(catalog.failure(["info"]).contains("is not a paperdex catalog"));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "no catalog");
}

#[test]
fn it_is_told_in_every_format() {
    let catalog = TestCatalog::import("author-page.txt");
    for (format, begin) in
        [("table", "fact  "), ("csv", "fact,value\n"), ("markdown", "| fact | value |"), ("json", "[\n")]
    {
        assert!(catalog.stdout(["info", "--format", format]).starts_with(begin), "{format}");
    }
}
