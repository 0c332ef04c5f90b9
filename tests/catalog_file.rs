//! The catalog file: its marks, its schema, and what is refused untouched.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::fs;

use common::{TestCatalog, listing, project, stderr, stdout};
use paperdex::catalog::{APPLICATION_ID, SCHEMA_VERSION};
use rusqlite::Connection;

/// The schema of a catalog, object by object, as it was written.
/// The definitions of everything, without comments and spacing: a column that is added later has its comment elsewhere.
fn schema(connection: &Connection) -> Vec<String> {
    let sql = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    let mut statement = connection.prepare(sql).unwrap();
    let plain = |text: String| {
        let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
        lines.flat_map(str::split_whitespace).collect::<String>()
    };
    statement.query_map([], |row| row.get(0)).unwrap().map(|text| plain(text.unwrap())).collect()
}

#[test]
fn a_new_catalog_is_marked_and_sound() {
    let catalog = TestCatalog::import("author-page.txt");
    let connection = catalog.open();
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).unwrap();
    assert_eq!((number("application_id"), number("user_version")), (APPLICATION_ID, SCHEMA_VERSION));
    assert_eq!(catalog.value::<String>("PRAGMA integrity_check"), "ok");
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

#[test]
fn a_catalog_at_rest_is_one_file() {
    let catalog = TestCatalog::import("author-page.txt");
    catalog.run_import("missing_abstract.txt", [] as [&str; 0]);
    catalog.stdout(["papers"]);
    let names: Vec<_> = fs::read_dir(catalog.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["catalog.db"]);
}

#[test]
fn every_table_and_view_of_the_schema_can_be_read_by_hand() {
    let catalog = TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"]);
    let names: Vec<String> =
        catalog.values("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'");
    assert!(names.len() >= 22, "{names:?}");
    for name in &names {
        catalog.value::<i64>(&format!("SELECT count(*) FROM {name}"));
    }
    let strict: i64 = catalog.value("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite%'");
    assert_eq!(strict, 0, "a table is not STRICT");
    let paper: String =
        catalog.value("SELECT authors || ' | ' || categories || ' | ' || affiliations FROM v_paper WHERE id = 2");
    assert_eq!(paper, "Aaditya Singh; Adam Fry; Adam Perelman; Derek Lim | CL | berkeley; mila");
    let pair: String = catalog.value("SELECT coauthor || ' ' || paper_count || ' ' || first_year || ' ' || last_year FROM v_coauthor WHERE author_id = 3 ORDER BY paper_count DESC, coauthor LIMIT 1");
    assert_eq!(pair, "Fabrizio Frasca 3 2021 2025");
}

#[test]
fn every_table_of_the_schema_has_a_comment() {
    let schema = fs::read_to_string(project().join("schema.sql")).unwrap();
    let lines: Vec<_> = schema.lines().collect();
    for (at, line) in
        lines.iter().enumerate().filter(|(_, line)| line.starts_with("CREATE TABLE") || line.starts_with("CREATE VIEW"))
    {
        assert!(lines[at - 1].starts_with("--"), "{line} has no comment");
    }
}

