//! What once went wrong, each with the input that showed it.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::fmt::Write as _;

use common::{TestCatalog, stderr, stdout};

const ENTRY: &str = "LGJun 24, 2023\nGraphs of Small RoomsAnn Lee, Bo Ek\nText.\n";

/// Imports pages written here, one after the other, and gives the summary of the last.
fn import(catalog: &TestCatalog, pages: &[&str]) -> String {
    let mut summary = String::new();
    for page in pages {
        let output = catalog.run_with_input(["import", "-"], page.as_bytes());
        summary = stdout(&output) + &stderr(&output);
    }
    summary
}

#[test]
fn a_write_that_was_interrupted_is_taken_back_before_anything_is_read() {
    // A journal beside the catalog that was copied in the middle of a write.
    let catalog = TestCatalog::import("author-page.txt");
    let connection = catalog.open();
    connection.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 5; BEGIN IMMEDIATE").unwrap();
    connection.execute("UPDATE paper SET title = 'HALF WRITTEN', abstract = hex(zeroblob(9000))", []).unwrap();
    let half = TestCatalog::empty();
    let journal = catalog.path("catalog.db-journal");
    assert!(journal.exists(), "the write has not reached the disk");
    std::fs::copy(catalog.db(), half.db()).unwrap();
    std::fs::copy(&journal, half.path("catalog.db-journal")).unwrap();
    drop(connection);
    let papers = half.stdout(["papers", "--format", "csv"]);
    assert!(!papers.contains("HALF WRITTEN") && papers.contains("Equivariant Manifold Flows"), "{papers}");
}

#[test]
fn a_source_whose_paper_has_an_earlier_date_by_now_is_known_again() {
    let of_year = |year: &str| ENTRY.replace("2023", year);
    let catalog = TestCatalog::empty();
    import(&catalog, &[&of_year("2022"), &of_year("2021"), &of_year("2020")]);
    let summary = import(&catalog, &[&of_year("2022")]);
    assert!(summary.contains("1 entry: 0 new, 0 merged, 1 unchanged, 0 rejected"), "{summary}");
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 1);
}

#[test]
fn what_a_source_says_otherwise_stays_with_its_entry() {
    let catalog = TestCatalog::empty();
    import(&catalog, &[&ENTRY.replace("Ann Lee, Bo Ek", "A. Lee, B. Ek"), ENTRY]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 1);
    let said: String = catalog.value("SELECT coalesce(said, '-') FROM record WHERE listing_id = 2");
    assert_eq!(said, "-");
    let said: String = catalog.value("SELECT said FROM record WHERE listing_id = 1");
    assert_eq!(said, "{\"authors\":[\"A. Lee\",\"B. Ek\"]}");
}

#[test]
fn an_author_with_the_owners_initials_does_not_swallow_the_owner() {
    let catalog = TestCatalog::empty();
    let page = ENTRY.replace("Bo Ek", "Bo Ek, D. Lim et al.");
    let output = catalog.run_with_input(["import", "-", "--listed-under", "Derek Lim"], page.as_bytes());
    assert!(stderr(&output).contains("its author D. Lim may be Derek Lim"), "{}", stderr(&output));
    assert!(catalog.stdout(["author", "derek lim", "--format", "csv"]).contains("name,Derek Lim,1,1"));
}

#[test]
fn no_text_makes_reading_slow() {
    let catalog = TestCatalog::empty();
    let addresses = (0..20_000).fold(String::new(), |mut text, at| {
        write!(text, "http://a{at}.org ").unwrap();
        text
    });
    let brackets = format!("http://a.org/{}", ")".repeat(200_000));
    let mut page = String::new();
    for (title, text) in [
        ("aB".repeat(10_000), "abs"),
        ("Word ".repeat(20_000), "abs"),
        ("aB".repeat(3_000), "abs"),
        ("Graphs of Rooms".into(), &addresses),
        ("Graphs of Streets".into(), &brackets),
    ] {
        writeln!(page, "LGJun 24, 2023\n{title}Ann Lee, Bo Ek\n{text}").unwrap();
    }
    for at in 0..1_000 {
        writeln!(page, "LGJun 24, 2023\nQuantum GravityAnn{at:x} Lee{at:x}, Bo Ek\nAbstract {at}.").unwrap();
    }
    let begun = std::time::Instant::now();
    let summary = import(&catalog, &[&page]);
    assert!(summary.contains("1005 entries: "), "{summary}");
    // Each of these took over half a minute once; the bound only tells minutes from seconds.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn an_answer_is_not_written_over_the_catalog() {
    let catalog = TestCatalog::import("author-page.txt");
    let before = std::fs::read(catalog.db()).unwrap();
    let message = catalog.failure(["papers", "--format", "csv", "-o", "./catalog.db", "--force"]);
    assert!(message.contains("it is the catalog itself"), "{message}");
    assert_eq!(std::fs::read(catalog.db()).unwrap(), before);
}

#[test]
fn words_are_searched_whole_unless_a_star_says_otherwise() {
    let catalog = TestCatalog::empty();
    import(&catalog, &[&ENTRY.replace("Graphs", "Elegant organs")]);
    let count = |words: &str| catalog.stdout(["papers", "--text", words, "--format", "csv"]).lines().count() - 1;
    assert_eq!(
        [count("organ"), count("organs"), count("ELEGANT rooms"), count("organ*"), count("gan")],
        [0, 1, 1, 1, 0]
    );
    for words in ["!!", ""] {
        assert!(catalog.failure(["papers", "--text", words]).contains("has no word in it"));
    }
}

