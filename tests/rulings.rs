//! What the user rules on papers: merged, taken apart, kept apart, set; followed by later imports, taken back, shared.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, stderr};
use serde_json::{Value, json};

const ROOMS: &str = "Graphs of Small Rooms";
const RIVERS: &str = "Measures of Slow Rivers";

fn entry(title: &str, authors: &str, year: &str) -> Value {
    json!({"title": title, "authors": authors, "authors_complete": true, "published_on": year})
}

fn import(catalog: &TestCatalog, name: &str, entries: &[Value]) -> String {
    catalog.write(name, entries.iter().map(|entry| format!("{entry}\n")).collect::<String>());
    let printed = catalog.stdout(["import", name]);
    printed.lines().next().unwrap().to_owned()
}

/// Titles with authors and year, and the number of entries of each.
fn papers(catalog: &TestCatalog) -> Vec<String> {
    catalog.values(
        "SELECT v_paper.title || '|' || coalesce(v_paper.authors, '') || '|' || coalesce(v_paper.published_on, '') || '|'
                || (SELECT count(*) FROM record WHERE record.paper_id = v_paper.id)
         FROM v_paper ORDER BY 1",
    )
}

fn assert_sound(catalog: &TestCatalog) {
    assert_eq!(catalog.stdout(["check", "--full"]), "the catalog is sound\n");
}

/// Two papers that nothing but a person can know to be one.
fn two() -> TestCatalog {
    let catalog = TestCatalog::empty();
    import(
        &catalog,
        "two.jsonl",
        &[entry(ROOMS, "Ann Lee; Bo Ek", "2019"), entry("On Rooms", "Ann Lee; Bo Ek", "2022")],
    );
    catalog
}

#[test]
fn papers_that_are_merged_stay_one_when_their_entries_come_in_again() {
    let catalog = two();
    let before = catalog.stdout(["papers", "--format", "csv"]);
    let printed = catalog.stdout(["merge", ROOMS, "On Rooms"]);
    assert!(printed.starts_with("one paper now, with the id 1; `paperdex undo --ruling 1`"), "{printed}");
    let one = [format!("{ROOMS}|Ann Lee; Bo Ek|2019|2")];
    assert_eq!(papers(&catalog), one);
    assert_eq!(catalog.stdout(["show", "2"]), catalog.stdout(["show", "1"]), "the old id leads to the paper");
    let again = import(&catalog, "again.jsonl", &[entry("On Rooms", "Ann Lee; Bo Ek", "2022")]);
    assert!(again.contains("0 new, 0 merged, 1 unchanged"), "{again}");
    let fuller = import(&catalog, "fuller.jsonl", &[entry("On rooms", "A. Lee; B. Ek", "2022-04-01")]);
    assert!(fuller.contains("0 new, 1 merged"), "{fuller}");
    assert_sound(&catalog);
    for file in ["undo", "undo"] {
        catalog.stdout([file, "--yes"]);
    }
    catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_eq!(catalog.stdout(["papers", "--format", "csv"]), before);
    assert_sound(&catalog);
}

#[test]
fn a_paper_that_is_split_stays_split_and_its_entries_go_where_they_were_put() {
    let catalog = TestCatalog::empty();
    let (one, other) = (entry(RIVERS, "Ann Lee", "2020"), entry(RIVERS, "A. Lee", "2021"));
    import(&catalog, "one.jsonl", std::slice::from_ref(&one));
    import(&catalog, "other.jsonl", std::slice::from_ref(&other));
    assert_eq!(papers(&catalog).len(), 1);
    let printed = catalog.stdout(["split", RIVERS]);
    assert!(printed.starts_with("papers now, by id: "), "{printed}");
    let two = [format!("{RIVERS}|A. Lee|2021|1"), format!("{RIVERS}|Ann Lee|2020|1")];
    assert_eq!(papers(&catalog), two);
    let again = import(&catalog, "again.jsonl", &[other, one]);
    assert!(again.contains("0 new, 0 merged, 2 unchanged"), "{again}");
    assert_eq!(papers(&catalog).len(), 2);
    assert_sound(&catalog);
    catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_eq!(papers(&catalog), [format!("{RIVERS}|Ann Lee|2020|4")]);
    assert!(catalog.failure(["split", "1", "--entry", "9:1"]).contains("no entry 9:1"));
    catalog.stdout(["split", "1", "--entry", "2:1"]);
    assert_eq!(papers(&catalog).len(), 2);
    assert_sound(&catalog);
}

