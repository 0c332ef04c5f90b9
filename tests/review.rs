//! `review`: doubtful entries side by side, and rulings that mend them and are kept.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, stderr, stdout};
use serde_json::Value;

const PAGE: &str = "doubtful_cut.txt";

/// The doubtful entries that are open.
fn open(catalog: &TestCatalog) -> Vec<Value> {
    let lines = catalog.stdout(["review", "--format", "jsonl"]);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn title_and_authors(catalog: &TestCatalog, paper_id: i64) -> (String, String) {
    let title = catalog.value(&format!("SELECT title FROM paper WHERE id = {paper_id}"));
    let authors = format!(
        "SELECT group_concat(name_as_printed, '; ') FROM
         (SELECT name_as_printed FROM authorship WHERE paper_id = {paper_id} ORDER BY position)"
    );
    (title, catalog.value(&authors))
}

#[test]
fn doubtful_entries_are_listed_with_both_readings() {
    let catalog = TestCatalog::import(PAGE);
    let open = open(&catalog);
    assert_eq!(open.len(), 2);
    let mut titles = [open[0]["title"].as_str().unwrap(), open[0]["other_title"].as_str().unwrap()];
    titles.sort_unstable();
    assert_eq!(titles, ["Small Rooms of Sun", "Small Rooms of SunMin"]);
    assert_eq!((&open[0]["line"], &open[1]["line"]), (&4.into(), &6.into()));
    let doubt: String = catalog.value("SELECT doubt FROM record WHERE position = 2");
    assert!(doubt.contains("it could also be \"Small Rooms of Sun"), "{doubt}");
}

#[test]
fn choosing_the_other_reading_mends_the_paper_and_leaves_no_false_person() {
    let catalog = TestCatalog::import_with(PAGE, ["--listed-under", "Zoë Page"]);
    let other = open(&catalog).into_iter().find(|row| row["line"] == 4).unwrap();
    let open_before = open(&catalog).len();
    let wrong: String = catalog.value("SELECT name_as_printed FROM authorship WHERE paper_id = 2 AND position = 1");
    catalog.stdout(["review", "--choose", &other["number"].to_string(), "2"]);
    let (title, authors) = title_and_authors(&catalog, 2);
    assert_eq!(title, other["other_title"]);
    assert_eq!(authors, format!("{}; Zoë Page", other["other_authors"].as_str().unwrap()));
    assert_eq!(catalog.value::<i64>(&format!("SELECT count(*) FROM author WHERE name = '{wrong}'")), 0);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM record WHERE position = 2 AND doubt IS NOT NULL"), 0);
    assert_eq!(open(&catalog).len(), open_before - 1);
}

#[test]
fn a_ruling_is_kept_when_the_page_comes_in_again() {
    let catalog = TestCatalog::import(PAGE);
    catalog.stdout(["review", "--choose", "1", "2"]);
    catalog.stdout(["review", "--accept", "2"]);
    let before = catalog.content();
    let output = catalog.run_import(PAGE, [] as [&str; 0]);
    assert!(stdout(&output).contains("3 entries: 0 new, 0 merged, 3 unchanged, 0 rejected\n"), "{}", stdout(&output));
    assert_eq!(stderr(&output), "");
    assert_eq!(catalog.content(), before);
    assert!(open(&catalog).is_empty());
}

#[test]
fn an_entry_can_be_corrected_in_the_users_own_words_and_again() {
    let catalog = TestCatalog::import(PAGE);
    catalog.stdout(["review", "1", "--title", "Small Rooms of Sun Min", "--authors", "Ji Kim; Dana Roe; Eli Fox"]);
    assert_eq!(title_and_authors(&catalog, 2), ("Small Rooms of Sun Min".into(), "Ji Kim; Dana Roe; Eli Fox".into()));
    catalog.stdout(["review", "--choose", "1", "1"]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM decision WHERE undone_at IS NULL"), 1);
    let (title, _) = title_and_authors(&catalog, 2);
    assert!(title.starts_with("Small Rooms of Sun") && !title.contains("Sun Min"), "{title}");
}

#[test]
fn many_are_ruled_on_through_an_edited_spreadsheet() {
    let catalog = TestCatalog::import(PAGE);
    let other = open(&catalog)[0]["other_title"].clone();
    catalog.stdout(["review", "--excel", "-o", "review.csv"]);
    let mut reader = csv::Reader::from_path(catalog.path("review.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut writer = csv::Writer::from_path(catalog.path("edited.csv")).unwrap();
    writer.write_record(&header).unwrap();
    for (row, ruling) in rows.iter().zip(["2", "edited"]) {
        let edit = |(at, cell): (usize, &str)| match (&header[at], ruling) {
            ("ruling", _) => ruling.to_owned(),
            ("title", "edited") => "The Streets of Yan".to_owned(),
            ("authors", "edited") => "LiWei Chen; Dana Roe".to_owned(),
            _ => cell.to_owned(),
        };
        writer.write_record(row.iter().enumerate().map(edit)).unwrap();
    }
    writer.flush().unwrap();
    let printed = catalog.stdout(["review", "--batch", "edited.csv"]);
    assert_eq!(printed, "2 rulings kept; later imports follow them\n");
    assert_eq!(title_and_authors(&catalog, 2).0, other.as_str().unwrap());
    assert_eq!(title_and_authors(&catalog, 3), ("The Streets of Yan".into(), "LiWei Chen; Dana Roe".into()));
}

#[test]
fn a_mended_entry_that_is_a_known_paper_goes_into_it() {
    let catalog = TestCatalog::import(PAGE);
    catalog.stdout(["review", "2", "--title", "Graphs of quiet rooms", "--authors", "Ann Lee; Bo Ek"]);
    let papers = catalog.stdout(["papers", "--sort", "id", "--format", "csv"]);
    assert_eq!(papers.lines().count(), 3, "{papers}");
    assert!(papers.contains("\nGraphs of Quiet Rooms,Ann Lee; Bo Ek,1,2022-05-03,LG; RO,,\n"), "{papers}");
    assert_eq!(catalog.values::<i64>("SELECT paper_id FROM record ORDER BY position"), [1, 2, 1]);
    assert!(
        catalog
            .stdout(["author", "ann lee", "--format", "csv"])
            .starts_with("fact,value,paper_count,paper_share\nname,Ann Lee,1,1\n")
    );
}

#[test]
fn a_later_import_that_knows_the_author_settles_an_earlier_doubt() {
    for (reading, outcome) in [("title", "0 mended, 1 confirmed"), ("other_title", "1 mended, 0 confirmed")] {
        let catalog = TestCatalog::import(PAGE);
        let doubtful = open(&catalog)[0].clone();
        let right =
            (doubtful[reading].as_str().unwrap(), doubtful[reading.replace("title", "authors")].as_str().unwrap());
        let author = right.1.split("; ").next().unwrap();
        catalog.write("later.txt", format!("ROMay 9, 2023\nMeasures of the slow river!{author}, Fay Orr\n"));
        let printed = catalog.stdout(["import", "later.txt", "--listed-under", author]);
        assert!(printed.contains(&format!("entries that were not sure and now are: {outcome}\n")), "{printed}");
        assert_eq!(title_and_authors(&catalog, 2), (right.0.into(), right.1.into()));
        assert!(open(&catalog).iter().all(|row| row["line"] != 4));
        let before = catalog.content();
        catalog.run_import(PAGE, [] as [&str; 0]);
        assert_eq!(catalog.content(), before, "the page itself does not know better");
    }
}

#[test]
fn wrong_rulings_are_told_and_change_nothing() {
    let catalog = TestCatalog::import(PAGE);
    let before = catalog.content();
    let message = catalog.failure(["review", "--accept", "1", "9"]);
    assert_eq!(message, "error: there is no doubtful reading with the number 9: see `paperdex review`\n");
    assert_eq!(catalog.failure(["review", "--choose", "1", "3"]), "error: there is no reading 3: choose 1 or 2\n");
    catalog.write("bad.csv", "number,ruling,title,authors\n1,maybe,T,A\n");
    let message = catalog.failure(["review", "--batch", "bad.csv"]);
    assert_eq!(
        message,
        "error: could not rule by bad.csv: number 1: the ruling \"maybe\" is none of 1, 2 and edited\n"
    );
    assert!(catalog.failure(["review", "--batch", "nowhere.csv"]).contains("could not rule by nowhere.csv"));
    assert_eq!(catalog.run(["review", "1"]).status.code(), Some(2));
    assert_eq!(catalog.content(), before);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM decision"), 0);
}
