//! Promise 6, salvage and backup: a copy that is whole and sound also while others write, and of a damaged catalog all that can
//! be read.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

#[path = "common/chance.rs"]
mod chance;
mod common;
#[path = "common/made.rs"]
mod made;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use chance::Chance;
use common::{AS_OF, TestCatalog, project, rounds, stderr, stdout};
use paperdex::catalog::{APPLICATION_ID, SCHEMA_VERSION};
use rusqlite::{Connection, OpenFlags};

/// Listings of many kinds in one catalog: merged papers, doubts, rejects, people without papers, additions, an import taken back.
fn rich() -> TestCatalog {
    let catalog = TestCatalog::empty();
    for fixture in [
        "author-page.txt",
        "scopus.csv",
        "doubtful_cut.txt",
        "openalex_page.json",
        "author_page_works.bib",
        "scholar_profile.txt",
        "bibtex_names.bib",
        "dblp.xml",
        "semantic_scholar.jsonl",
        "conference.json",
        "zotero.csv",
        "papers_with_code_links.json",
        "medline.nbib",
        "csl.json",
    ] {
        catalog.run_import(fixture, [] as [&str; 0]);
    }
    catalog.stdout(["undo", "14", "--yes"]);
    catalog.stdout(["merge", "30", "31"]);
    catalog
}