#[test]
fn papers_that_are_kept_apart_are_not_asked_about_again() {
    let catalog = TestCatalog::empty();
    let entries = [entry(RIVERS, "Ann Lee", "2015"), entry(RIVERS, "Ann Lee", "2019")];
    import(&catalog, "works.jsonl", &entries);
    assert_eq!(catalog.stdout(["duplicates", "--format", "csv"]).lines().count(), 2);
    catalog.stdout(["apart", "1", "2"]);
    assert_eq!(catalog.stdout(["duplicates", "--format", "csv"]).lines().count(), 1);
    import(&catalog, "works.jsonl", &entries);
    assert_eq!(catalog.stdout(["duplicates", "--format", "csv"]).lines().count(), 1);
    assert_eq!(papers(&catalog).len(), 2);
    catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_eq!(catalog.stdout(["duplicates", "--format", "csv"]).lines().count(), 2);
    assert_sound(&catalog);
}

#[test]
fn a_field_that_is_set_stays_set_and_every_entry_keeps_what_it_says() {
    let catalog = two();
    let fields =
        ["venue=Annals of Rooms", "published_on=2019-05", "authors=Ann Lee; Bo Ek; Cy Wu", "title=Graphs of Rooms"];
    catalog.stdout([&["set", ROOMS][..], &fields].concat());
    let shown = ["Graphs of Rooms|Ann Lee; Bo Ek; Cy Wu|2019-05|1".to_owned(), "On Rooms|Ann Lee; Bo Ek|2022|1".into()];
    assert_eq!(papers(&catalog), shown);
    assert_eq!(
        catalog.stdout(["code", "--by", "venue", "--format", "csv"]).lines().nth(1),
        Some("Annals of Rooms,1,0,1,0,0")
    );
    let later = import(&catalog, "later.jsonl", &[entry(ROOMS, "Ann Lee; Bo Ek", "2018-11-30")]);
    assert!(later.contains("0 new"), "{later}");
    assert_eq!(papers(&catalog)[0], "Graphs of Rooms|Ann Lee; Bo Ek; Cy Wu|2019-05|2");
    assert_sound(&catalog);
    for ruling in 1..=4 {
        catalog.stdout(["undo", "--ruling", &ruling.to_string(), "--yes"]);
    }
    assert_eq!(papers(&catalog)[0], format!("{ROOMS}|Ann Lee; Bo Ek|2018-11-30|2"));
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM venue"), 0);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM author WHERE name = 'Cy Wu'"), 0);
    assert_sound(&catalog);
}