#[test]
fn lists_are_sorted_by_shares_too() {
    let catalog = TestCatalog::import("author-page.txt");
    let text = catalog.stdout(["affiliations", "--sort", "code_share:desc", "--format", "csv"]);
    assert!(text.lines().nth(1).unwrap().starts_with("mit,2,"), "{text}");
}

#[test]
fn a_class_without_its_archive_gives_way_to_the_one_with_it_in_any_order() {
    for order in [["LG", "cs.LG"], ["cs.LG", "LG"]] {
        let catalog = TestCatalog::empty();
        import(
            &catalog,
            &order.map(|code| ENTRY.replace("LGJun", &format!("{code}Jun"))).each_ref().map(String::as_str),
        );
        assert_eq!(catalog.stdout(["categories", "--format", "csv"]).lines().nth(1).unwrap(), "cs.LG,1,2023,2023,0,0");
    }
}

#[test]
fn options_are_made_clean_or_refused() {
    let catalog = TestCatalog::empty();
    let page = ENTRY.replace("Bo Ek", "Bo Ek, Cy Wu et al.");
    catalog.run_with_input(["import", "-", "--listed-under", "Derek\u{1b}  Lim"], page.as_bytes());
    assert_eq!(catalog.value::<String>("SELECT name FROM author WHERE id = 4"), "Derek Lim");
    for arguments in [
        &["import", "-", "--listed-under", " "][..],
        &["import", "-", "--listed-under", ","],
        &["import", "-", "--as-of", "-000005-01-01"],
        &["import", "-", "--as-of=2026-11-23T10:00"],
        &["papers", "--limit", "9223372036854775808"],
        &["code", "--list", "without", "--code"],
    ] {
        assert_eq!(catalog.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_wrapped_line_of_an_abstract_is_no_entry() {
    let catalog = TestCatalog::empty();
    let page = ENTRY.replace("Text.", "The data was taken\nin May 2\nOn May 5, 2020 Berlin\nand analysed.");
    let summary = import(&catalog, &[&page]);
    assert!(summary.contains("1 entry: 1 new"), "{summary}");
    let abstract_text: String = catalog.value("SELECT abstract FROM paper");
    assert_eq!(abstract_text, "The data was taken in May 2 On May 5, 2020 Berlin and analysed.");
}

#[test]
fn a_listing_that_ends_inside_a_title_line_is_doubted() {
    let catalog = TestCatalog::empty();
    let summary = import(&catalog, &["LGJun 24, 2023\nGraphs of Small Rooms and Their ManyAnn Lee, Bo"]);
    assert!(summary.contains("ends inside its title line"), "{summary}");
}

#[test]
fn affiliations_that_are_no_slugs_are_doubted() {
    let catalog = TestCatalog::empty();
    let summary = import(&catalog, &[&ENTRY.replace("Bo Ek", "Bo Ek · MIT")]);
    assert!(summary.contains("not sure"), "{summary}");
}

#[test]
fn years_by_year_are_years() {
    let catalog = TestCatalog::import("author-page.txt");
    assert_eq!(catalog.stdout(["years", "--by", "year"]), catalog.stdout(["years"]));
}

#[test]
fn an_accent_in_the_place_of_an_apostrophe_is_one() {
    let catalog = TestCatalog::empty();
    let other = ENTRY.replace("Graphs", "Kernels");
    import(&catalog, &[&ENTRY.replace("Bo Ek", "Tim O´Brien"), &other.replace("Bo Ek", "Tim O'Brien")]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM author WHERE name LIKE 'Tim%'"), 1);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_to_nothing_yet_keeps_pointing() {
    let catalog = TestCatalog::import("author-page.txt");
    std::os::unix::fs::symlink("later.csv", catalog.path("link.csv")).unwrap();
    catalog.stdout(["years", "-o", "link.csv"]);
    assert!(std::fs::symlink_metadata(catalog.path("link.csv")).unwrap().is_symlink());
    assert!(std::fs::read_to_string(catalog.path("later.csv")).unwrap().starts_with("year,"));
}

#[test]
fn other_programs_find_the_catalog_sound() {
    let catalog = TestCatalog::import("code_addresses.txt");
    let Ok(output) = std::process::Command::new("sqlite3").arg(catalog.db()).arg("PRAGMA integrity_check").output()
    else {
        eprintln!("not checked: there is no sqlite3 program here");
        return;
    };
    assert_eq!(stdout(&output), "ok\n", "{}", stderr(&output));
}

#[test]
fn papers_that_their_order_does_not_tell_apart_come_as_they_look_and_not_as_they_came() {
    let entries = ["Title,Categories\nEditorial,\n", "Title,Categories\nEditorial,LG\n"];
    let printed = [[0, 1], [1, 0]].map(|order: [usize; 2]| {
        let catalog = TestCatalog::empty();
        for at in order {
            let name = format!("{at}.csv");
            catalog.write(&name, entries[at]);
            catalog.stdout(["import", &name]);
        }
        [&["papers"] as &[_], &["papers", "--limit", "1"], &["papers", "--sort", "title:desc", "--limit", "1"]]
            .map(|report| catalog.stdout([report, &["--format", "csv"]].concat()))
    });
    assert_eq!(printed[0], printed[1]);
    assert!(printed[0][0].contains("Editorial,,0,,LG,,\nEditorial,,0,,,,\n"), "{}", printed[0][0]);
}
