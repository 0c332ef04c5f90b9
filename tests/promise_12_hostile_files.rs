//! Promise 12, a hostile database file: nothing that it brings is run, and what is refused is refused in one sentence and left as
//! it is.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use common::{AS_OF, TestCatalog, listing, stderr, stdout};
use paperdex::catalog::{APPLICATION_ID, SCHEMA_VERSION};
use rusqlite::Connection;

/// Longer than any command takes, however busy the machine is.
const FOR_EVER: Duration = Duration::from_secs(60);

/// One command of each kind: two that write, and four that read.
fn commands() -> Vec<(&'static str, Vec<OsString>, bool)> {
    let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
    let page = listing("missing_abstract.txt").into_os_string();
    let mut import = words("import --as-of 2026-11-23");
    let mut rehearsal = words("import --dry-run --as-of 2026-11-23");
    import.push(page.clone());
    rehearsal.push(page);
    vec![
        ("import", import, true),
        ("import --dry-run", rehearsal, true),
        ("undo", words("undo --yes"), true),
        ("papers", words("papers"), false),
        ("authors --text", words("authors --text rooms"), false),
        ("check", words("check --full"), false),
        ("backup", words("backup ../copy.db"), false),
    ]
}

/// A catalog alone in a folder, and the program, run in that folder. It may not wait for ever.
struct Hostile {
    home: TestCatalog,
}

impl Hostile {
    fn new() -> Self {
        let home = TestCatalog::empty();
        fs::create_dir(home.path("place")).unwrap();
        Self { home }
    }

    /// A sound catalog, to be changed.
    fn sound() -> Self {
        let hostile = Self::new();
        let import =
            hostile.run(["import".into(), "--as-of".into(), AS_OF.into(), listing("author-page.txt").into_os_string()]);
        assert!(import.status.success(), "{}", stderr(&import));
        hostile
    }

    /// The same, changed by another program.
    fn changed(sql: &str) -> Self {
        let hostile = Self::sound();
        let connection = Connection::open(hostile.db()).unwrap();
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
        hostile
    }

    /// The same, with a schema that SQLite itself would not write.
    fn forged(sql: &str) -> Self {
        let hostile = Self::sound();
        let connection = Connection::open(hostile.db()).unwrap();
        connection.execute_batch(&format!("PRAGMA writable_schema = ON; {sql}")).unwrap();
        connection.close().unwrap();
        hostile
    }

    fn with_bytes(bytes: &[u8]) -> Self {
        let hostile = Self::new();
        fs::write(hostile.db(), bytes).unwrap();
        hostile
    }

    fn place(&self) -> std::path::PathBuf {
        self.home.path("place")
    }

    fn db(&self) -> std::path::PathBuf {
        self.place().join("catalog.db")
    }