#[test]
fn an_edited_list_of_duplicates_rules_on_all_of_them_or_on_none() {
    let catalog = TestCatalog::empty();
    let entries = [
        entry(RIVERS, "Ann Lee", "2015"),
        entry(RIVERS, "Ann Lee", "2019"),
        entry(ROOMS, "Bo Ek", "2015"),
        entry(ROOMS, "Bo Ek", "2019"),
    ];
    import(&catalog, "works.jsonl", &entries);
    catalog.stdout(["duplicates", "--excel", "-o", "duplicates.csv"]);
    let list = std::fs::read_to_string(catalog.path("duplicates.csv")).unwrap();
    let header = list.lines().next().unwrap();
    let rule = |word: &str, title: &str| {
        let row = list.lines().find(|row| row.contains(title)).unwrap();
        format!("{word}{row}")
    };
    catalog.write("bad.csv", [header, &rule("merge", RIVERS), &rule("maybe", ROOMS)].join("\r\n"));
    let message = catalog.failure(["merge", "--batch", "bad.csv"]);
    assert!(message.contains("the ruling \"maybe\" on the papers") && message.contains("bad.csv"), "{message}");
    assert_eq!(papers(&catalog).len(), 4);
    catalog.write("edited.csv", [header, &rule("merge", RIVERS), &rule("apart", ROOMS)].join("\r\n"));
    assert_eq!(catalog.stdout(["merge", "--batch", "edited.csv"]), "2 rulings kept; later imports follow them\n");
    assert_eq!(papers(&catalog).len(), 3);
    assert_eq!(catalog.stdout(["duplicates", "--format", "csv"]).lines().count(), 1);
    assert_sound(&catalog);
    let other = two();
    std::fs::copy(catalog.path("edited.csv"), other.path("edited.csv")).unwrap();
    assert!(other.failure(["merge", "--batch", "edited.csv"]).contains("the list is of another catalog"));
}

#[test]
fn a_group_can_share_its_rulings() {
    let catalog = two();
    catalog.stdout(["merge", "1", "2"]);
    catalog.stdout(["set", "1", "venue=ICLR"]);
    let output = catalog.run(["rulings", "--export", "rulings.jsonl"]);
    assert_eq!(stderr(&output), "note: 2 rulings written\n");
    let other = two();
    std::fs::copy(catalog.path("rulings.jsonl"), other.path("rulings.jsonl")).unwrap();
    assert_eq!(other.stdout(["rulings", "--import", "rulings.jsonl"]), "2 rulings: 2 new, 0 known\n");
    assert_eq!(papers(&other), papers(&catalog));
    assert_eq!(other.stdout(["rulings", "--import", "rulings.jsonl"]), "2 rulings: 0 new, 2 known\n");
    let early = TestCatalog::import("author-page.txt");
    std::fs::copy(catalog.path("rulings.jsonl"), early.path("rulings.jsonl")).unwrap();
    early.stdout(["rulings", "--import", "rulings.jsonl"]);
    import(&early, "two.jsonl", &[entry(ROOMS, "Ann Lee; Bo Ek", "2019"), entry("On Rooms", "Ann Lee; Bo Ek", "2022")]);
    assert_eq!(
        early.value::<i64>("SELECT count(*) FROM v_paper WHERE title = 'Graphs of Small Rooms' AND venue = 'ICLR'"),
        1
    );
    assert_eq!(early.value::<i64>("SELECT count(*) FROM v_paper WHERE title = 'On Rooms'"), 0);
    assert_sound(&early);
    early.write("bad.jsonl", "{\"kind\": \"merge\"}\n");
    assert!(early.failure(["rulings", "--import", "bad.jsonl"]).contains("line 1: it is no ruling"));
}

#[test]
fn rulings_are_listed_with_what_they_are_about() {
    let catalog = two();
    catalog.stdout(["merge", "1", "2"]);
    catalog.stdout(["set", "1", "venue=ICLR"]);
    catalog.stdout(["undo", "--ruling", "2", "--yes"]);
    let printed = catalog.stdout(["rulings", "--format", "jsonl"]);
    let rows: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |at: usize| (rows[at]["kind"].as_str().unwrap(), rows[at]["about"].as_str().unwrap());
    assert_eq!(
        [of(0), of(1), of(2)],
        [("undo", "ruling 2"), ("set", ROOMS), ("merge", "Graphs of Small Rooms / On Rooms")]
    );
    assert_eq!(rows[1]["value"], "venue=ICLR");
    assert!(rows[1]["undone_at"].is_string() && rows[2]["undone_at"].is_null());
    catalog.stdout(["undo", "--ruling", "3", "--yes"]);
    assert_eq!(catalog.value::<String>("SELECT venue FROM v_paper"), "ICLR", "the undoing is undone");
    assert_sound(&catalog);
}

