//! Promise 3: on a full disk, or where a file may not grow, the program ends with one sentence that names the place and what is
//! free there, what was saved is intact, and the same command works when there is room again.
#![cfg(unix)]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "their names say what they show; a test may panic"
)]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use common::{TestCatalog, stderr, stdout};

/// A table of papers with long abstracts: some kB each.
fn table(catalog: &TestCatalog, name: &str, count: usize) {
    let stem = name.trim_end_matches(".csv");
    let rows = (0..count).map(|number| {
        let text = format!("We study rooms and walks under noise {number}. ").repeat(90);
        format!("Rooms {number} of {} in {name},Ann L{stem}x{number}; Bo Ek,2020,{text}\n", number * 7919)
    });
    catalog.write(name, format!("Title,Authors,Year,Abstract\n{}", rows.collect::<String>()));
}

/// One sentence that says what is full and how much is free.
fn assert_tells(message: &str, place: &str) {
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.starts_with("error: "), "{message}");
    assert!(message.contains(place) && message.contains(" free in /"), "{message}");
}

/// How many entries were told to be saved.
fn told(answer: &str) -> i64 {
    let saved = |line: &&str| line.contains(" entries: ") && !line.contains("listings");
    let count = |line: &str| line.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse::<i64>().unwrap();
    answer.lines().filter(saved).map(count).sum()
}

/// A small file system of its own in a shell that has it mounted.
struct SmallDisk {
    shell: Child,
    answers: BufReader<ChildStdout>,
    /// The folder beside it.
    folder: PathBuf,
}

impl SmallDisk {
    /// `None`, with a word on stderr, where no file system can be mounted.
    fn of(catalog: &TestCatalog, size: &str) -> Option<Self> {
        std::fs::create_dir(catalog.path("disk")).unwrap();
        // As another user of one's own, who may mount, or as one who may anyway.
        for start in [&["unshare", "-rm", "sh"][..], &["unshare", "-m", "sh"]] {
            let mut command = Command::new(start[0]);
            command.args(&start[1..]).current_dir(catalog.path("")).env("PAPERDEX", env!("CARGO_BIN_EXE_paperdex"));
            command.env("PAPERDEX_DB", "disk/catalog.db").env("SQLITE_TMPDIR", catalog.path(""));
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
            let Ok(mut shell) = command.spawn() else { break };
            let answers = BufReader::new(shell.stdout.take().unwrap());
            let mut disk = Self { shell, answers, folder: catalog.path("") };
            if disk.ask(&format!("mount -t tmpfs -o size={size} none disk")) == Some(0) {
                return Some(disk);
            }
        }
        eprintln!("not checked: a full file system, because none can be mounted here");
        None
    }

    /// Runs a line in the shell and gives its exit code.
    fn ask(&mut self, line: &str) -> Option<i32> {
        writeln!(self.shell.stdin.as_mut()?, "{line} >out 2>err; echo $?").ok()?;
        let mut code = String::new();
        self.answers.read_line(&mut code).ok()?;
        code.trim().parse().ok()
    }

    /// Runs the program: exit code, stdout, stderr.
    fn run(&mut self, arguments: &str) -> (i32, String, String) {
        let code = self.ask(&format!("\"$PAPERDEX\" {arguments}")).unwrap();
        let read = |name| std::fs::read_to_string(self.folder.join(name)).unwrap();
        (code, read("out"), read("err"))
    }

    fn do_it(&mut self, line: &str) {
        assert_eq!(self.ask(line), Some(0), "{line}");
    }

    fn fill(&mut self) {
        self.ask("dd if=/dev/zero of=disk/rest bs=4k");
    }

    fn names(&mut self) -> String {
        self.do_it("ls -A disk");
        std::fs::read_to_string(self.folder.join("out")).unwrap()
    }