/// Many papers, in pages of a size.
fn large(count: usize, page_size: u32) -> TestCatalog {
    let catalog = TestCatalog::empty();
    catalog.write("made.json", made::listing("csl-json", count, 0).0);
    catalog.stdout(["import", "--as-of", AS_OF, "made.json"]);
    catalog.open().execute_batch(&format!("PRAGMA page_size = {page_size}; VACUUM")).unwrap();
    catalog
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// `check` finds nothing in a file of the catalog's folder.
fn assert_sound(catalog: &TestCatalog, name: &str, told: &str) {
    let output = catalog.run(["check", "--db", name]);
    assert_eq!(stdout(&output), "the catalog is sound\n", "{told}: {}", stderr(&output));
}

/// The papers that stand, with their titles, as far as SQLite itself can read them, from both ends.
fn readable(file: &Path) -> BTreeMap<i64, String> {
    let mut papers = BTreeMap::new();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    for order in ["", " DESC"] {
        let Ok(connection) = Connection::open_with_flags(format!("file:{}?immutable=1", file.display()), flags) else {
            continue;
        };
        let sql = format!("SELECT id, title FROM paper NOT INDEXED WHERE merged_into IS NULL ORDER BY id{order}");
        let Ok(mut statement) = connection.prepare(&sql) else { continue };
        let Ok(mut rows) = statement.query([]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            if let (Ok(id), Ok(title)) = (row.get(0), row.get(1)) {
                papers.insert(id, title);
            }
        }
    }
    papers
}

fn page_size_of(bytes: &[u8]) -> usize {
    match u16::from_be_bytes([bytes[16], bytes[17]]) {
        1 => 65_536,
        size => usize::from(size),
    }
}

/// Does one kind of harm to a file, and says which.
fn harm(bytes: &mut Vec<u8>, round: usize) -> String {
    let mut chance = Chance::of(round as u64);
    let size = page_size_of(bytes);
    let page = chance.below(bytes.len() / size);
    let at = page * size;
    match round % 8 {
        0 => {
            let bit = chance.below(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            format!("round {round}: bit {bit} flipped")
        }
        1 => {
            bytes[at..at + size].fill(0);
            format!("round {round}: page {} zeroed", page + 1)
        }
        2 => {
            bytes[at..at + size].iter_mut().for_each(|byte| *byte = chance.below(256) as u8);
            format!("round {round}: garbage on page {}", page + 1)
        }
        3 => {
            let length = size + chance.below(bytes.len() - size);
            bytes.truncate(length);
            format!("round {round}: cut off at {length}")
        }
        4 => {
            let byte = chance.below(100);
            bytes[byte] ^= 1 + chance.below(255) as u8;
            format!("round {round}: byte {byte} of the header")
        }
        5 => {
            let start = if page == 0 { 100 } else { at };
            for _ in 0..=chance.below(6) {
                bytes[start + chance.below(40)] = chance.below(256) as u8;
            }
            format!("round {round}: the beginning of page {}", page + 1)
        }
        6 => {
            let pages: Vec<_> = (0..2 + chance.below(4)).map(|_| chance.below(bytes.len() / size)).collect();
            pages.iter().for_each(|page| bytes[page * size..(page + 1) * size].fill(0));
            format!("round {round}: pages {pages:?} and one zeroed")
        }
        _ => {
            let other = chance.below(bytes.len() / size) * size;
            bytes.copy_within(other..other + size, at);
            format!("round {round}: page {} in the place of {}", other / size + 1, page + 1)
        }
    }
}

#[test]
fn what_can_be_read_of_any_damaged_catalog_is_saved_into_a_sound_one() {
    let mut reports = Vec::new();
    for catalog in [rich(), large(150, 1_024)] {
        let sound = fs::read(catalog.db()).unwrap();
        let whole = readable(&catalog.db());
        assert!(whole.len() > 30);
        for round in 0..rounds(24, 2_500) {
            let mut bytes = sound.clone();
            let told = harm(&mut bytes, round);
            let damaged = catalog.write("damaged.db", &bytes);
            let output = catalog.run(["repair", "damaged.db", "-o", "new.db", "--force"]);
            assert!(output.status.success(), "{told}: {}", stderr(&output));
            assert!(fs::read(&damaged).unwrap() == bytes, "{told}: the original was written to");
            assert_sound(&catalog, "new.db", &told);
            let saved = readable(&catalog.path("new.db"));
            for (id, title) in readable(&damaged) {
                if whole.get(&id) == Some(&title) {
                    assert_eq!(saved.get(&id), Some(&title), "{told}: paper {id} could be read\n{}", stdout(&output));
                }
            }
            let lost = whole.keys().filter(|id| !saved.contains_key(id)).count();
            let says_nothing = stdout(&output).contains("nothing was lost");
            assert!(!says_nothing || lost == 0, "{told}: {lost} papers are lost and it is not told");
            assert!(
                names_in(&catalog.path("")).iter().all(|name| !name.starts_with('.')),
                "{told}: something was left"
            );
            reports.push(lost);
        }
    }
    assert!(reports.iter().any(|lost| *lost > 0), "nothing was ever lost: the harm does no harm");
}

#[test]
fn a_sound_catalog_is_copied_with_the_same_answers_and_nothing_was_lost() {
    let catalog = rich();
    let answer = catalog.stdout(["repair", "catalog.db", "-o", "new.db"]);
    assert_eq!(answer.lines().next().unwrap(), "new.db: 41 papers; nothing was lost");
    assert_eq!(answer.lines().count(), 1, "{answer}");
    let output = catalog.run(["check", "--full", "--db", "new.db"]);
    assert_eq!(stdout(&output), "the catalog is sound\n", "{}", stderr(&output));
    for report in [
        "papers",
        "authors",
        "stats",
        "categories",
        "affiliations",
        "years",
        "imports",
        "imports show 1",
        "rejects",
        "review",
        "duplicates",
        "rulings",
        "papers --text rooms",
        "show 1",
    ] {
        let of = |db: &str| catalog.stdout(report.split(' ').chain(["--db", db, "--format", "json"]));
        assert_eq!(of("catalog.db"), of("new.db"), "{report}");
    }
}

#[test]
fn inner_pages_and_the_first_page_can_be_lost_without_losing_a_row() {
    let catalog = large(150, 512);
    let sound = fs::read(catalog.db()).unwrap();
    let inner = |number: &usize| {
        let start = number * 512 + if *number == 0 { 100 } else { 0 };
        matches!(sound[start], 5)
    };
    let inner: Vec<_> = (0..sound.len() / 512).filter(inner).collect();
    assert!(inner.len() > 4, "{inner:?}");
    let mut bytes = sound.clone();
    // All at once: of every table that has a key of its own, nothing but leaves is left.
    inner.iter().for_each(|page| bytes[page * 512..(page + 1) * 512].fill(0));
    catalog.write("damaged.db", &bytes);
    catalog.stdout(["repair", "damaged.db", "-o", "new.db"]);
    assert_sound(&catalog, "new.db", "inner pages");
    assert_eq!(
        catalog.stdout(["papers", "--db", "new.db", "--format", "csv"]),
        catalog.stdout(["papers", "--format", "csv"])
    );
    for (length, what) in [(100, "header"), (512, "first page")] {
        let mut bytes = sound.clone();
        bytes[..length].fill(0xa5);
        catalog.write("damaged.db", &bytes);
        let answer = catalog.stdout(["repair", "damaged.db", "-o", "new.db", "--force"]);
        assert_eq!(answer, "new.db: 150 papers; nothing was lost\n", "{what}");
    }
}

#[test]
fn what_is_lost_is_named_and_comes_back_when_its_file_is_imported_again() {
    let catalog = large(150, 4_096);
    let sound = fs::read(catalog.db()).unwrap();
    // A leaf of `paper`, found by a title.
    let title: String = catalog.value("SELECT title FROM paper WHERE id = 60");
    let at = sound.windows(title.len()).position(|window| window == title.as_bytes()).unwrap() / 4_096 * 4_096;
    let mut bytes = sound;
    bytes[at..at + 4_096].fill(0);
    catalog.write("damaged.db", &bytes);
    let answer = catalog.stdout(["repair", "damaged.db", "-o", "new.db"]);
    let first = answer.lines().next().unwrap();
    let (papers, _) = first.strip_prefix("new.db: ").unwrap().split_once(" papers; lost:").unwrap();
    let lost = 150 - papers.parse::<usize>().unwrap();
    assert!((1..20).contains(&lost), "{answer}");
    assert_eq!(answer.lines().filter(|line| line.starts_with("  paper ")).count(), lost, "{answer}");
    assert!(answer.contains("doi:10.5555/made.59; made.json, line "), "{answer}");
    assert!(answer.contains(&format!("  {lost} rows of paper\n")), "{answer}");
    let again = catalog.run(["import", "--db", "new.db", "--as-of", AS_OF, "made.json"]);
    assert!(again.status.success(), "{}", stderr(&again));
    assert_sound(&catalog, "new.db", "imported again");
    assert_eq!(readable(&catalog.path("new.db")).len(), 150);
    assert!(readable(&catalog.path("new.db")).values().any(|known| *known == title));
    // Where the entry is lost together with its paper, the file is not taken for one that was read before.
    let lose = "PRAGMA foreign_keys = OFF; DELETE FROM record WHERE paper_id = 70; DELETE FROM paper WHERE id = 70";
    catalog.open().execute_batch(lose).unwrap();
    let answer = catalog.stdout(["repair", "catalog.db", "-o", "new.db", "--force"]);
    assert!(answer.contains("  1 entry of made.json: import it again\n"), "{answer}");
    catalog.stdout(["import", "--db", "new.db", "--as-of", AS_OF, "made.json"]);
    assert_eq!(readable(&catalog.path("new.db")).len(), 150);
}

#[test]
fn people_places_and_files_whose_rows_are_lost_are_made_again_of_what_was_printed() {
    let catalog = rich();
    let count: i64 = catalog.value("SELECT count(*) FROM paper WHERE merged_into IS NULL");
    let place: String =
        catalog.value("SELECT name FROM affiliation WHERE id = (SELECT min(affiliation_id) FROM paper_affiliation)");
    // What damage leaves, without the damage: rows are gone and what refers to them is not.
    catalog
        .open()
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             DELETE FROM author WHERE id = (SELECT author_id FROM authorship WHERE name_as_printed = 'Derek Lim' LIMIT 1);
             DELETE FROM affiliation WHERE id = (SELECT min(affiliation_id) FROM paper_affiliation);
             DELETE FROM venue WHERE id IN (SELECT venue_id FROM paper);
             DELETE FROM import WHERE id IN (2, 14);
             DELETE FROM listing WHERE id = 3;
             DELETE FROM record WHERE listing_id = 1 AND position < 4 OR listing_id = 4;
             DELETE FROM authorship WHERE paper_id = 1 AND position = 2;
             DELETE FROM category;
             DELETE FROM paper WHERE id = 7;",
        )
        .unwrap();
    catalog.open().execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    let before = fs::read(catalog.db()).unwrap();
    let answer = catalog.stdout(["repair", "catalog.db", "-o", "new.db"]);
    assert!(fs::read(catalog.db()).unwrap() == before);
    assert_sound(&catalog, "new.db", &answer);
    let new = Connection::open(catalog.path("new.db")).unwrap();
    let value = |sql: &str| new.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(value("SELECT count(*) FROM paper WHERE merged_into IS NULL"), count - 1, "{answer}");
    assert_eq!(value("SELECT count(*) FROM author WHERE name = 'Derek Lim'"), 1, "{answer}");
    assert_eq!(value(&format!("SELECT count(*) FROM affiliation WHERE name = '{place}'")), 1, "{answer}");
    assert!(value("SELECT count(*) FROM venue") > 0, "{answer}");
    assert_eq!(value("SELECT undone_at IS NULL FROM import WHERE id = 2"), 1, "{answer}");
    assert_eq!(
        value("SELECT undone_at IS NULL FROM import WHERE id = 14"),
        0,
        "an import that was taken back stays so: {answer}"
    );
    assert_eq!(
        value("SELECT authors_complete FROM paper WHERE id = 1"),
        0,
        "a list that lost an author is not whole: {answer}"
    );
    for told in ["  paper 7: ", "  authors of paper 1: ", " rows of paper_category", "of catalog.db\""] {
        assert!(answer.contains(told), "{told}: {answer}");
    }
    let rejects = catalog.stdout(["rejects", "--db", "new.db", "--format", "csv"]);
    assert!(rejects.contains("its paper was lost in a damaged catalog: import its file again"), "{rejects}");
}

#[test]
fn catalogs_of_every_version_can_be_repaired() {
    for version in 1..=SCHEMA_VERSION {
        let catalog = TestCatalog::empty();
        let frozen = project().join(format!("fixtures/catalogs/{version:04}.sql"));
        Connection::open(catalog.path("old.db")).unwrap().execute_batch(&fs::read_to_string(frozen).unwrap()).unwrap();
        let answer = catalog.stdout(["repair", "old.db", "-o", "new.db"]);
        // The frozen catalog of version 1 has a paper without an entry.
        let whole = [
            "new.db: 1 paper; nothing was lost\n",
            "new.db: 1 paper; lost:\n  the entry of 1 paper, which the input file \"what was saved of old.db\" stands for\n",
        ];
        assert_eq!(answer, whole[usize::from(version == 1)], "{version}");
        assert_sound(&catalog, "new.db", &format!("version {version}"));
        assert!(catalog.stdout(["papers", "--db", "new.db"]).contains("Graphs of Small Rooms"));
    }
}

/// A copy of a catalog in the middle of a write, as a killed program leaves it.
fn in_the_middle(catalog: &TestCatalog, journal_mode: &str, commit: bool) -> Vec<String> {
    let connection = catalog.open();
    connection
        .execute_batch(&format!(
            "PRAGMA journal_mode = {journal_mode}; PRAGMA cache_size = 1; PRAGMA wal_autocheckpoint = 0"
        ))
        .unwrap();
    connection
        .execute_batch("BEGIN; UPDATE paper SET title = title || ' changed', abstract = hex(zeroblob(40000))")
        .unwrap();
    if commit {
        connection.execute_batch("COMMIT").unwrap();
    }
    fs::create_dir(catalog.path("killed")).unwrap();
    for name in names_in(&catalog.path("")) {
        if name.starts_with("catalog.db") && !name.ends_with("-shm") {
            fs::copy(catalog.path(&name), catalog.path("killed").join(&name)).unwrap();
        }
    }
    names_in(&catalog.path("killed"))
}

#[test]
fn what_lies_beside_a_damaged_catalog_is_honoured_and_not_touched() {
    for (journal_mode, commit, ending, is_changed) in
        [("WAL", true, "-wal", true), ("WAL", false, "-wal", false), ("DELETE", false, "-journal", false)]
    {
        let catalog = TestCatalog::import("author-page.txt");
        let names = in_the_middle(&catalog, journal_mode, commit);
        assert!(names.contains(&format!("catalog.db{ending}")), "{names:?}");
        let files =
            || -> Vec<_> { names.iter().map(|name| fs::read(catalog.path("killed").join(name)).unwrap()).collect() };
        let before = files();
        let answer = catalog.stdout(["repair", "killed/catalog.db", "-o", "new.db"]);
        // What another program changed is not what was saved, and is copied as it is.
        let lost = if is_changed { "lost:\n  damaged, and copied as it is: paper 1: " } else { "nothing was lost" };
        assert!(answer.starts_with(&format!("new.db: 19 papers; {lost}")), "{journal_mode} {commit}: {answer}");
        assert_sound(&catalog, "new.db", journal_mode);
        let papers = readable(&catalog.path("new.db"));
        assert_eq!(
            papers.values().filter(|title| title.ends_with(" changed")).count(),
            if is_changed { 19 } else { 0 }
        );
        assert!(files() == before, "{journal_mode}: what is damaged was written to");
        assert_eq!(names_in(&catalog.path("killed")), names, "{journal_mode}");
        assert!(names_in(&catalog.path("")).iter().all(|name| !name.starts_with('.')));
    }
}

#[test]
fn repair_writes_nothing_where_it_must_not() {
    let catalog = TestCatalog::import("author-page.txt");
    catalog.write("text.db", "Dear all");
    catalog.write("there.db", "mine");
    let names = names_in(&catalog.path(""));
    for (arguments, sentence) in [
        (["repair", "catalog.db", "-o", "catalog.db"], "it is the catalog itself"),
        (["repair", "catalog.db", "-o", "catalog.db-wal"], "it is the catalog itself, or belongs to it"),
        (["repair", "catalog.db", "-o", "there.db"], "it exists: give --force to overwrite it"),
        (["repair", "text.db", "-o", "new.db"], "text.db holds no row of a catalog that could be read"),
        (["repair", "nothing.db", "-o", "new.db"], "could not read nothing.db"),
        (["repair", "catalog.db", "-o", "nowhere/new.db"], "no file can be made in nowhere"),
        (["repair", ".", "-o", "new.db"], "is not a regular file"),
    ] {
        let message = catalog.failure(arguments);
        assert!(message.contains(sentence), "{message}");
        assert_eq!(names_in(&catalog.path("")), names, "{message}");
    }
    assert_eq!(fs::read_to_string(catalog.path("there.db")).unwrap(), "mine");
}

#[test]
fn backups_taken_while_imports_run_are_sound_and_hold_whole_imports() {
    const PAPERS: usize = 120;
    let catalog = TestCatalog::import("missing_abstract.txt");
    let imports = rounds(5, 40);
    let paper = |number| made::entry("csl-json", &made::Paper::of(number));
    for at in 0..imports {
        let papers: Vec<_> = (at * PAPERS..(at + 1) * PAPERS).map(paper).collect();
        catalog.write(&format!("{at}.json"), format!("[{}]", papers.join(",")));
    }
    let before: i64 = catalog.value("SELECT count(*) FROM paper");
    let mut backups = 0;
    for at in 0..imports {
        let mut import = catalog.command(["import", "--as-of", AS_OF, &format!("{at}.json")]);
        let mut import = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        loop {
            let is_done = import.try_wait().unwrap().is_some();
            let answer = catalog.stdout(["backup", "copy.db", "--force"]);
            assert_sound(&catalog, "copy.db", "during an import");
            let copy = Connection::open(catalog.path("copy.db")).unwrap();
            let count = |sql: &str| copy.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
            let imported = count("SELECT count(*) FROM import") - 1;
            let papers = count("SELECT count(*) FROM paper WHERE merged_into IS NULL") - before;
            assert_eq!(papers, imported * PAPERS as i64, "{answer}");
            assert!(
                answer.starts_with(&format!("copy.db: {} papers of {} import", papers + before, imported + 1)),
                "{answer}"
            );
            backups += 1;
            if is_done {
                assert_eq!(imported, at as i64 + 1, "what is saved is in the backup");
                break;
            }
        }
        assert!(import.wait().unwrap().success());
    }
    assert!(backups > imports, "no backup was taken during an import");
    assert!(names_in(&catalog.path("")).iter().all(|name| !name.starts_with('.')));
}

#[test]
fn a_backup_sees_only_what_is_saved_and_leaves_a_writer_alone() {
    for journal_mode in ["WAL", "DELETE"] {
        let catalog = TestCatalog::import("author-page.txt");
        let writer = catalog.open();
        writer
            .execute_batch(&format!(
                "PRAGMA journal_mode = {journal_mode}; BEGIN IMMEDIATE; UPDATE paper SET title = 'half'"
            ))
            .unwrap();
        catalog.stdout(["backup", "copy.db"]);
        writer.execute_batch("COMMIT").unwrap();
        assert!(readable(&catalog.path("copy.db")).values().all(|title| title != "half"), "{journal_mode}");
        assert_sound(&catalog, "copy.db", journal_mode);
    }
}

#[test]
fn a_backup_is_one_file_with_the_marks_the_pages_and_the_words_of_the_catalog() {
    let catalog = TestCatalog::import("author-page.txt");
    let size: i64 = catalog.value("PRAGMA page_size");
    let answer = catalog.stdout(["backup", "copy.db"]);
    let length = fs::metadata(catalog.path("copy.db")).unwrap().len() as f64 / 1e6;
    assert_eq!(answer, format!("copy.db: 19 papers of 1 import, {length:.1} MB, checked\n"));
    assert_eq!(names_in(&catalog.path("")), ["catalog.db", "copy.db"]);
    let copy = Connection::open(catalog.path("copy.db")).unwrap();
    let mark = |name: &str| copy.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        (mark("application_id"), mark("user_version"), mark("page_size")),
        (APPLICATION_ID.into(), SCHEMA_VERSION.into(), size)
    );
    let found = |db: &str| catalog.stdout(["papers", "--text", "hallucinations", "--db", db]);
    assert_eq!(found("copy.db"), found("catalog.db"));
    // A copy is a catalog: it takes imports, and can be copied.
    catalog.stdout([
        "import".into(),
        "--db".into(),
        "copy.db".into(),
        common::listing("missing_abstract.txt").into_os_string(),
    ]);
    catalog.stdout(["backup", "--db", "copy.db", "third.db"]);
    assert_sound(&catalog, "third.db", "a copy of a copy");
}