#[test]
fn wrong_rulings_are_told_and_change_nothing() {
    let catalog = two();
    let before = catalog.content();
    assert_eq!(catalog.failure(["merge", "1", "1"]), "error: these are one paper already\n");
    assert!(catalog.failure(["apart", "1", "1"]).contains("`paperdex split 1` takes it apart"));
    assert!(catalog.failure(["split", "1"]).contains("nothing to take apart"));
    assert!(catalog.failure(["merge", "1", "nowhere at all"]).contains("nowhere at all"));
    assert!(catalog.failure(["set", "1", "colour=red"]).contains("no field \"colour\""));
    assert!(catalog.failure(["set", "1", "published_on=2020-13"]).contains("published_on cannot be \"2020-13\""));
    assert!(catalog.failure(["set", "1", "title="]).contains("title cannot be"));
    assert!(catalog.failure(["undo", "--ruling", "7", "--yes"]).contains("no ruling with the number 7"));
    assert_eq!(catalog.run(["set", "1", "venue"]).status.code(), Some(2));
    assert_eq!(catalog.run(["merge", "1"]).status.code(), Some(2));
    assert_eq!(catalog.content(), before);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM decision"), 0);
}

#[test]
fn an_undo_is_shown_first_and_done_only_when_it_is_confirmed() {
    let catalog = two();
    let before = catalog.content();
    let output = catalog.run(["undo"]);
    assert_eq!(output.status.code(), Some(1));
    let shown = common::stdout(&output);
    assert!(shown.contains("2 entries; 2 papers that only it brought go, 0 stay"), "{shown}");
    assert_eq!(stderr(&output), "error: nothing is done: add --yes to do it without asking\n");
    assert_eq!(catalog.content(), before);
    catalog.stdout(["undo", "--yes"]);
    assert!(papers(&catalog).is_empty());
    assert!(catalog.failure(["undo", "--yes"]).contains("no import is left"));
    assert!(catalog.failure(["undo", "1", "--yes"]).contains("import 1 is taken back already"));
    assert!(catalog.failure(["undo", "9", "--yes"]).contains("no import with the number 9"));
    let imports = catalog.stdout(["imports", "--format", "jsonl"]);
    assert!(imports.contains("\"undone_at\": \"20"), "{imports}");
    assert_eq!(catalog.stdout(["rejects", "--format", "csv"]).lines().count(), 1);
}

#[test]
fn additions_and_entries_about_people_go_and_come_back_with_their_papers() {
    let catalog = TestCatalog::empty();
    import(&catalog, "works.jsonl", &[entry(ROOMS, "Ann Lee", "2020")]);
    let links = json!([{"paper_url": "https://paperswithcode.com/paper/rooms", "paper_title": ROOMS, "paper_arxiv_id": null,
        "paper_url_abs": "", "paper_url_pdf": "", "repo_url": "https://github.com/ann/rooms", "is_official": true,
        "mentioned_in_paper": true, "mentioned_in_github": false, "framework": "none"}]);
    catalog.write("links.json", links.to_string());
    let printed = catalog.stdout(["import", "links.json"]);
    assert!(printed.contains("1 entry: 0 new, 1 merged"), "{printed}");
    let with_code = || catalog.stdout(["code", "--list", "with", "--format", "csv"]);
    let before = with_code();
    assert!(before.contains("github.com/ann/rooms"), "{before}");
    catalog.stdout(["undo", "1", "--yes"]);
    assert_sound(&catalog);
    assert!(papers(&catalog).is_empty());
    assert_eq!(
        catalog.value::<String>("SELECT reason FROM other_entry"),
        "no paper in the catalog has its identifier or title"
    );
    catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_sound(&catalog);
    assert_eq!(with_code(), before);
}
