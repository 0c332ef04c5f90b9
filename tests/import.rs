//! `import`: what comes in, what is told, and that nothing comes in twice.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{AS_OF, TestCatalog, listing, stderr, stdout};

const PAGE: &str = "author-page.txt";

#[test]
fn the_summary_adds_up_and_names_the_catalog() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import(PAGE, ["--listed-under", "Derek Lim"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains(": 19 entries: 19 new, 0 merged, 0 unchanged, 0 rejected\n"), "{text}");
    assert!(text.contains(&format!("catalog: {}\n", catalog.db().display())), "{text}");
    assert!(text.contains("2023            5          2"), "the first report is missing:\n{text}");
    assert_eq!(stderr(&output), "");
}

#[test]
fn the_same_file_again_changes_nothing() {
    let catalog = TestCatalog::import_with(PAGE, ["--listed-under", "Derek Lim"]);
    let before = catalog.content();
    let output = catalog.run_import(PAGE, ["--listed-under", "Derek Lim"]);
    assert!(stdout(&output).contains("19 entries: 0 new, 0 merged, 19 unchanged, 0 rejected"));
    assert_eq!(catalog.content(), before);
    assert_eq!(catalog.value::<i64>("SELECT unchanged_count FROM listing WHERE repeats_id = 1"), 19);
}

#[test]
fn every_entry_becomes_a_record_with_its_line_and_outcome() {
    let catalog = TestCatalog::import("cut_off_in_first_line.txt");
    let records: Vec<String> =
        catalog.values("SELECT position || ' ' || line || ' ' || outcome FROM record ORDER BY position");
    assert_eq!(records, ["1 1 new", "2 4 new", "3 7 rejected"]);
    let counts: String = catalog.value(
        "SELECT new_count || ' ' || merged_count || ' ' || unchanged_count || ' ' || rejected_count FROM listing",
    );
    assert_eq!(counts, "2 0 0 1");
}

#[test]
fn a_listing_is_kept_with_its_path_size_hash_and_options() {
    let catalog = TestCatalog::import_with("hidden_owner.txt", ["--listed-under", "Zoë Page"]);
    let size = std::fs::metadata(listing("hidden_owner.txt")).unwrap().len();
    let kept: String = catalog.value(
        "SELECT format || ' ' || as_of || ' ' || listed_under || ' ' || byte_count || ' ' || length(hash) FROM listing",
    );
    assert_eq!(kept, format!("listing-page {AS_OF} Zoë Page {size} 32"));
}

#[test]
fn the_owner_of_a_page_is_added_only_where_et_al_hides_the_name() {
    let catalog = TestCatalog::import_with("hidden_owner.txt", ["--listed-under", "zoe page"]);
    let owned = "SELECT paper.title || ' ' || position || ' ' || position_stated FROM authorship
                 JOIN paper ON paper.id = paper_id JOIN author ON author.id = author_id
                 WHERE name_key = 'zoe page' ORDER BY paper.id";
    let owned: Vec<String> = catalog.values(owned);
    assert_eq!(owned, ["Graphs of Small Rooms 4 0", "Kernels for Quiet Streets 1 1"]);
    let doubt: String = catalog.value("SELECT doubt FROM record WHERE doubt IS NOT NULL");
    assert_eq!(doubt, "listed under zoe page, who is not in its complete author list");
}

#[test]
fn dates_without_a_year_are_the_latest_that_are_not_after_the_listing() {
    let catalog = TestCatalog::import("dates_without_year.txt");
    let dates: Vec<String> = catalog.values("SELECT published_on FROM paper ORDER BY id");
    assert_eq!(dates, ["2026-03-19", "2025-12-24", "2024-02-29"]);
}

#[test]
fn a_rehearsal_tells_the_same_and_writes_nothing() {
    let catalog = TestCatalog::empty();
    let rehearsal = catalog.run_import(PAGE, ["--dry-run"]);
    assert!(stdout(&rehearsal).contains("19 entries: 19 new, 0 merged, 0 unchanged, 0 rejected"));
    assert!(stdout(&rehearsal).starts_with("dry run, nothing is written"));
    assert!(std::fs::read_dir(catalog.path("")).unwrap().next().is_none(), "a file was written");

    catalog.run_import("same_entry_twice.txt", [] as [&str; 0]);
    let before = std::fs::read(catalog.db()).unwrap();
    let rehearsal = catalog.run_import("same_entry_fuller.txt", ["--dry-run"]);
    assert!(rehearsal.status.success());
    assert_eq!(std::fs::read(catalog.db()).unwrap(), before, "the catalog was changed");
}

#[test]
fn strict_writes_nothing_when_an_entry_is_rejected() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("impossible_date.txt", ["--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--strict refuses"), "{}", stderr(&output));
    assert!(!catalog.db().exists());

    catalog.run_import(PAGE, ["--strict"]);
    let before = catalog.content();
    let output =
        catalog.run(["import", "--strict"].map(Into::into).into_iter().chain([
            listing("missing_abstract.txt").into_os_string(),
            listing("impossible_date.txt").into_os_string(),
        ]));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(catalog.content(), before, "a part of the import was kept");
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM listing"), 1);
}