#[cfg(unix)]
#[test]
fn a_backup_replaces_only_what_it_may_and_has_the_rights_of_any_new_file() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let catalog = TestCatalog::import("author-page.txt");
    let plain = catalog.write("plain", "mine");
    symlink("catalog.db", catalog.path("link.db")).unwrap();
    fs::hard_link(catalog.db(), catalog.path("other-name.db")).unwrap();
    catalog.write("used.db", "");
    catalog.write("used.db-journal", "what a program left");
    fs::create_dir(catalog.path("folder")).unwrap();
    let (before, names) = (fs::read(catalog.db()).unwrap(), names_in(&catalog.path("")));
    let itself = "it is the catalog itself, or belongs to it";
    for (name, sentence) in [
        ("catalog.db", itself),
        ("./folder/../catalog.db", itself),
        ("link.db", itself),
        ("other-name.db", itself),
        ("catalog.db-wal", itself),
        ("catalog.db-journal", itself),
        ("catalog.db-shm", itself),
        ("folder", "it is a folder"),
        ("/dev/null", "it is not a regular file"),
        ("nowhere/copy.db", "no file can be made in nowhere"),
        ("used.db", "used.db-journal lies beside it and would be taken for a part of it"),
    ] {
        let message = catalog.failure(["backup", name, "--force"]);
        assert!(message.contains(sentence), "{name}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    assert!(catalog.failure(["backup", "plain"]).contains("it exists: give --force to overwrite it"));
    assert!(fs::read(catalog.db()).unwrap() == before);
    assert_eq!(names_in(&catalog.path("")), names);
    symlink("kept.db", catalog.path("to-copy.db")).unwrap();
    for force in [None, Some("--force")] {
        catalog.stdout(["backup", "to-copy.db"].into_iter().chain(force));
        assert_eq!(fs::read_link(catalog.path("to-copy.db")).unwrap().to_str(), Some("kept.db"));
        assert_sound(&catalog, "kept.db", "through a link");
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&catalog.path("kept.db")), mode(&plain));
    // From a place that cannot be written to.
    let shelf = catalog.path("folder");
    fs::copy(catalog.db(), shelf.join("catalog.db")).unwrap();
    fs::set_permissions(&shelf, fs::Permissions::from_mode(0o555)).unwrap();
    let output = catalog.run(["backup", "--db", "folder/catalog.db", "from-shelf.db"]);
    fs::set_permissions(&shelf, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_sound(&catalog, "from-shelf.db", "from a shelf");
}

#[test]
fn a_damaged_catalog_is_not_backed_up_and_the_old_backup_stays() {
    let catalog = large(150, 4_096);
    catalog.stdout(["backup", "copy.db"]);
    let (sound, copy) = (fs::read(catalog.db()).unwrap(), fs::read(catalog.path("copy.db")).unwrap());
    let title: String = catalog.value("SELECT title FROM paper WHERE id = 60");
    let at = sound.windows(title.len()).position(|window| window == title.as_bytes()).unwrap() / 4_096 * 4_096;
    let zeroed = |bytes: &mut Vec<u8>| bytes[at..at + 4_096].fill(0);
    // One row less than there are: SQLite reads the page without a word.
    let counted_short = |bytes: &mut Vec<u8>| bytes[at + 4] -= 1;
    for harm in [&zeroed as &dyn Fn(&mut Vec<u8>), &counted_short] {
        let mut bytes = sound.clone();
        harm(&mut bytes);
        fs::write(catalog.db(), &bytes).unwrap();
        let message = catalog.failure(["backup", "copy.db", "--force"]);
        assert!(message.contains("no backup of it is kept: save what can be read with `paperdex repair "), "{message}");
        assert!(fs::read(catalog.path("copy.db")).unwrap() == copy, "the old backup was replaced");
        assert_eq!(names_in(&catalog.path("")), ["catalog.db", "copy.db", "made.json"]);
    }
}

#[cfg(unix)]
#[test]
fn a_backup_or_a_repair_that_finds_no_room_leaves_nothing() {
    let catalog = large(150, 4_096);
    let names = names_in(&catalog.path(""));
    for command in ["backup copy.db", "repair catalog.db -o copy.db"] {
        let mut shell = Command::new("sh");
        // In blocks of 512 bytes, or of 1024 in some shells: less than the copy in any.
        let line = format!("trap '' XFSZ; ulimit -f 100; exec {} {command}", env!("CARGO_BIN_EXE_paperdex"));
        let output =
            shell.args(["-c", &line]).current_dir(catalog.path("")).env("PAPERDEX_DB", catalog.db()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{command}: {}", stdout(&output));
        let told = stderr(&output);
        assert!(told.contains("copy.db could not be written on, with "), "{told}");
        assert_eq!(names_in(&catalog.path("")), names, "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_backup_is_saved_before_it_is_put_in_its_place() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("not checked: there is no strace program here that tells the order of what is done");
        return;
    }
    let catalog = TestCatalog::import("author-page.txt");
    let mut strace = Command::new("strace");
    strace.args([
        "-f",
        "-y",
        "-e",
        "trace=fsync,fdatasync,rename,renameat,renameat2,linkat,link",
        env!("CARGO_BIN_EXE_paperdex"),
    ]);
    let output = strace
        .args(["backup", "copy.db"])
        .current_dir(catalog.path(""))
        .env("PAPERDEX_DB", catalog.db())
        .output()
        .unwrap();
    let calls = stderr(&output);
    if !output.status.success() || !calls.contains("sync(") {
        eprintln!("not checked: strace may not look at programs here: {calls}");
        return;
    }
    let lines: Vec<_> = calls.lines().collect();
    let place = lines.iter().position(|line| line.contains("\"./copy.db\"") || line.contains("copy.db\"")).unwrap();
    assert!(lines[..place].iter().any(|line| line.contains("fsync(") && line.contains(".paperdex-")), "{calls}");
    assert!(lines[place..].iter().any(|line| line.contains("fsync(")), "the folder is saved after it: {calls}");
}
