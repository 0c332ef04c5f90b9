//! Promise 8: read-only media, foreign and network places. A finished catalog is read wherever it lies, also where nothing can
//! be written; any name is a name; where it cannot be used as it should be, that is told in one sentence.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]
#![allow(clippy::print_stderr, reason = "a check that cannot be made here says so")]
#![cfg(unix)]

mod common;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use common::{TestCatalog, listing, project, stderr, stdout};

/// Questions of every kind: with the index of words, with tables of their own, streamed.
const QUESTIONS: &[&[&str]] = &[
    &["papers"],
    &["papers", "--text", "graph*"],
    &["authors"],
    &["author", "derek lim"],
    &["years", "--by", "author"],
    &["duplicates"],
    &["stats"],
    &["imports"],
    &["rejects"],
    &["review"],
    &["rulings"],
    &["export", "csv"],
    &["check"],
    &["check", "--full"],
];

fn page() -> TestCatalog {
    TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"])
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// How a program is run by somebody who may not do everything: root becomes somebody else. `None` where that cannot be.
fn as_somebody() -> Option<Vec<&'static str>> {
    if !is_root() {
        return Some(Vec::new());
    }
    let setpriv = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
    let works = Command::new(setpriv[0]).args(&setpriv[1..]).arg("true").status().is_ok_and(|status| status.success());
    if !works {
        eprintln!("not checked: root may write everywhere, and there is no setpriv program to become somebody else");
    }
    works.then(|| setpriv.to_vec())
}

/// The program on a catalog, run through another one.
fn run_through(through: &[&str], db: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_paperdex");
    let mut command = match through.split_first() {
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
        None => Command::new(program),
    };
    command.current_dir("/").env("PAPERDEX_DB", db).env("HOME", "/nonexistent").env_remove("XDG_DATA_HOME");
    command.args(arguments).output().unwrap()
}

/// Somebody else must be able to reach the program and the catalog.
fn can_reach(through: &[&str], db: &Path) -> bool {
    let Some((first, rest)) = through.split_first() else { return true };
    let reads = |path: &Path| {
        let status =
            Command::new(first).args(rest).args([OsStr::new("test"), OsStr::new("-r"), path.as_os_str()]).status();
        status.is_ok_and(|status| status.success())
    };
    let can = reads(Path::new(env!("CARGO_BIN_EXE_paperdex"))) && reads(db);
    if !can {
        eprintln!("not checked: somebody else cannot reach the program or the folder of temporary files");
    }
    can
}

/// Has the header of a catalog say that it is used with a log, as another program may have left it.
fn leave_in_log_mode(db: &Path) {
    let connection = rusqlite::Connection::open(db).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; UPDATE paper SET title = title; PRAGMA wal_checkpoint (TRUNCATE)")
        .unwrap();
    drop(connection);
    assert_eq!(fs::read(db).unwrap()[18], 2, "the header says that there may be a log");
    assert!(!db.with_extension("db-wal").exists());
}

