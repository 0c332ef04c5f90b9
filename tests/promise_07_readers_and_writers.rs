//! Promise 7: readers and a second writer. Questions are answered while an import runs, and see all of an import or nothing;
//! a second writer waits 5 s and says who to wait for; who only reads keeps nobody from writing.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{TestCatalog, rounds, stderr, stdout};
use rusqlite::Connection;

/// How long a writer waits for another, and how long it may take besides on a machine that has much else to do.
const WAIT: Duration = Duration::from_secs(5);
const SLOWNESS: Duration = Duration::from_secs(60);

/// A table of papers that are not alike.
fn table(from: usize, to: usize, abstract_words: usize) -> String {
    let mut text = "title,authors,year,abstract\n".to_owned();
    for number in from..to {
        let mut state = u64::try_from(number).unwrap() + 1;
        let mut word = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            format!("w{:x}", state >> 40)
        };
        let title: Vec<_> = (0..5).map(|_| word()).collect();
        let abstract_text: Vec<_> = (0..abstract_words).map(|_| word()).collect();
        writeln!(text, "{},Ann Lee; Bo Ek; Cy Wu,2020,{}", title.join(" "), abstract_text.join(" ")).unwrap();
    }
    text
}

/// An import of standard input that has taken in what was given it and waits for more, in the middle of its transaction.
struct Slow {
    child: Child,
    messages: mpsc::Receiver<()>,
}

impl Slow {
    fn begin(catalog: &TestCatalog, beginning: &str) -> Self {
        let mut command = catalog.command(["import", "-", "--format", "table"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A row that is not whole is told when it is taken in, which shows that the transaction has begun and that what stands
        // before it was read. Entries are handed over in portions, which its length fills.
        let broken = "x".repeat(300_000);
        child.stdin.as_mut().unwrap().write_all(format!("{beginning}{broken}\n{broken}\n").as_bytes()).unwrap();
        let mut told = child.stderr.take().unwrap();
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while told.read(&mut bytes).is_ok_and(|length| length > 0) {
                if sender.send(()).is_err() {
                    return;
                }
            }
        });
        messages.recv_timeout(SLOWNESS).expect("the import has begun");
        Self { child, messages }
    }

    fn id(&self) -> u32 {
        self.child.id()
    }

    /// Gives it the rest and waits for its end.
    fn finish(mut self, rest: &str) -> String {
        let mut input = self.child.stdin.take().unwrap();
        input.write_all(rest.as_bytes()).unwrap();
        drop(input);
        let mut answer = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut answer).unwrap();
        self.child.wait().unwrap();
        drop(self.messages);
        answer
    }
}

/// A catalog with some papers, and a row of the table without its header.
fn filled(count: usize) -> TestCatalog {
    let catalog = TestCatalog::empty();
    catalog.write("first.csv", table(0, count, 12));
    catalog.stdout(["import", "first.csv"]);
    catalog
}

fn rows(text: &str) -> &str {
    text.split_once('\n').unwrap().1
}

/// Every question there is, with those that need tables of their own.
const QUESTIONS: &[&[&str]] = &[
    &["papers", "--limit", "3"],
    &["papers", "--text", "w*", "--sort", "title"],
    &["show", "1"],
    &["show", "1", "--sources"],
    &["authors"],
    &["author", "ann lee"],
    &["coauthors", "bo ek"],
    &["years"],
    &["years", "--by", "author"],
    &["code"],
    &["code", "--by", "author"],
    &["code", "--list", "without"],
    &["affiliations"],
    &["categories"],
    &["duplicates"],
    &["stats"],
    &["rejects"],
    &["review"],
    &["imports"],
    &["imports", "show", "1"],
    &["rulings"],
    &["export", "csv"],
    &["export", "jsonl"],
    &["check"],
    &["check", "--full"],
];