    /// What is on the disk, in another folder.
    fn copy(&mut self) -> TestCatalog {
        let copy = TestCatalog::empty();
        self.do_it(&format!("cp disk/catalog.db* {}", copy.path("").display()));
        copy
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The end of its input ends the shell, and with it the mount.
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

#[test]
fn an_import_into_a_new_catalog_that_finds_the_disk_full_leaves_nothing() {
    let catalog = TestCatalog::empty();
    table(&catalog, "big.csv", 2_000);
    let Some(mut disk) = SmallDisk::of(&catalog, "6m") else { return };
    for arguments in ["import big.csv", "import --no-index big.csv", "import --strict big.csv"] {
        let (code, answer, message) = disk.run(arguments);
        assert_eq!((code, answer.as_str()), (1, ""), "{message}");
        assert_tells(&message, "disk/catalog.db");
        assert!(message.contains("not enough room"), "{message}");
        assert_eq!(disk.names(), "", "{arguments} left something");
    }
    disk.fill();
    let (code, _, message) = disk.run("import big.csv");
    assert_eq!(code, 1);
    assert_tells(&message, "disk/catalog.db");
    disk.do_it("rm disk/rest");
    disk.do_it("mount -o remount,size=60m disk");
    let (code, answer, message) = disk.run("import big.csv");
    assert_eq!((code, told(&answer)), (0, 2_000), "{message}");
    disk.copy().assert_sound();
}

#[test]
fn imports_that_fill_the_disk_keep_what_was_saved_and_go_on_when_there_is_room() {
    let catalog = TestCatalog::empty();
    let names: Vec<_> = (0..20).map(|number| format!("{number}.csv")).collect();
    names.iter().for_each(|name| table(&catalog, name, 100));
    let Some(mut disk) = SmallDisk::of(&catalog, "6m") else { return };
    let (code, ..) = disk.run("import 0.csv");
    assert_eq!(code, 0);
    let import = format!("import {}", names.join(" "));
    let (code, answer, message) = disk.run(&import);
    assert_eq!(code, 1);
    assert_tells(&message, "disk/catalog.db");
    let saved = told(&answer);
    assert!(saved >= 100, "{answer}");
    let copy = disk.copy();
    copy.assert_sound();
    // The first of them was there already.
    assert_eq!(copy.value::<i64>("SELECT count(*) FROM paper"), saved);

    // Questions are answered, even from a disk on which nothing is left.
    disk.fill();
    for question in ["papers", "years --by venue", "check --full", "export csv", "imports"] {
        let (code, answer, message) = disk.run(question);
        assert!(code == 0 && !answer.is_empty(), "{question}: {message}");
    }

    disk.do_it("rm disk/rest");
    disk.do_it("mount -o remount,size=60m disk");
    let (code, answer, message) = disk.run(&import);
    assert_eq!((code, told(&answer)), (0, 2_000), "{message}");
    let copy = disk.copy();
    copy.assert_sound();
    assert_eq!(copy.value::<i64>("SELECT count(*) FROM paper"), 2_000);
    assert!(!disk.names().contains("-wal"), "{}", disk.names());
}

#[test]
fn undoing_and_ruling_on_a_full_disk_is_done_or_not_done() {
    let catalog = TestCatalog::empty();
    table(&catalog, "1.csv", 150);
    table(&catalog, "2.csv", 150);
    let Some(mut disk) = SmallDisk::of(&catalog, "12m") else { return };
    for arguments in ["import 1.csv", "import 2.csv"] {
        let (code, _, message) = disk.run(arguments);
        assert_eq!(code, 0, "{message}");
    }
    let before = disk.copy().content();
    disk.fill();
    for arguments in ["undo --yes", "undo --yes 1", "merge 1 2", "set 1 venue=ICLR", "import 1.csv"] {
        let (code, _, message) = disk.run(arguments);
        assert_eq!(code, 1, "{arguments}: {message}");
        assert_tells(&message, "disk/catalog.db");
        let copy = disk.copy();
        copy.assert_sound();
        assert!(copy.content() == before, "{arguments} is half done");
    }
    disk.do_it("rm disk/rest");
    let (code, _, message) = disk.run("undo --yes");
    assert_eq!(code, 0, "{message}");
    let copy = disk.copy();
    copy.assert_sound();
    assert_eq!(copy.value::<i64>("SELECT count(*) FROM paper"), 150);
}

#[test]
fn an_output_file_that_finds_the_disk_full_stays_as_it_was() {
    let catalog = TestCatalog::empty();
    table(&catalog, "1.csv", 200);
    catalog.stdout(["import", "1.csv"]);
    let Some(mut disk) = SmallDisk::of(&catalog, "1m") else { return };
    disk.do_it("echo old | tee disk/old.csv");
    disk.fill();
    for arguments in [
        "export csv -o disk/old.csv --force",
        "export jsonl -o disk/new.jsonl",
        "papers -o disk/new.md",
        "papers -o disk/old.csv --force",
    ] {
        let (code, answer, message) = disk.run(&format!("{arguments} --db catalog.db"));
        assert_eq!((code, answer.as_str()), (1, ""), "{arguments}: {message}");
        assert_tells(&message, arguments.split(' ').find(|word| word.starts_with("disk/")).unwrap());
        assert_eq!(disk.names(), "old.csv\nrest\n", "{arguments}");
        disk.do_it("cat disk/old.csv");
        assert_eq!(std::fs::read_to_string(catalog.path("out")).unwrap(), "old\n");
    }
}

#[test]
fn a_full_place_of_temporary_files_is_named() {
    let catalog = TestCatalog::empty();
    table(&catalog, "big.csv", 4_000);
    let Some(mut disk) = SmallDisk::of(&catalog, "1m") else { return };
    let arguments = "--db catalog.db import --dry-run --memory 64MB big.csv";
    let code = disk.ask(&format!("SQLITE_TMPDIR=disk \"$PAPERDEX\" {arguments}"));
    let message = std::fs::read_to_string(catalog.path("err")).unwrap();
    assert_eq!(code, Some(1), "{message}");
    assert_tells(&message, "/disk: SQLITE_TMPDIR can name another folder");
    assert!(message.contains("not enough room for temporary files"), "{message}");
}

/// Runs the program where no file may grow beyond some blocks of 512 bytes or of 1,024 (shells differ).
fn limited(catalog: &TestCatalog, blocks: usize, trap: &str, arguments: &str) -> Output {
    let script = format!("{trap} ulimit -f {blocks}; exec \"$0\" {arguments}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_paperdex")]).current_dir(catalog.path(""));
    command.env("PAPERDEX_DB", catalog.db()).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_file_that_may_not_grow_is_told_and_what_was_saved_is_intact() {
    let names = ["1.csv", "2.csv", "3.csv", "4.csv"];
    // A shell may have the signal of such a file ignored, or not.
    for trap in ["", "trap '' XFSZ;"] {
        let catalog = TestCatalog::empty();
        names.iter().for_each(|name| table(&catalog, name, 150));
        for blocks in [8, 200, 1_000] {
            let output = limited(&catalog, blocks, trap, "import 1.csv 2.csv 3.csv 4.csv");
            assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{blocks} {}", stderr(&output));
            assert_tells(&stderr(&output), "catalog.db");
            assert!(!catalog.db().exists());
            assert_eq!(catalog.unfinished(), [] as [String; 0]);
        }
        catalog.stdout(["import", "1.csv"]);
        let size = usize::try_from(std::fs::metadata(catalog.db()).unwrap().len()).unwrap();
        for blocks in [size / 4096, size / 2048] {
            let before: i64 = catalog.value("SELECT count(*) FROM paper");
            let output = limited(&catalog, blocks, trap, "import 1.csv 2.csv 3.csv 4.csv");
            assert_eq!(output.status.code(), Some(1), "{blocks} of {size}: {}", stderr(&output));
            assert_tells(&stderr(&output), "catalog.db");
            catalog.assert_sound();
            let saved = told(&stdout(&output)).max(before);
            assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), saved, "{blocks} blocks");
        }
        let content = catalog.content();
        let output = limited(&catalog, 8, trap, "undo --yes");
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert_tells(&stderr(&output), "catalog.db");
        catalog.assert_sound();
        assert_eq!(catalog.content(), content);

        catalog.write("out.csv", "old\n");
        let output = limited(&catalog, 100, trap, "export csv -o out.csv --force");
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert_tells(&stderr(&output), "out.csv");
        assert_eq!(std::fs::read_to_string(catalog.path("out.csv")).unwrap(), "old\n");

        assert!(catalog.stdout(["import", "1.csv", "2.csv", "3.csv", "4.csv"]).contains("4 listings, 600 entries"));
        catalog.assert_sound();
        assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 600);
        assert_eq!(catalog.unfinished(), [] as [String; 0]);
        assert!(Path::new(&catalog.db()).exists());
    }
}