#[test]
fn an_old_catalog_walked_up_to_the_present_equals_a_new_one() {
    let frozen: Vec<_> =
        fs::read_dir(project().join("fixtures/catalogs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(frozen.len(), usize::try_from(SCHEMA_VERSION).unwrap(), "each version of the schema is frozen once");
    let fresh = TestCatalog::import("missing_abstract.txt");
    for old in frozen {
        let catalog = TestCatalog::empty();
        let connection = Connection::open(catalog.db()).unwrap();
        connection.execute_batch(&fs::read_to_string(&old).unwrap()).unwrap();
        connection.close().unwrap();
        let answer = catalog.stdout(["papers", "--format", "csv"]);
        assert!(answer.contains("Graphs of Small Rooms"), "{}: {answer}", old.display());
        assert_eq!(schema(&catalog.open()), schema(&fresh.open()), "{}", old.display());
        assert_eq!(catalog.value::<i32>("PRAGMA user_version"), SCHEMA_VERSION);
        catalog.run_import("missing_abstract.txt", [] as [&str; 0]);
        assert_eq!(
            catalog.value::<i64>("SELECT count(*) FROM paper"),
            2,
            "{}: the old paper is known again",
            old.display()
        );
    }
}

/// Reports and imports refuse the file with one sentence and leave every byte of it.
fn assert_refused(catalog: &TestCatalog, content: &[u8], sentence: &str) {
    fs::write(catalog.db(), content).unwrap();
    let page = listing("missing_abstract.txt");
    for arguments in [
        vec!["papers".into()],
        vec!["import".into(), page.clone().into_os_string()],
        vec!["import".into(), "--dry-run".into(), page.into_os_string()],
    ] {
        let message = catalog.failure(arguments);
        assert!(message.contains(sentence), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(fs::read(catalog.db()).unwrap() == content, "the file was changed");
    }
    let names: Vec<_> = fs::read_dir(catalog.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["catalog.db"], "something was left beside it");
}

fn bytes_of(make: impl FnOnce(&Connection)) -> Vec<u8> {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("made.db");
    let connection = Connection::open(&path).unwrap();
    make(&connection);
    connection.close().unwrap();
    fs::read(path).unwrap()
}

#[test]
fn foreign_files_are_refused_untouched() {
    let catalog = TestCatalog::empty();
    assert_refused(&catalog, b"", "is an empty file, not a catalog");
    assert_refused(&catalog, b"Dear all", "is not a paperdex catalog (not an SQLite file)");
    assert_refused(&catalog, &[b"PK\x03\x04".as_slice(), &[7; 5_000]].concat(), "is not a paperdex catalog");
    let foreign = bytes_of(|connection| connection.execute_batch("CREATE TABLE note (text TEXT)").unwrap());
    assert_refused(&catalog, &foreign, "is an SQLite file of another program");
}

#[test]
fn a_newer_catalog_is_refused_untouched() {
    let newer = bytes_of(|connection| {
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        connection.execute_batch("CREATE TABLE paper (id INTEGER PRIMARY KEY)").unwrap();
    });
    assert_refused(&TestCatalog::empty(), &newer, "was written by a newer paperdex");
}

#[test]
fn a_damaged_catalog_is_refused_untouched() {
    let catalog = TestCatalog::import("author-page.txt");
    catalog.open().execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    let sound = fs::read(catalog.db()).unwrap();
    assert_refused(&catalog, &sound[..sound.len() / 2], "is damaged (cut off:");
    let mut garbage = sound.clone();
    garbage[100..4096].fill(0xa5);
    assert_refused(&catalog, &garbage, "the file is damaged: restore it from a backup");
    let bare = bytes_of(|connection| {
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", SCHEMA_VERSION).unwrap();
        connection.execute_batch("CREATE TABLE paper (id INTEGER PRIMARY KEY)").unwrap();
    });
    assert_refused(&TestCatalog::empty(), &bare, "is damaged (table author is missing)");
}

#[test]
fn a_place_that_is_no_file_is_refused() {
    let catalog = TestCatalog::empty();
    let message = catalog.failure(["papers", "--db", "."]);
    assert_eq!(message, "error: . is a folder, not a catalog: name a file with --db\n");
    if cfg!(unix) {
        assert!(catalog.failure(["papers", "--db", "/dev/null"]).contains("is not a regular file"));
    }
}

#[test]
fn a_name_that_looks_like_an_address_is_a_file() {
    let catalog = TestCatalog::empty();
    let name = "file:x.db?mode=memory";
    let page = listing("missing_abstract.txt");
    catalog.stdout(["import".as_ref(), "--db".as_ref(), name.as_ref(), page.as_os_str()]);
    assert!(catalog.path(name).exists());
    assert!(catalog.stdout(["papers", "--db", name]).contains("Graphs of Small Rooms"));
}

#[test]
fn the_catalog_is_made_in_the_data_folder_unless_another_place_is_named() {
    let catalog = TestCatalog::empty();
    let page = listing("missing_abstract.txt");
    let run = |data: Option<&str>| {
        let mut command = catalog.command(["import".as_ref(), page.as_os_str()]);
        command.env_remove("PAPERDEX_DB").env_remove("XDG_DATA_HOME");
        command.envs(data.map(|data| ("XDG_DATA_HOME", catalog.path(data))));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    assert!(run(Some("data")).contains("data/paperdex/catalog.db"));
    assert!(catalog.path("data/paperdex/catalog.db").exists());
    if cfg!(target_os = "linux") {
        run(None);
        assert!(catalog.path(".local/share/paperdex/catalog.db").exists());
    }
}

#[cfg(unix)]
#[test]
fn a_catalog_that_cannot_be_written_to_can_still_be_asked() {
    use std::os::unix::fs::PermissionsExt;
    let catalog = TestCatalog::empty();
    let page = listing("missing_abstract.txt");
    fs::create_dir(catalog.path("shelf")).unwrap();
    catalog.stdout(["import".as_ref(), "--db".as_ref(), "shelf/a b?.db".as_ref(), page.as_os_str()]);
    let folder = catalog.path("shelf");
    fs::set_permissions(folder.join("a b?.db"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let answer = catalog.run(["papers", "--db", "shelf/a b?.db"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(stdout(&answer).contains("Graphs of Small Rooms"), "{}", stderr(&answer));
}

#[test]
fn the_bundled_sqlite_is_free_of_the_bug_that_loses_a_log() {
    // SQLite 3.7.0 to 3.51.2 can lose committed pages when two connections write and checkpoint at once.
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}