#[test]
fn the_same_entry_twice_on_one_page_is_one_paper() {
    let catalog = TestCatalog::import("same_entry_twice.txt");
    let outcomes: Vec<String> = catalog.values("SELECT outcome FROM record ORDER BY position");
    assert_eq!(outcomes, ["new", "new", "unchanged"]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 2);
}

#[test]
fn a_fuller_entry_fills_the_gaps_of_a_known_paper() {
    let catalog = TestCatalog::import("same_entry_fuller.txt");
    let outcomes: Vec<String> = catalog.values("SELECT outcome FROM record ORDER BY position");
    assert_eq!(outcomes, ["new", "merged"]);
    let paper = catalog.stdout(["papers", "--format", "csv"]);
    let expected = "title,authors,authors_complete,published_on,categories,affiliations,code_stated\n\
                    Graphs of Small Rooms,Ann Lee; Bo Ek; Cy Wu,0,2023-06-24,LG,mit,1\n";
    assert_eq!(paper, expected);
    assert_eq!(catalog.value::<i64>("SELECT length(abstract) FROM paper"), 95);
}

#[test]
fn files_folders_patterns_and_standard_input_are_read_each_once() {
    let catalog = TestCatalog::empty();
    let page = std::fs::read(listing("missing_abstract.txt")).unwrap();
    catalog.write("pages/one.txt", &page);
    catalog.write("pages/deeper/two.txt", std::fs::read(listing("hidden_owner.txt")).unwrap());
    catalog.write("pages/notes.md", "# Minutes of a meeting\n\nNothing was decided.\n");
    catalog.write("pages/.hidden", &page);

    let output = catalog.run(["import", "pages", "pages/*.txt", "./pages/one.txt"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("skipped pages/notes.md: it looks like plain text"), "{}", stderr(&output));
    let paths: Vec<String> = catalog.values("SELECT path FROM listing ORDER BY id");
    assert_eq!(paths, ["pages/deeper/two.txt", "pages/one.txt"]);
    assert!(stdout(&output).contains("2 listings, 5 entries: 5 new"), "{}", stdout(&output));

    let output = catalog.run_with_input(["import", "-"], &page);
    assert!(stdout(&output).contains("standard input: 2 entries: 0 new, 0 merged, 2 unchanged, 0 rejected"));
    assert_eq!(catalog.value::<String>("SELECT path FROM listing WHERE id = 3"), "-");
}

#[test]
fn an_input_that_is_not_there_is_told_before_anything_is_written() {
    let catalog = TestCatalog::empty();
    let page = listing(PAGE);
    let message = catalog.failure(["import".as_ref(), page.as_os_str(), "nowhere.txt".as_ref()]);
    assert_eq!(message, "error: there is no file or folder nowhere.txt\n");
    assert_eq!(catalog.failure(["import", "nowhere/*.txt"]), "error: no file fits the pattern nowhere/*.txt\n");
    assert!(!catalog.db().exists());
}

#[test]
fn wrong_usage_ends_with_exit_code_2() {
    let catalog = TestCatalog::empty();
    for arguments in
        [&["import"][..], &["import", "x", "--as-of", "yesterday"], &["paper"], &["import", "--no-such", "x"]]
    {
        assert_eq!(catalog.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn addresses_in_abstracts_become_links_without_the_marks_around_them() {
    let catalog = TestCatalog::import("code_addresses.txt");
    let links: Vec<String> =
        catalog.values("SELECT paper_id || ' ' || kind || ' ' || url || ' ' || stated_by FROM link ORDER BY 1");
    let expected = [
        "1 code https://github.com/annlee/rooms abstract",
        "1 code https://gitlab.com/annlee/rooms abstract",
        "1 code https://huggingface.co/annlee/rooms abstract",
        "1 project https://rooms.example/demo abstract",
        "3 project https://rivers.example abstract",
    ];
    assert_eq!(links, expected);
    let stated: Vec<Option<i64>> = catalog.values("SELECT code_stated FROM paper ORDER BY id");
    assert_eq!(stated, [Some(1), Some(1), None]);
}

#[test]
fn a_size_of_memory_that_cannot_be_is_wrong_usage() {
    let catalog = TestCatalog::empty();
    for size in ["much", "63MB", "", "-1GB", "99999999999TB"] {
        let output = catalog.run(["import", "x", &format!("--memory={size}")]);
        assert_eq!(output.status.code(), Some(2), "{size}");
        let told = stderr(&output);
        assert!(told.contains("give a size of at least 64MB, such as 256MB or 1GB"), "{size}: {told}");
    }
    let output = catalog.run_import(PAGE, ["--memory", "64M"]);
    assert!(output.status.success(), "{}", stderr(&output));
}