#[test]
fn every_question_is_answered_during_an_import_and_sees_none_of_it() {
    let catalog = filled(60);
    let ask = || QUESTIONS.iter().map(|question| catalog.stdout(*question)).collect::<Vec<_>>();
    let before = ask();
    let slow = Slow::begin(&catalog, &table(1_000, 1_400, 12));
    assert!(catalog.path("catalog.db-wal").exists(), "the import writes into a log");
    for (question, (during, before)) in QUESTIONS.iter().zip(ask().iter().zip(&before)) {
        assert_eq!(during, before, "{question:?}");
    }
    slow.finish(rows(&table(1_400, 1_500, 12)));
    let count: i64 = catalog.value("SELECT count(*) FROM paper");
    assert_eq!(count, 560);
    assert!(catalog.stdout(["check", "--full"]).contains("sound"));
    assert!(!catalog.path("catalog.db-wal").exists(), "a catalog at rest is one file");
}

#[test]
fn who_reads_again_and_again_sees_whole_imports_only() {
    let catalog = filled(20);
    let files: Vec<_> = (1..=3).map(|number| format!("more{number}.csv")).collect();
    for (number, file) in (1..).zip(&files) {
        catalog.write(file, table(number * 10_000, number * 10_000 + rounds(400, 5_000), 12));
    }
    let mut import = catalog.command(["import"].iter().map(ToString::to_string).chain(files.iter().cloned()));
    let mut import = import.stdout(Stdio::null()).spawn().unwrap();
    let mut seen = Vec::new();
    while import.try_wait().unwrap().is_none() || seen.is_empty() {
        for question in [&["papers", "--format", "jsonl"][..], &["export", "jsonl"]] {
            seen.push(catalog.stdout(question).lines().count());
        }
    }
    assert!(import.wait().unwrap().success());
    let whole: Vec<_> = (0..=3).map(|imports| 20 + imports * rounds(400, 5_000)).collect();
    assert!(seen.iter().all(|count| whole.contains(count)), "{seen:?}");
    assert!(seen.is_sorted(), "{seen:?}");
}

#[test]
fn every_second_writer_waits_and_says_who_to_wait_for() {
    let catalog = filled(60);
    catalog.write("second.csv", table(5_000, 5_003, 12));
    catalog.write(
        "rulings.jsonl",
        "{\"decided_at\":\"2026-11-23\",\"kind\":\"set\",\"subject\":\"paper\",\"detail\":{}}\n",
    );
    let slow = Slow::begin(&catalog, &table(1_000, 1_300, 12));
    let commands: [&[&str]; 10] = [
        &["import", "second.csv"],
        &["import", "--strict", "second.csv"],
        &["undo", "--yes"],
        &["undo", "--ruling", "1", "--yes"],
        &["merge", "1", "2"],
        &["apart", "1", "2"],
        &["split", "1"],
        &["set", "1", "venue=Rooms"],
        &["rulings", "--import", "rulings.jsonl"],
        &["review", "--accept", "1"],
    ];
    let known = if cfg!(target_os = "linux") && std::path::Path::new("/proc/locks").exists() {
        format!("another paperdex (process {}) is writing to it", slow.id())
    } else {
        eprintln!("the system does not tell who holds a lock: only the waiting is checked");
        "another program is writing to it".to_owned()
    };
    std::thread::scope(|scope| {
        let waiting = commands.map(|command| {
            let catalog = &catalog;
            scope.spawn(move || {
                let begun = Instant::now();
                (command, catalog.run(command), begun.elapsed())
            })
        });
        for (command, output, took) in waiting.map(|thread| thread.join().unwrap()) {
            let told = stderr(&output);
            if told.contains("no ruling with the number 1") {
                // There is none to take back: it is looked for before the wait.
                continue;
            }
            assert_eq!(output.status.code(), Some(1), "{command:?}: {told}");
            assert!(told.contains(&known) && told.contains("try again when it is done"), "{command:?}: {told}");
            assert_eq!(told.lines().count(), 1, "{command:?}: {told}");
            assert!(took >= WAIT - Duration::from_millis(500) && took < WAIT * 3 + SLOWNESS, "{command:?}: {took:?}");
        }
    });
    slow.finish("");
    // And what they wanted can be done then.
    assert!(catalog.stdout(["import", "second.csv"]).contains("3 new"));
    catalog.stdout(["set", "1", "venue=Rooms"]);
    assert!(catalog.stdout(["check", "--full"]).contains("sound"));
}