    fn run(&self, arguments: impl IntoIterator<Item = OsString>) -> Output {
        let mut command = self.home.command(arguments);
        command.current_dir(self.place()).env("PAPERDEX_DB", self.db());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if begun.elapsed() > FOR_EVER {
                child.kill().unwrap();
                panic!("it hangs");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        child.wait_with_output().unwrap()
    }

    /// What is in the folder: names, kinds, and the bytes of files.
    fn content(&self) -> Vec<(OsString, String, Vec<u8>)> {
        let mut content: Vec<_> = fs::read_dir(self.place())
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let kind = entry.file_type().unwrap();
                let bytes = if kind.is_file() { fs::read(entry.path()).unwrap() } else { Vec::new() };
                (entry.file_name(), format!("{kind:?}"), bytes)
            })
            .collect();
        content.sort();
        content
    }

    /// A command is refused in one sentence and changes nothing.
    fn assert_refused(&self, name: &str, arguments: Vec<OsString>, sentence: &str) {
        let before = self.content();
        let output = self.run(arguments);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{name}: {}{message}", stdout(&output));
        assert!(message.contains(sentence), "{name}: {message}");
        assert!(message.starts_with("error: ") && message.lines().count() == 1, "{name}: {message}");
        assert_eq!(stdout(&output), "", "{name}");
        assert!(self.content() == before, "{name}: something was changed");
        assert!(!self.home.path("copy.db").exists(), "{name}: a backup was kept");
    }

    fn assert_all_refused(&self, sentence: &str) {
        for (name, arguments, _) in commands() {
            self.assert_refused(name, arguments, sentence);
        }
    }

    /// What writes is refused; what reads answers as ever; `check` says what is wrong.
    fn assert_only_read(&self, what: &str) {
        for (name, arguments, writes) in commands() {
            if name == "check" {
                let output = self.run(arguments);
                assert_eq!(output.status.code(), Some(1), "{what}: {}", stdout(&output));
                assert!(
                    stdout(&output).contains("changed by another program: ") && stdout(&output).contains(what),
                    "{}",
                    stdout(&output)
                );
            } else if writes {
                // Undoing is asked for by what it reads first, which is answered.
                let before = self.content();
                let output = self.run(arguments);
                let message = stderr(&output);
                assert_eq!(output.status.code(), Some(1), "{name}: {what}: {message}");
                assert!(
                    message.contains("was changed by another program (") && message.contains(what),
                    "{name}: {message}"
                );
                assert_eq!(message.lines().count(), 1, "{message}");
                assert!(self.content() == before, "{name}: {what}: something was changed");
            } else {
                self.assert_answers(name, arguments);
            }
        }
    }

    fn assert_answers(&self, name: &str, arguments: Vec<OsString>) {
        let before = self.content();
        let output = self.run(arguments);
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        assert!(self.content() == before, "{name}: something was changed");
        let _ = fs::remove_file(self.home.path("copy.db"));
    }

    fn count(&self, sql: &str) -> i64 {
        Connection::open(self.db()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

fn made(make: impl FnOnce(&Connection)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::open(folder.path().join("made.db")).unwrap();
    make(&connection);
    connection.close().unwrap();
    fs::read(folder.path().join("made.db")).unwrap()
}

fn marked(connection: &Connection, application: i32, version: i32) {
    connection.pragma_update(None, "application_id", application).unwrap();
    connection.pragma_update(None, "user_version", version).unwrap();
}

#[test]
fn what_is_no_catalog_of_ours_is_refused_and_left_as_it_is() {
    let table = "CREATE TABLE paper (id INTEGER PRIMARY KEY, title TEXT)";
    let other = made(|connection| {
        marked(connection, 0x6d61_7073, SCHEMA_VERSION);
        connection.execute_batch(table).unwrap();
    });
    let newer = made(|connection| {
        marked(connection, APPLICATION_ID, SCHEMA_VERSION + 1);
        connection.execute_batch(table).unwrap();
    });
    let bare = made(|connection| {
        // Pages of 64 kB, which the header calls 1.
        connection.execute_batch("PRAGMA page_size = 65536").unwrap();
        marked(connection, APPLICATION_ID, SCHEMA_VERSION);
        connection.execute_batch(table).unwrap();
    });
    let negative = made(|connection| {
        marked(connection, APPLICATION_ID, -1);
        connection.execute_batch(table).unwrap();
    });
    let zip = [b"PK\x03\x04\x14\0".as_slice(), &[7; 9_000]].concat();
    let mut only_magic = b"SQLite format 3\0".to_vec();
    let not_sqlite = "is not a paperdex catalog (not an SQLite file)";
    for (bytes, sentence) in [
        (b"".to_vec(), "is an empty file"),
        (b"Dear all,\nhere is the catalog.\n".to_vec(), not_sqlite),
        (zip, not_sqlite),
        (only_magic.clone(), not_sqlite),
        (other, "is an SQLite file of another program"),
        (newer, "was written by a newer paperdex"),
        (bare[..70_000].to_vec(), "is damaged (cut off: 70000 of "),
        (bare, "is damaged (table author is missing)"),
        (negative, "is damaged (catalog version -1 does not exist)"),
    ] {
        Hostile::with_bytes(&bytes).assert_all_refused(sentence);
    }
    only_magic.resize(200, 0xff);
    Hostile::with_bytes(&only_magic).assert_all_refused("error: ");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_nothing_waits_for_it() {
    use std::os::unix::fs::symlink;
    let folder = Hostile::new();
    fs::create_dir(folder.db()).unwrap();
    folder.assert_all_refused("is a folder, not a catalog");

    let pipe = Hostile::new();
    if std::process::Command::new("mkfifo").arg(pipe.db()).status().is_ok_and(|status| status.success()) {
        pipe.assert_all_refused("is not a regular file");
    } else {
        eprintln!("not checked: a pipe, because there is no mkfifo program here");
    }
    for (target, sentence) in [
        ("/dev/zero", "is not a regular file"),
        ("/dev/null", "is not a regular file"),
        ("catalog.db", "could not open the catalog"),
        (".", "is a folder, not a catalog"),
    ] {
        let link = Hostile::new();
        if !Path::new(target).is_absolute() || Path::new(target).exists() {
            symlink(target, link.db()).unwrap();
            link.assert_all_refused(sentence);
        }
    }
}

#[test]
fn a_catalog_with_a_trigger_is_read_and_not_written_to() {
    // A trigger on rows of ours, one on a view, and one that names a function that would load code.
    for (sql, what) in [
        ("CREATE TRIGGER evil AFTER INSERT ON paper BEGIN DELETE FROM author; END", "trigger evil"),
        (
            "CREATE TRIGGER evil BEFORE INSERT ON listing BEGIN SELECT load_extension('/tmp/evil.so'); END",
            "trigger evil",
        ),
        ("CREATE TRIGGER \"e v'il\" INSTEAD OF INSERT ON v_paper BEGIN SELECT 1; END", "trigger e v'il"),
        (
            "CREATE TABLE mine (a); CREATE TRIGGER evil AFTER INSERT ON mine BEGIN DELETE FROM author; END",
            "trigger evil",
        ),
    ] {
        let hostile = Hostile::changed(sql);
        let authors = hostile.count("SELECT count(*) FROM author");
        hostile.assert_only_read(what);
        assert_eq!(hostile.count("SELECT count(*) FROM author"), authors);
    }
}

#[test]
fn a_changed_definition_of_ours_is_not_written_to() {
    let replaced = |name: &str, from: &str, to: &str| {
        format!("UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = '{name}'")
    };
    for (sql, what) in [
        (
            "DROP VIEW v_paper; CREATE VIEW v_paper AS SELECT load_extension('/tmp/evil.so') AS id".to_owned(),
            "view v_paper",
        ),
        ("DROP VIEW v_coauthor; CREATE TABLE v_coauthor (a)".to_owned(), "table v_coauthor"),
        ("DROP INDEX paper_title; CREATE INDEX paper_title ON paper (title)".to_owned(), "index paper_title"),
        ("DROP INDEX record_paper".to_owned(), "index record_paper is missing"),
        ("ALTER TABLE paper ADD COLUMN note TEXT".to_owned(), "table paper"),
        (
            format!(
                "PRAGMA writable_schema = ON; {}",
                replaced("link", "kind      TEXT    NOT NULL", "kind TEXT NOT NULL DEFAULT (hex(randomblob(8)))")
            ),
            "table link",
        ),
        (
            format!(
                "PRAGMA writable_schema = ON; {}",
                replaced("category", "code <> ''''", "length(zeroblob(100000000)) > 0")
            ),
            "table category",
        ),
        (
            format!(
                "PRAGMA writable_schema = ON; {}",
                replaced("import", "undone_at       TEXT", "undone_at TEXT COLLATE NOCASE")
            ),
            "table import",
        ),
    ] {
        Hostile::changed(&sql).assert_only_read(what);
    }
}

#[test]
fn a_table_of_ours_that_would_run_what_is_not_ours_is_not_even_read() {
    let in_the_place_of = |table: &str, statement: &str| {
        format!(
            "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ALTER TABLE {table} RENAME TO hidden; {statement}"
        )
    };
    for (sql, what) in [
        (in_the_place_of("paper", "CREATE VIEW paper AS SELECT * FROM hidden"), "view paper"),
        (in_the_place_of("paper_block", "CREATE VIEW paper_block AS SELECT load_extension('/tmp/evil.so') AS block"), "view paper_block"),
        (in_the_place_of("link", "CREATE VIRTUAL TABLE link USING fts5 (paper_id, url, stated_by, kind)"), "table link"),
        (in_the_place_of("stray_line", "CREATE VIRTUAL TABLE stray_line USING fts5vocab (paper_text, row)"), "table stray_line"),
        (
            in_the_place_of("author", "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT AS (hex(zeroblob(100000000))), name_key TEXT, is_group INTEGER)"),
            "table author",
        ),
        ("DROP TABLE paper_text; CREATE VIRTUAL TABLE paper_text USING fts5 (title, abstract, authors, content = 'v_paper')".to_owned(), "table paper_text"),
        ("DROP TABLE paper_text; CREATE VIEW paper_text AS SELECT * FROM paper".to_owned(), "view paper_text"),
    ] {
        let hostile = Hostile::changed(&sql);
        hostile.assert_all_refused(&format!("was changed by another program ({what} is in the place of a table of paperdex): it is not read"));
    }
}

#[test]
fn a_schema_that_says_one_thing_and_makes_another_is_refused() {
    // A trigger that is called a table, and statements behind a statement.
    let insert = |kind: &str, name: &str, sql: &str| {
        format!(
            "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('{kind}', '{name}', 'paper', 0, '{sql}')"
        )
    };
    let trigger = "CREATE TRIGGER evil AFTER INSERT ON paper BEGIN DELETE FROM author; END";
    for sql in [
        insert("table", "evil", trigger),
        insert("view", "evil", &trigger.replace("CREATE ", "create/**/")),
        insert("view", "paper2", "CREATE VIEW paper AS SELECT 1 AS id"),
        "UPDATE sqlite_schema SET sql = sql || '; DELETE FROM author' WHERE name = 'paper_title'".to_owned(),
        "UPDATE sqlite_schema SET sql = sql || '; DELETE FROM author' WHERE name = 'paper_text'".to_owned(),
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK', 'CHECK /* ') || ' */' WHERE name = 'venue'".to_owned(),
    ] {
        let hostile = Hostile::forged(&sql);
        let before = hostile.content();
        for (name, arguments, writes) in commands() {
            let output = hostile.run(arguments);
            assert!(output.status.code() == Some(1) || !writes, "{name}: {sql}");
            assert!(output.status.code().is_some_and(|code| code <= 1), "{name}: {sql}: {}", stderr(&output));
            assert!(hostile.content() == before, "{name}: {sql}: something was changed");
        }
    }
}

#[test]
fn the_users_own_tables_views_and_indexes_are_allowed_and_listed() {
    let hostile = Hostile::changed(
        "CREATE TABLE \"my notes\" (paper_id INTEGER REFERENCES paper (id), text TEXT);
         CREATE INDEX note_paper ON \"my notes\" (paper_id);
         CREATE VIEW recent AS SELECT * FROM paper WHERE year > 2022;
         CREATE INDEX \"odd; DROP TABLE paper\" ON paper (abstract);
         CREATE UNIQUE INDEX one_url ON link (paper_id, url, stated_by);
         CREATE VIRTUAL TABLE words USING fts5 (text);
         ANALYZE;",
    );
    let checked = hostile.run(["check".into(), "--full".into()]);
    let answer = stdout(&checked);
    assert!(checked.status.success(), "{answer}{}", stderr(&checked));
    for line in [
        "not ours: table my notes\n",
        "not ours: index note_paper on table my notes\n",
        "not ours: view recent\n",
        "not ours: index odd; DROP TABLE paper on our table paper\n",
        "not ours: index one_url on our table link, which may refuse what an import writes\n",
        "not ours: virtual table words\n",
    ] {
        assert!(answer.contains(line), "{line}{answer}");
    }
    assert!(answer.ends_with("\nthe catalog is sound\n"), "{answer}");
    for (name, arguments, _) in commands() {
        let output = hostile.run(arguments);
        assert!(output.status.success(), "{name}: {}", stderr(&output));
    }
    let kept = "SELECT count(*) FROM sqlite_schema WHERE name IN ('my notes', 'note_paper', 'recent', 'odd; DROP TABLE paper', 'one_url', 'words')";
    assert_eq!(hostile.count(kept), 6, "what is the user's own stays");
}

#[test]
fn an_index_of_another_program_is_not_run_when_an_empty_catalog_is_filled() {
    // Taking the only import back empties the catalog; the next import leaves out its indexes and makes them again.
    let hostile = Hostile::sound();
    assert!(hostile.run(["undo".into(), "--yes".into()]).status.success());
    let connection = Connection::open(hostile.db()).unwrap();
    connection
        .execute_batch(
            "DELETE FROM record; DELETE FROM listing; DELETE FROM import; DELETE FROM decision;
             CREATE INDEX \"venue; DROP TABLE decision; --\" ON paper (abstract);",
        )
        .unwrap();
    connection.close().unwrap();
    let import =
        hostile.run(["import".into(), "--as-of".into(), AS_OF.into(), listing("author-page.txt").into_os_string()]);
    assert!(import.status.success(), "{}", stderr(&import));
    assert_eq!(hostile.count("SELECT count(*) FROM sqlite_schema WHERE name = 'decision'"), 1);
    assert_eq!(
        hostile.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'venue;%'"),
        1,
        "the user's index stays"
    );
}

#[test]
fn catalogs_that_were_made_by_older_versions_are_written_to() {
    for version in 1..=SCHEMA_VERSION {
        let hostile = Hostile::new();
        let frozen = common::project().join(format!("fixtures/catalogs/{version:04}.sql"));
        let connection = Connection::open(hostile.db()).unwrap();
        connection.execute_batch(&fs::read_to_string(frozen).unwrap()).unwrap();
        connection.close().unwrap();
        let page = listing("author-page.txt").into_os_string();
        let import = hostile.run(["import".into(), "--as-of".into(), AS_OF.into(), page]);
        assert!(import.status.success(), "{version}: {}", stderr(&import));
    }
}

#[test]
fn an_old_catalog_with_a_trigger_is_not_walked_up() {
    for (sql, what) in [
        ("CREATE TRIGGER evil AFTER INSERT ON paper BEGIN DELETE FROM author; END", "trigger evil"),
        (
            "PRAGMA legacy_alter_table = ON; ALTER TABLE author RENAME TO hidden; CREATE VIEW author AS SELECT * FROM hidden",
            "view author",
        ),
    ] {
        let hostile = Hostile::new();
        let frozen = common::project().join("fixtures/catalogs/0002.sql");
        let connection = Connection::open(hostile.db()).unwrap();
        connection.execute_batch(&format!("{}; {sql}", fs::read_to_string(frozen).unwrap())).unwrap();
        connection.close().unwrap();
        for (name, arguments, _) in commands().into_iter().filter(|(name, ..)| *name != "backup") {
            hostile.assert_refused(name, arguments, what);
        }
    }
}

#[test]
fn a_log_or_a_journal_of_garbage_changes_no_answer_and_no_byte_of_the_catalog() {
    for (ending, bytes) in [
        ("-wal", vec![0xa5; 40_000]),
        ("-wal", [0x377f_0682_u32.to_be_bytes().as_slice(), &[7; 30_000]].concat()),
        ("-journal", vec![0xa5; 40_000]),
        ("-journal", [[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7].as_slice(), &[0xff; 30_000]].concat()),
        ("-shm", vec![0xa5; 32_768]),
    ] {
        let hostile = Hostile::sound();
        let expected = stdout(&hostile.run(["papers".into(), "--format".into(), "csv".into()]));
        let before = fs::read(hostile.db()).unwrap();
        let beside = hostile.place().join(format!("catalog.db{ending}"));
        for (name, arguments, writes) in commands() {
            fs::write(&beside, &bytes).unwrap();
            let output = hostile.run(arguments);
            assert!(output.status.code().is_some_and(|code| code <= 1), "{name} {ending}: {}", stderr(&output));
            assert!(
                output.status.success() || stderr(&output).lines().count() == 1,
                "{name} {ending}: {}",
                stderr(&output)
            );
            if !writes || !output.status.success() {
                assert!(fs::read(hostile.db()).unwrap() == before, "{name} {ending}: the catalog was changed");
            }
            fs::write(&beside, &bytes).unwrap();
            fs::write(hostile.db(), &before).unwrap();
            let answer = hostile.run(["papers".into(), "--format".into(), "csv".into()]);
            assert!(stdout(&answer) == expected || answer.status.code() == Some(1), "{name} {ending}");
            let _ = fs::remove_file(&beside);
            let _ = fs::remove_file(hostile.home.path("copy.db"));
        }
    }
}

/// A journal that belongs to a transaction over several files, by the name of another: SQLite looks whether that one is still
/// needed, and removes it. Source: SQLite's pager.c, `readSuperJournal` and `pager_delsuper`.
fn journal_that_names(target: &str) -> Vec<u8> {
    let name = target.as_bytes();
    let sum = name.iter().fold(0_u32, |sum, byte| sum.wrapping_add(u32::from(*byte)));
    let mark = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    // A header of no pages, then the name.
    let mut journal =
        [mark.as_slice(), &[0; 12], &64_u32.to_be_bytes(), &512_u32.to_be_bytes(), &16_384_u32.to_be_bytes()].concat();
    journal.resize(512, 0);
    journal.extend_from_slice(&4_194_305_u32.to_be_bytes());
    journal.extend_from_slice(name);
    journal.extend_from_slice(&u32::try_from(name.len()).unwrap().to_be_bytes());
    journal.extend_from_slice(&sum.to_be_bytes());
    journal.extend_from_slice(&mark);
    journal
}

#[test]
fn a_journal_that_names_another_file_is_not_followed_and_the_file_stays() {
    let hostile = Hostile::sound();
    let precious = hostile.home.write("precious", "years of work");
    fs::write(hostile.place().join("catalog.db-journal"), journal_that_names(precious.to_str().unwrap())).unwrap();
    hostile.assert_all_refused("speaks of other files too, which paperdex never writes");
    let arguments = ["repair", "catalog.db", "-o", "../new.db"].map(OsString::from);
    let before = hostile.content();
    let repaired = hostile.run(arguments);
    assert!(stdout(&repaired).starts_with("../new.db: 19 papers; nothing was lost\nnote: "), "{}", stderr(&repaired));
    assert!(hostile.content() == before);
    assert_eq!(fs::read_to_string(precious).unwrap(), "years of work");
}

#[cfg(unix)]
#[test]
fn what_lies_beside_a_catalog_must_be_files() {
    use std::os::unix::fs::symlink;
    for ending in ["-wal", "-journal", "-shm"] {
        let link = Hostile::sound();
        let precious = link.home.write("precious", "years of work");
        let beside = link.place().join(format!("catalog.db{ending}"));
        symlink(&precious, &beside).unwrap();
        link.assert_all_refused("is not a regular file, and SQLite would write to it");
        assert_eq!(fs::read_to_string(&precious).unwrap(), "years of work");
        fs::remove_file(&beside).unwrap();
        if std::process::Command::new("mkfifo").arg(&beside).status().is_ok_and(|status| status.success()) {
            link.assert_all_refused("is not a regular file, and SQLite would write to it");
            // Through a link, SQLite keeps them beside what it leads to.
            symlink("place/catalog.db", link.home.path("link.db")).unwrap();
            let output = link.run(["papers", "--db", "../link.db"].map(OsString::from));
            assert!(stderr(&output).contains("is not a regular file"), "{}", stderr(&output));
        } else {
            eprintln!("not checked: a pipe, because there is no mkfifo program here");
        }
    }
}

#[test]
fn what_an_earlier_catalog_left_is_not_taken_for_a_part_of_a_new_one() {
    for ending in ["-wal", "-journal"] {
        let hostile = Hostile::new();
        fs::write(hostile.place().join(format!("catalog.db{ending}")), vec![7; 5_000]).unwrap();
        for (name, arguments, _) in commands() {
            hostile.assert_refused(
                name,
                arguments,
                "which belonged to one: bring the catalog back, or remove that too",
            );
        }
    }
}

#[test]
fn repair_runs_nothing_of_what_a_hostile_file_says() {
    let hostile = Hostile::forged(
        "CREATE TRIGGER evil AFTER INSERT ON paper BEGIN DELETE FROM author; END;
         CREATE TABLE mine (a);
         CREATE VIEW also_mine AS SELECT load_extension('/tmp/evil.so');
         UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (title <> '''')', 'CHECK (length(hex(zeroblob(100000000))) > 0)') WHERE name = 'paper';
         UPDATE sqlite_schema SET sql = 'CREATE TABLE venue AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n' WHERE name = 'venue';",
    );
    let before = hostile.content();
    let repaired = hostile.run(["repair", "catalog.db", "-o", "../new.db"].map(OsString::from));
    let answer = stdout(&repaired);
    assert!(answer.starts_with("../new.db: 19 papers; nothing was lost\n"), "{answer}{}", stderr(&repaired));
    for what in ["trigger evil", "table mine", "view also_mine"] {
        assert!(answer.contains(&format!("note: left out, because it is not of paperdex: {what}\n")), "{answer}");
    }
    assert!(hostile.content() == before);
    let checked = hostile.run(["check", "--db", "../new.db"].map(OsString::from));
    assert_eq!(stdout(&checked), "the catalog is sound\n");
}
