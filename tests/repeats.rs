//! An input file that comes in again, byte for byte, is not read again: the entries of the first stand for it, and stay for it
//! when the first is taken back.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{AS_OF, TestCatalog, listing, stderr};

const WORKS: &str =
    "Title,Authors,Year\nGraphs of Small Rooms,Ann Lee; Bo Ek,2020\nMeasures of Slow Rivers,Cy Wu,2021\n";
const SHARED: &str = "Title,Authors,Year,Journal\nGraphs of Small Rooms,Ann Lee; Bo Ek,2020,Annals of Rooms\n";

fn import(catalog: &TestCatalog, arguments: &[&str]) -> String {
    let output = catalog.command(["import"]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What a catalog says of its papers and of the entries that are in force.
fn state(catalog: &TestCatalog) -> (String, Vec<String>) {
    catalog.stdout(["check", "--full"]);
    let entries = "SELECT path || ' ' || position || ' ' || outcome || ' ' || new_count || merged_count || unchanged_count \
                   FROM record JOIN listing ON listing.id = listing_id JOIN import ON import.id = import_id \
                   WHERE undone_at IS NULL ORDER BY 1";
    (catalog.stdout(["export", "jsonl"]), catalog.values(entries))
}

fn repeated(catalog: &TestCatalog) -> i64 {
    catalog.values("SELECT count(*) FROM listing WHERE repeats_id IS NOT NULL")[0]
}

#[test]
fn the_same_file_again_is_unchanged_and_has_no_entries_of_its_own() {
    let catalog = TestCatalog::empty();
    catalog.write("works.csv", WORKS);
    import(&catalog, &["works.csv"]);
    let before = catalog.stdout(["export", "jsonl"]);
    catalog.write("copy.csv", WORKS);
    for name in ["works.csv", "copy.csv"] {
        let said = import(&catalog, &[name]);
        assert!(said.starts_with(&format!("{name}: 2 entries: 0 new, 0 merged, 2 unchanged, 0 rejected\n")), "{said}");
        assert!(said.contains("\n2020 "), "the first report is of its papers: {said}");
    }
    assert_eq!(repeated(&catalog), 2);
    assert_eq!(catalog.values::<i64>("SELECT count(*) FROM record"), [2]);
    assert_eq!(catalog.stdout(["export", "jsonl"]), before);
    assert_eq!(catalog.stdout(["papers", "--listing", "copy.csv", "--format", "csv"]).lines().count(), 3);
    catalog.stdout(["check", "--full"]);
}

#[test]
fn a_file_that_is_read_otherwise_or_was_rejected_in_part_is_read_again() {
    let catalog = TestCatalog::empty();
    catalog.write("works.csv", WORKS);
    import(&catalog, &["works.csv"]);
    import(&catalog, &["works.csv", "--listed-under", "Dana Roe"]);
    import(&catalog, &["works.csv", "--map", "title=Title"]);
    for _ in 0..2 {
        let page = listing("impossible_date.txt");
        let output = catalog.command(["import", "--as-of", AS_OF]).arg(page).output().unwrap();
        assert!(!output.status.success());
    }
    assert_eq!(repeated(&catalog), 0);
    assert_eq!(catalog.values::<i64>("SELECT count(*) FROM record WHERE outcome = 'rejected'"), [2]);
}

#[test]
fn a_rehearsal_of_the_same_file_counts_what_the_import_then_does() {
    let catalog = TestCatalog::empty();
    catalog.write("works.csv", WORKS);
    import(&catalog, &["works.csv"]);
    let rehearsed = import(&catalog, &["works.csv", "--dry-run"]);
    assert!(rehearsed.contains("works.csv: 2 entries: 0 new, 0 merged, 2 unchanged, 0 rejected"), "{rehearsed}");
    assert_eq!(repeated(&catalog), 0);
}

#[test]
fn taking_back_the_second_of_two_equal_files_says_that_its_papers_stay() {
    let catalog = TestCatalog::empty();
    catalog.write("works.csv", WORKS);
    import(&catalog, &["works.csv"]);
    import(&catalog, &["works.csv"]);
    let before = catalog.stdout(["export", "jsonl"]);
    let said = catalog.stdout(["undo", "2", "--yes"]);
    assert!(said.contains("2 entries; 0 papers that only it brought go, 2 stay"), "{said}");
    let said = catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert!(said.contains("import 2 is in force again: 2 entries"), "{said}");
    assert_eq!(catalog.stdout(["export", "jsonl"]), before);
    catalog.stdout(["undo", "2", "--yes"]);
    let said = catalog.stdout(["undo", "1", "--yes"]);
    assert!(said.contains("2 papers that only it brought go, 0 stay"), "{said}");
}

#[test]
fn taking_back_the_first_of_two_equal_files_leaves_what_the_second_alone_would_have_brought() {
    let (catalog, expected) = (TestCatalog::empty(), TestCatalog::empty());
    for catalog in [&catalog, &expected] {
        catalog.write("works.csv", WORKS);
        catalog.write("shared.csv", SHARED);
    }
    for name in ["works.csv", "shared.csv", "works.csv"] {
        import(&catalog, &[name]);
    }
    let all = state(&catalog);
    let plan = catalog.run(["undo", "1"]);
    assert!(!stderr(&plan).contains("panicked"));
    catalog.stdout(["undo", "1", "--yes"]);
    import(&expected, &["shared.csv"]);
    import(&expected, &["works.csv"]);
    assert_eq!(state(&catalog), state(&expected));
    catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_eq!(state(&catalog).0, all.0, "the undoing is taken back");
    catalog.stdout(["undo", "3", "--yes"]);
    catalog.stdout(["undo", "1", "--yes"]);
    let expected = TestCatalog::empty();
    expected.write("shared.csv", SHARED);
    import(&expected, &["shared.csv"]);
    assert_eq!(state(&catalog), state(&expected));
    let last: i64 = catalog.values("SELECT max(id) FROM decision")[0];
    catalog.stdout(["undo", "--ruling", &(last - 1).to_string(), "--yes"]);
    assert_eq!(state(&catalog).0, all.0, "a file whose entries went with another brings them back");
}