fn names_in(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[test]
fn a_catalog_of_somebody_else_is_read_where_nothing_can_be_written() {
    let Some(through) = as_somebody() else { return };
    for is_in_log_mode in [false, true] {
        let catalog = page();
        let folder = catalog.path("shelf");
        fs::create_dir(&folder).unwrap();
        let db = folder.join("catalog.db");
        fs::copy(catalog.db(), &db).unwrap();
        let expected: Vec<_> = QUESTIONS.iter().map(|question| stdout(&run_through(&[], &db, question))).collect();
        if is_in_log_mode {
            leave_in_log_mode(&db);
        }
        set_mode(&catalog.path(""), 0o755);
        set_mode(&db, 0o444);
        set_mode(&folder, 0o555);
        if !can_reach(&through, &db) {
            return;
        }
        for (question, expected) in QUESTIONS.iter().zip(&expected) {
            let output = run_through(&through, &db, question);
            assert!(output.status.success(), "{question:?} {is_in_log_mode}: {}", stderr(&output));
            assert_eq!(&stdout(&output), expected, "{question:?}");
        }
        let page = listing("two_pages.txt").display().to_string();
        for command in [&["import", &page][..], &["set", "1", "venue=Rooms"], &["undo", "--yes"], &["merge", "1", "2"]]
        {
            let output = run_through(&through, &db, command);
            let told = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{command:?}: {told}");
            assert!(told.contains("it or its folder cannot be written to"), "{command:?}: {told}");
            assert_eq!(told.lines().count(), 1, "{command:?}: {told}");
        }
        assert_eq!(names_in(&folder), ["catalog.db"], "nothing is left beside it");
        set_mode(&folder, 0o755);
    }
}

#[test]
fn what_is_only_in_a_log_is_not_passed_over_where_it_cannot_be_read() {
    let Some(through) = as_somebody() else { return };
    let catalog = page();
    let (folder, source) = (catalog.path("shelf"), catalog.db());
    fs::create_dir(&folder).unwrap();
    let db = folder.join("catalog.db");
    let log = folder.join("catalog.db-wal");
    // As a machine leaves it that stopped in the middle of an import, without the shared memory.
    let connection = rusqlite::Connection::open(&source).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE paper SET title = 'only in the log'",
        )
        .unwrap();
    fs::copy(&source, &db).unwrap();
    fs::copy(source.with_extension("db-wal"), &log).unwrap();
    drop(connection);
    assert!(fs::metadata(&log).unwrap().len() > 0);
    let link = catalog.path("link.db");
    symlink(&db, &link).unwrap();
    set_mode(&catalog.path(""), 0o755);
    set_mode(&db, 0o444);
    set_mode(&log, 0o444);
    set_mode(&folder, 0o555);
    if !can_reach(&through, &db) {
        return;
    }
    for path in [&db, &link] {
        let output = run_through(&through, path, &["papers"]);
        let told = stderr(&output);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{told}");
        assert!(
            told.contains("-wal, and nothing can be written beside it: copy both files to a folder of yours"),
            "{told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    // An empty one holds nothing back.
    set_mode(&folder, 0o755);
    fs::remove_file(&log).unwrap();
    fs::write(&log, "").unwrap();
    set_mode(&folder, 0o555);
    let output = run_through(&through, &db, &["papers", "--format", "csv"]);
    assert!(output.status.success() && !stdout(&output).contains("only in the log"), "{}", stderr(&output));
    set_mode(&folder, 0o755);
}

#[test]
fn a_write_that_was_interrupted_is_told_where_it_cannot_be_taken_back() {
    let Some(through) = as_somebody() else { return };
    let catalog = page();
    let folder = catalog.path("shelf");
    fs::create_dir(&folder).unwrap();
    let db = folder.join("catalog.db");
    // A journal that has to be played back: written by a transaction that did not end.
    let source = catalog.db();
    let connection = rusqlite::Connection::open(&source).unwrap();
    connection.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE paper SET title = title || 'x', abstract = hex(zeroblob(20000))").unwrap();
    fs::copy(&source, &db).unwrap();
    fs::copy(source.with_extension("db-journal"), folder.join("catalog.db-journal")).unwrap();
    connection.execute_batch("ROLLBACK").unwrap();
    set_mode(&catalog.path(""), 0o755);
    set_mode(&db, 0o444);
    set_mode(&folder.join("catalog.db-journal"), 0o444);
    set_mode(&folder, 0o555);
    if !can_reach(&through, &db) {
        return;
    }
    let output = run_through(&through, &db, &["papers"]);
    let told = stderr(&output);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{told}");
    assert!(
        told.contains("a write was interrupted and must be taken back first") && told.lines().count() == 1,
        "{told}"
    );
    set_mode(&folder, 0o755);
    set_mode(&db, 0o644);
    assert!(run_through(&[], &db, &["check", "--full"]).status.success(), "where it can be taken back it is");
}

#[test]
fn a_catalog_on_a_read_only_drive_is_read() {
    let catalog = page();
    let (shelf, drive) = (catalog.path("shelf"), catalog.path("drive"));
    fs::create_dir(&shelf).unwrap();
    fs::create_dir(&drive).unwrap();
    fs::copy(catalog.db(), shelf.join("plain.db")).unwrap();
    fs::copy(catalog.db(), shelf.join("log%20 mode?.db")).unwrap();
    leave_in_log_mode(&shelf.join("log%20 mode?.db"));
    // In a name space of its own, so that nothing is left mounted, whoever runs the test.
    let inside = |script: &str| {
        let mount = "mount --bind \"$SHELF\" \"$DRIVE\" && mount -o remount,ro,bind \"$DRIVE\" || exit 77\n";
        let mut command = Command::new("unshare");
        command.args(["-rm", "sh", "-c", &format!("{mount}{script}")]);
        command.env("SHELF", &shelf).env("DRIVE", &drive).env("PROGRAM", env!("CARGO_BIN_EXE_paperdex"));
        command.env("PAGE", project().join("fixtures/listings/two_pages.txt")).env("HOME", catalog.path(""));
        command
            .output()
            .ok()
            .filter(|output| output.status.code() != Some(77) && !stderr(output).starts_with("unshare:"))
    };
    let expected = catalog.stdout(["export", "csv"]);
    for name in ["plain.db", "log%20 mode?.db"] {
        let Some(output) = inside(&format!(
            "\"$PROGRAM\" --db \"$DRIVE/{name}\" export csv && \"$PROGRAM\" --db \"$DRIVE/{name}\" check >&2"
        )) else {
            eprintln!("not checked: nothing can be mounted here (unshare -rm, mount)");
            return;
        };
        assert_eq!(stdout(&output), expected, "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains("the catalog is sound"), "{name}: {}", stderr(&output));
        let output = inside(&format!("\"$PROGRAM\" --db \"$DRIVE/{name}\" import \"$PAGE\"")).unwrap();
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{name}: {told}");
        assert!(told.contains("cannot be written to") && told.lines().count() == 1, "{name}: {told}");
    }
    assert_eq!(names_in(&shelf), ["log%20 mode?.db", "plain.db"]);
}

#[test]
fn somebody_else_reads_while_the_owner_writes() {
    let Some(through) = as_somebody() else { return };
    let catalog = page();
    set_mode(&catalog.path(""), 0o755);
    set_mode(&catalog.db(), 0o644);
    if !can_reach(&through, &catalog.db()) {
        return;
    }
    let writer = catalog.open();
    // What is saved is in the log alone, and what is not saved yet is there, too.
    let written = "PRAGMA journal_mode = WAL; UPDATE paper SET title = 'saved' WHERE id = 1; BEGIN IMMEDIATE; \
                   UPDATE paper SET title = 'not yet' WHERE id > 1";
    writer.execute_batch(written).unwrap();
    let output = run_through(&through, &catalog.db(), &["papers", "--format", "csv"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 20);
    assert!(stdout(&output).contains("saved,") && !stdout(&output).contains("not yet"), "{}", stdout(&output));
}

#[test]
fn every_name_of_a_catalog_is_a_path() {
    let names: [&[u8]; 14] = [
        b"file:x.db?mode=memory",
        b"file:folder/x.db?mode=ro&immutable=1",
        b"file:///x.db",
        b":memory:",
        b"a%41b.db",
        b"what?.db",
        b"sharp#.db",
        b" blanks and 'quotes\" .db",
        b"-dash.db",
        "王小明.db".as_bytes(),
        b"not-utf8-\xff\xfe.db",
        b"folder-\xff?%41/catalog.db",
        b"line\nend.db",
        b"./x/../dots.db",
    ];
    let page = listing("author-page.txt");
    for name in names {
        let home = TestCatalog::empty();
        let name = OsString::from_vec(name.to_vec());
        fs::create_dir_all(home.path("x")).unwrap();
        let run = |arguments: &[&OsStr]| {
            let mut command = home.command([OsString::from_vec([b"--db=", name.as_bytes()].concat())]);
            command.env_remove("PAPERDEX_DB").args(arguments).output().unwrap()
        };
        let words = |line: &'static str| line.split(' ').map(OsStr::new).collect::<Vec<_>>();
        let imported = run(&[OsStr::new("import"), page.as_os_str()]);
        assert!(imported.status.success(), "{name:?}: {}", stderr(&imported));
        let path = home.path("").join(&name);
        assert!(path.is_file(), "{name:?} is where its name says");
        // Questions, and another import, which opens it in another way.
        assert_eq!(stdout(&run(&words("check --full"))), "the catalog is sound\n", "{name:?}");
        assert_eq!(stdout(&run(&words("papers --text graph --format jsonl"))).lines().count(), 9, "{name:?}");
        let again = run(&[OsStr::new("import"), page.as_os_str()]);
        assert!(stdout(&again).contains("19 unchanged"), "{name:?}: {}", stderr(&again));
        // Also where it has a log in its header and lies where nothing can be written.
        leave_in_log_mode(&path);
        assert_eq!(stdout(&run(&words("papers --format jsonl"))).lines().count(), 19, "{name:?}");
        let ruled = run(&words("set 1 venue=Rooms"));
        assert!(ruled.status.success(), "{name:?}: {}", stderr(&ruled));
        // An answer is not written over it, whatever its name.
        let before = fs::read(&path).unwrap();
        for question in ["papers", "rejects"] {
            let output = run(&[
                OsStr::new(question),
                OsStr::new("--format=csv"),
                OsStr::new("--force"),
                OsStr::new("-o"),
                path.as_os_str(),
            ]);
            assert!(stderr(&output).contains("it is the catalog itself"), "{name:?}: {}", stderr(&output));
        }
        assert!(fs::read(&path).unwrap() == before, "{name:?}");
        let beside = names_in(path.parent().unwrap());
        assert!(
            beside
                .iter()
                .all(|name| !name.as_bytes().ends_with(b"-journal") && !name.as_bytes().starts_with(b".paperdex")),
            "{beside:?}"
        );
    }
}

#[test]
fn a_link_to_a_catalog_keeps_pointing() {
    let home = TestCatalog::empty();
    fs::create_dir(home.path("real")).unwrap();
    symlink("real/catalog.db", home.path("catalog.db")).unwrap();
    let page = listing("author-page.txt").display().to_string();
    // It leads to nothing yet.
    home.stdout(["import", &page]);
    assert!(fs::symlink_metadata(home.db()).unwrap().is_symlink());
    assert!(home.path("real/catalog.db").is_file());
    home.stdout(["set", "1", "venue=Rooms"]);
    assert!(home.stdout(["check", "--full"]).contains("sound"));
    assert_eq!(names_in(&home.path("real")), ["catalog.db"]);
    // Folders on the way may be links, too, and the path may be relative.
    symlink("real", home.path("other")).unwrap();
    let output = home.command(["--db", "other/../real/./catalog.db", "papers", "--format", "jsonl"]).output().unwrap();
    assert_eq!(stdout(&output).lines().count(), 19);
    let output = home.command(["--db", "other/new.db", "import", &page]).output().unwrap();
    assert!(output.status.success() && home.path("real/new.db").is_file(), "{}", stderr(&output));
}

#[test]
fn a_new_catalog_in_a_folder_that_a_service_copies_is_warned_of_once() {
    let page = listing("author-page.txt").display().to_string();
    for (folder, service) in [
        ("Dropbox", Some("Dropbox")),
        ("Dropbox (Personal)/papers", Some("Dropbox")),
        ("OneDrive - Lab", Some("OneDrive")),
        ("Google Drive/My Drive", Some("Google Drive")),
        ("CloudStorage/GoogleDrive-ann@example.org", Some("Google Drive")),
        ("Mobile Documents/com~apple~CloudDocs", Some("iCloud")),
        ("papers", None),
    ] {
        let home = TestCatalog::empty();
        let db = format!("{folder}/catalog.db");
        let told = stderr(&home.command(["--db", &db, "import", &page]).output().unwrap());
        match service {
            Some(service) => {
                assert!(told.contains(&format!("is in a folder of {service}, which may copy")), "{folder}: {told}");
                assert!(told.starts_with("note: ") && told.lines().count() == 1, "{told}");
            }
            None => assert_eq!(told, ""),
        }
        for command in [&["import", &page][..], &["papers"], &["set", "1", "venue=Rooms"]] {
            let output = home.command(["--db", &db]).args(command).output().unwrap();
            assert!(
                output.status.success() && !stderr(&output).contains("may copy"),
                "{command:?}: {}",
                stderr(&output)
            );
        }
    }
    // A link to such a folder is one.
    let home = TestCatalog::empty();
    fs::create_dir(home.path("Dropbox")).unwrap();
    symlink("Dropbox", home.path("papers")).unwrap();
    let told = stderr(&home.command(["--db", "papers/catalog.db", "import", &page]).output().unwrap());
    assert!(told.contains("in a folder of Dropbox"), "{told}");
}

#[test]
fn on_a_shared_drive_a_catalog_is_written_without_a_log_and_that_is_told() {
    // What is decided by the number of a file system is tested beside the code; here a real drive of that kind is used.
    let home = TestCatalog::empty();
    let (shelf, drive) = (home.path("shelf"), home.path("drive"));
    fs::create_dir(&shelf).unwrap();
    fs::create_dir(&drive).unwrap();
    let mounted = Command::new("bindfs").args([&shelf, &drive]).status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("not checked on a real shared drive: there is no bindfs program here, or nothing can be mounted");
        return;
    }
    let result = std::panic::catch_unwind(|| {
        let page = listing("author-page.txt").display().to_string();
        for (command, is_told) in [
            (&["import", &page][..], true),
            (&["import", &page], true),
            (&["papers"], false),
            (&["set", "1", "venue=Rooms"], true),
            (&["check", "--full"], false),
        ] {
            let output = home.command(["--db", "drive/catalog.db"]).args(command).output().unwrap();
            let told = stderr(&output);
            assert!(output.status.success(), "{command:?}: {told}");
            assert_eq!(
                told.contains("is on a drive that is not this machine's alone (FUSE)"),
                is_told,
                "{command:?}: {told}"
            );
            assert_eq!(
                fs::read(shelf.join("catalog.db")).unwrap()[18],
                1,
                "{command:?}: the header says that there is no log"
            );
            assert_eq!(names_in(&shelf), ["catalog.db"], "{command:?}");
        }
    });
    let unmounted = ["fusermount3", "fusermount"]
        .iter()
        .any(|program| Command::new(program).arg("-u").arg(&drive).status().is_ok_and(|status| status.success()));
    assert!(unmounted || Command::new("umount").arg(&drive).status().is_ok_and(|status| status.success()));
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}