#[test]
fn a_second_writer_that_need_not_wait_long_waits() {
    let catalog = filled(20);
    catalog.write("second.csv", table(5_000, 5_003, 12));
    let slow = Slow::begin(&catalog, &table(1_000, 1_003, 12));
    let second =
        catalog.command(["import", "second.csv"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    sleep(Duration::from_millis(700));
    slow.finish("");
    let second = second.wait_with_output().unwrap();
    assert!(stdout(&second).contains("3 new"), "{}", stderr(&second));
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 26);
}

#[test]
fn another_program_that_writes_is_called_by_its_name() {
    let catalog = filled(20);
    let other = catalog.open();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let told = catalog.failure(["set", "1", "venue=Rooms"]);
    let name = "the catalog";
    assert!(told.starts_with(&format!("error: {name}")), "{told}");
    if cfg!(target_os = "linux") {
        assert!(told.contains(&format!("(process {}) is writing to it", std::process::id())), "{told}");
    }
    other.execute_batch("ROLLBACK").unwrap();
    // One that reads, without a log and for ever, is in the way of a writer: that, too, is told for what it is.
    other.execute_batch("BEGIN; SELECT count(*) FROM paper").unwrap();
    let told = catalog.failure(["set", "1", "venue=Rooms"]);
    if cfg!(target_os = "linux") {
        assert!(told.contains(&format!("(process {}) is reading it", std::process::id())), "{told}");
    }
    other.execute_batch("COMMIT").unwrap();
    catalog.stdout(["set", "1", "venue=Rooms"]);
}

#[test]
fn a_report_that_nobody_reads_to_its_end_keeps_nobody_from_writing() {
    let catalog = TestCatalog::empty();
    // More than a pipe and the pieces that wait in memory hold.
    catalog.write("first.csv", table(0, 3_000, 300));
    catalog.stdout(["import", "first.csv", "--no-index"]);
    let expected = catalog.stdout(["export", "jsonl"]);
    assert!(expected.len() > 6_000_000, "{}", expected.len());
    let mut paused = catalog.command(["export", "jsonl"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = paused.stdout.take().unwrap();
    let mut beginning = [0; 100];
    output.read_exact(&mut beginning).unwrap();
    // It waits a second for its reader, then goes on without. A writer waits longer than that.
    catalog.write("second.csv", table(5_000, 5_003, 12));
    for round in 0..3 {
        catalog.write("second.csv", table(5_000 + round * 10, 5_003 + round * 10, 12));
        let second = catalog.run(["import", "second.csv"]);
        assert!(second.status.success(), "round {round}: {}", stderr(&second));
    }
    assert!(paused.try_wait().unwrap().is_none(), "what it wrote is not read yet");
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert!(paused.wait().unwrap().success());
    let read = String::from_utf8(beginning.to_vec()).unwrap() + &rest;
    assert!(read == expected, "the report is whole and of one moment: {} and {} bytes", read.len(), expected.len());

    // And one whose reader goes away in the middle ends quietly.
    let mut left = catalog.command(["export", "jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut output = left.stdout.take().unwrap();
    output.read_exact(&mut beginning).unwrap();
    sleep(Duration::from_millis(1_500));
    drop(output);
    let left = left.wait_with_output().unwrap();
    assert_eq!((left.status.code(), stderr(&left).as_str()), (Some(0), ""));
}

#[test]
fn a_long_reader_makes_the_log_neither_grow_for_ever_nor_break_an_import() {
    let catalog = filled(60);
    let slow = Slow::begin(&catalog, &table(1_000, 1_010, 12));
    // A question that began during an import and is not done when it ends.
    let reader = Connection::open(catalog.db()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let count =
        |reader: &Connection| -> i64 { reader.query_row("SELECT count(*) FROM paper", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(&reader), 60);
    slow.finish("");
    for round in 2..5 {
        catalog.write("more.csv", table(round * 1_000, round * 1_000 + 50, 12));
        assert!(catalog.stdout(["import", "more.csv"]).contains("50 new"));
        assert!(catalog.stdout(["stats"]).contains(&(70 + (round - 1) * 50).to_string()));
    }
    assert_eq!(count(&reader), 60, "what it sees is of one moment");
    reader.execute_batch("COMMIT").unwrap();
    // From now on it only keeps the file open: the log is emptied by the next import.
    catalog.stdout(["set", "1", "venue=Rooms"]);
    let log = std::fs::metadata(catalog.path("catalog.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "the log is emptied as soon as nobody reads what is in it");
    drop(reader);
    catalog.stdout(["set", "1", "venue=Halls"]);
    assert!(!catalog.path("catalog.db-wal").exists() && !catalog.path("catalog.db-shm").exists());
    assert!(catalog.stdout(["check", "--full"]).contains("sound"));
}

#[test]
fn of_two_first_imports_into_one_new_catalog_one_says_that_it_came_second_and_loses_nothing() {
    let catalog = TestCatalog::empty();
    let slow = Slow::begin(&catalog, &table(0, 100, 12));
    // There is no catalog yet, and nobody sees a part of one.
    assert!(catalog.failure(["papers"]).contains("there is no catalog at"));
    assert!(catalog.failure(["check"]).contains("there is no catalog at"));
    catalog.write("second.csv", table(5_000, 5_020, 12));
    assert!(catalog.stdout(["import", "second.csv"]).contains("20 new"));
    assert_eq!(catalog.stdout(["papers", "--format", "jsonl"]).lines().count(), 20);
    let mut child = slow.child;
    drop(child.stdin.take());
    drop(slow.messages);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 20, "the first that is whole stays as it is");

    catalog.write("first.csv", table(0, 100, 12));
    assert!(catalog.stdout(["import", "first.csv"]).contains("100 new"));
    assert!(catalog.stdout(["check", "--full"]).contains("sound"));
    let names: Vec<_> = std::fs::read_dir(catalog.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().starts_with(".paperdex")), "{names:?}");

    // Many at once, as scripts do.
    for round in 0..rounds(3, 50) {
        let catalog = TestCatalog::empty();
        let imports: Vec<_> = (0..4)
            .map(|number| {
                let file = format!("part{number}.csv");
                catalog.write(&file, table(number * 100, number * 100 + 30, 12));
                let mut command = catalog.command(["import", &file]);
                (file, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
            })
            .collect();
        let mut won = 0;
        for (file, import) in imports {
            let output = import.wait_with_output().unwrap();
            if output.status.success() {
                won += 1;
                continue;
            }
            let told = stderr(&output);
            assert!(told.contains("another program made one there meanwhile; the same command adds to it"), "{told}");
            assert!(catalog.stdout(["import", &file]).contains("30 new"));
        }
        assert!(won >= 1, "round {round}");
        assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 120, "round {round}");
        assert!(catalog.stdout(["check"]).contains("sound"));
    }
}

#[test]
fn every_transaction_that_writes_begins_by_asking_for_the_right_to_write() {
    // One that asks for it later fails at once when somebody wrote meanwhile, however long it would have waited.
    let mut files = vec![common::project().join("src")];
    let mut begins = Vec::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let is_begin = |line: &str| {
            let statement = line.trim_start().trim_start_matches("let ").to_owned();
            // Also a trigger's statements stand after a BEGIN.
            let is_other = ["BEGIN IMMEDIATE", "BEGIN UPDATE", "BEGINNINGS"].iter().any(|words| line.contains(words));
            (line.contains("BEGIN") && !is_other)
                || (statement.contains(".transaction()") || statement.contains("transaction_with_behavior"))
                    && !statement.contains("TransactionBehavior::Immediate")
        };
        begins.extend(text.lines().filter(|line| is_begin(line)).map(|line| (path.clone(), line.to_owned())));
    }
    let is_known = |path: &std::path::Path| {
        // The index of words is made in a file that nobody else knows.
        path.ends_with("sql/tune_text.sql")
    };
    begins.retain(|(path, _)| !is_known(path));
    assert!(begins.is_empty(), "{begins:?}");
}
