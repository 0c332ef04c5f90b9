//! Promise 4: Ctrl-C stops within a second, takes back what is not whole, tells what was saved, and the same command finishes the
//! job. So do the signals that a system sends when it shuts down and a terminal when it is closed.
#![cfg(unix)]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "their names say what they show; a test may panic"
)]

#[path = "common/chance.rs"]
mod chance;
mod common;
#[path = "common/made.rs"]
mod made;
#[path = "common/old.rs"]
mod old;

use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use chance::Chance;
use common::{AS_OF, TestCatalog, rounds, stderr, stdout};

/// The promise is a second; a machine that does much else is slower, and no test is to fail for that.
const PATIENCE: Duration = Duration::from_secs(10);

fn begin(command: &mut Command) -> Child {
    let mut hearing = common::hearing(command);
    let command = hearing.as_mut().unwrap_or(command);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Sends a program a signal and waits for its end.
fn interrupt(child: Child, signal: &str) -> Output {
    send(signal, &child);
    let begun = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(begun.elapsed() < PATIENCE, "it went on for {:?}", begun.elapsed());
    output
}

fn wait_until(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not come to that");
        sleep(Duration::from_millis(2));
    }
}

fn listing(catalog: &TestCatalog, name: &str, from: usize, count: usize) {
    let entries = (from..from + count).map(|number| made::entry("bibtex", &made::Paper::of(number)));
    catalog.write(name, entries.collect::<Vec<_>>().join("\n\n"));
}

/// A folder with inputs, and with a catalog where `first` is to be imported before.
fn inputs(first: bool) -> TestCatalog {
    let catalog = TestCatalog::empty();
    for (name, from, count) in [("0.bib", 0, 40), ("1.bib", 40, 90), ("2.bib", 100, 90), ("3.bib", 190, 90)] {
        listing(&catalog, name, from, count);
    }
    if first {
        catalog.stdout(["import", "--as-of", AS_OF, "0.bib"]);
    }
    catalog
}

const IMPORT: [&str; 6] = ["import", "--as-of", AS_OF, "1.bib", "2.bib", "3.bib"];

/// How many listings a catalog holds; 0 where there is none.
fn listing_count(catalog: &TestCatalog) -> i64 {
    if catalog.db().exists() { catalog.value("SELECT count(*) FROM listing") } else { 0 }
}

/// All that must be the same however often an import was interrupted: every row about papers, and what became of each entry when
/// its listing was saved first. That a listing was seen again, and when, is noted on top of it.
fn lasting(catalog: &TestCatalog) -> String {
    let entries = "SELECT path || ' ' || hash || ' ' || position || ' ' || outcome || ' ' || paper_id || coalesce(said, '') \
                   FROM record JOIN listing ON listing.id = listing_id \
                   WHERE listing_id IN (SELECT min(id) FROM listing GROUP BY path) ORDER BY path, position";
    let export = catalog.stdout(["export", "jsonl"]);
    catalog.content() + &catalog.values::<String>(entries).join("\n") + &export
}

/// Interrupts an import again and again and finishes it; what comes out must be what an undisturbed one makes. Gives how many
/// signals came while it worked.
fn interrupt_and_finish(has_catalog: bool, series: usize, seed: u64) -> usize {
    let undisturbed = inputs(has_catalog);
    let begun = Instant::now();
    undisturbed.stdout(IMPORT);
    let mut took = begun.elapsed();
    let (mut chance, mut interrupted) = (Chance::of(seed), 0);
    for _ in 0..series {
        let catalog = inputs(has_catalog);
        for _ in 0..5 {
            let before = listing_count(&catalog);
            let child = begin(&mut catalog.command(IMPORT));
            sleep(took.mul_f64(chance.share()));
            let output = interrupt(child, "-INT");
            let saved = listing_count(&catalog) - before;
            let told = match (output.status.code(), saved) {
                // It came before the program asked for it, or after its work.
                (None, 0) => String::new(),
                (Some(0), 3) => String::new(),
                (Some(130), 0) => "interrupted: nothing was saved\n".into(),
                (Some(130), 1) => "interrupted: 1 listing saved (".into(),
                (Some(130), saved) => format!("interrupted: {saved} listings saved ("),
                (code, saved) => panic!("exit code {code:?} and {saved} listings: {}", stderr(&output)),
            };
            assert!(stderr(&output).starts_with(&told), "{saved} saved: {}", stderr(&output));
            interrupted += usize::from(output.status.code() == Some(130));
            if output.status.success() {
                // The machine has less to do now than when it was measured.
                took = took.mul_f64(0.8);
            }
            if output.status.code().is_some() {
                assert_eq!(catalog.unfinished(), [] as [String; 0]);
            }
            if catalog.db().exists() {
                catalog.assert_sound();
            }
        }
        catalog.stdout(IMPORT);
        assert!(lasting(&catalog) == lasting(&undisturbed), "it is not what an undisturbed import makes");
        catalog.assert_sound();
        assert_eq!(catalog.unfinished(), [] as [String; 0]);
    }
    eprintln!("{interrupted} of {} signals came while it worked, which takes {took:?}", 5 * series);
    interrupted
}

#[test]
fn an_import_into_a_catalog_that_is_interrupted_and_finished_makes_what_an_undisturbed_one_makes() {
    assert!(interrupt_and_finish(true, rounds(3, 50), 41) > 0);
}

#[test]
fn an_import_into_a_new_catalog_that_is_interrupted_and_finished_makes_what_an_undisturbed_one_makes() {
    assert!(interrupt_and_finish(false, rounds(3, 50), 42) > 0);
}

/// A table of papers that are like no others.
fn table(name: &str, count: usize) -> String {
    let rows =
        (0..count).map(|number| format!("Rooms {name}{number} of {},Ann L{number}; Bo Ek,2020\n", number * 7919));
    format!("Title,Authors,Year\n{}", rows.collect::<String>())
}

#[test]
fn an_interrupted_import_tells_which_listings_are_saved_and_the_same_command_finishes_it() {
    let catalog = inputs(true);
    for (name, count) in [("x.csv", 300), ("y.csv", 8_000), ("z.csv", 300)] {
        catalog.write(name, table(&name[..1], count));
    }
    let arguments = ["import", "x.csv", "y.csv", "z.csv"];
    let child = begin(&mut catalog.command(arguments));
    wait_until(|| listing_count(&catalog) == 2);
    let output = interrupt(child, "-INT");
    let told = "interrupted: 1 listing saved (300 entries: 300 new, 0 merged, 0 unchanged, 0 rejected), \
                the rest was not; the same command finishes it\n";
    assert_eq!(stderr(&output), told);
    assert_eq!(stdout(&output), "x.csv: 300 entries: 300 new, 0 merged, 0 unchanged, 0 rejected\n");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(listing_count(&catalog), 2);
    assert_eq!(catalog.unfinished(), [] as [String; 0]);
    let finished = catalog.stdout(arguments);
    let expected = "3 listings, 8600 entries: 8300 new, 0 merged, 300 unchanged, 0 rejected";
    assert!(finished.contains(expected), "{finished}");
}

#[test]
fn an_undo_that_is_interrupted_is_done_or_not_done() {
    let before = inputs(true);
    before.stdout(IMPORT);
    let base = std::fs::read(before.db()).unwrap();
    let content = before.content();
    let undo = ["undo", "--yes", "2"];
    let begun = Instant::now();
    before.stdout(undo);
    let (took, after) = (begun.elapsed(), before.content());
    let mut chance = Chance::of(43);
    for _ in 0..rounds(6, 100) {
        let catalog = TestCatalog::empty();
        catalog.write("catalog.db", &base);
        let child = begin(&mut catalog.command(undo));
        sleep(took.mul_f64(chance.share()));
        let output = interrupt(child, "-INT");
        match output.status.code() {
            Some(0) => assert_eq!(catalog.content(), after),
            Some(130) => {
                assert_eq!(stderr(&output), "interrupted: nothing was taken back\n");
                assert_eq!(catalog.content(), content);
            }
            // It came before the program asked for it.
            code => assert!(code.is_none() && catalog.content() == content, "{code:?}: {}", stderr(&output)),
        }
        catalog.assert_sound();
    }
}

/// An import that waits for its input, at work.
fn waiting(catalog: &TestCatalog, before: &str) -> Child {
    let script = format!("{before} exec \"$0\" import -");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_paperdex")]).env("PAPERDEX_DB", catalog.db());
    let child = begin(command.stdin(Stdio::piped()));
    wait_until(|| !catalog.unfinished().is_empty());
    child
}

#[test]
fn a_shut_down_and_a_closed_terminal_stop_it_like_ctrl_c() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        if signal == "-HUP" && !cfg!(target_os = "linux") {
            eprintln!("not checked: {signal}, because this system does not tell whether nohup was asked for");
            continue;
        }
        let catalog = TestCatalog::empty();
        let mut child = waiting(&catalog, "");
        let stdin = child.stdin.take();
        let output = interrupt(child, signal);
        let told = (output.status.code(), stderr(&output));
        assert_eq!(told, (Some(130), "interrupted: nothing was saved\n".into()), "{signal}");
        assert_eq!(catalog.unfinished(), [] as [String; 0], "{signal}");
        drop(stdin);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_it_was_started_to_ignore_is_ignored() {
    let catalog = TestCatalog::empty();
    // As nohup(1), and a shell that runs a command in the background, have it.
    let mut child = waiting(&catalog, "trap '' HUP INT;");
    send("-HUP", &child);
    send("-INT", &child);
    let entry = made::entry("bibtex", &made::Paper::of(1));
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), entry.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{:?} {}", output.status, stderr(&output));
    assert!(stdout(&output).contains("1 entry: 1 new"));
}

#[test]
fn the_second_signal_ends_it_at_once_and_the_next_run_removes_what_it_left() {
    let catalog = TestCatalog::empty();
    let mut child = waiting(&catalog, "");
    let stdin = child.stdin.take();
    // Both come before it can do anything.
    for signal in ["-STOP", "-INT", "-TERM", "-CONT"] {
        send(signal, &child);
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(130), String::new()));
    drop(stdin);
    listing(&catalog, "1.bib", 0, 3);
    catalog.stdout(["import", "1.bib"]);
    assert_eq!(catalog.unfinished(), [] as [String; 0]);
}

#[test]
fn waiting_for_another_writer_can_be_interrupted() {
    let catalog = inputs(true);
    for (arguments, told) in [
        (&IMPORT[..], "interrupted: nothing was saved\n"),
        (&["import", "--dry-run", "1.bib"], "interrupted: nothing was saved\n"),
        (&["undo", "--yes"], "interrupted: nothing was taken back\n"),
    ] {
        let writer = catalog.open();
        let log = if arguments == IMPORT { "DELETE" } else { "WAL" };
        writer.pragma_update(None, "journal_mode", log).unwrap();
        writer.execute_batch("BEGIN IMMEDIATE; UPDATE paper SET title = 'a title' WHERE id = 1").unwrap();
        let child = begin(&mut catalog.command(arguments));
        // It waits for five seconds.
        sleep(Duration::from_millis(700));
        let begun = Instant::now();
        let output = interrupt(child, "-INT");
        let took = begun.elapsed();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(130), told), "{arguments:?}");
        assert!(took < Duration::from_secs(3), "it waited on for {took:?}");
    }
}

#[test]
fn a_migration_can_be_interrupted_and_is_not_done_then() {
    let base = TestCatalog::empty();
    old::make(&base, 6_000);
    let bytes = std::fs::read(base.db()).unwrap();
    let begun = Instant::now();
    base.stdout(["papers", "--limit", "1"]);
    let took = begun.elapsed();
    let (mut chance, mut taken_back) = (Chance::of(44), 0);
    for _ in 0..rounds(12, 60) {
        let catalog = inputs(false);
        catalog.write("catalog.db", &bytes);
        let child = begin(&mut catalog.command(["import", "1.bib"]));
        sleep(took.mul_f64(0.2 + 0.5 * chance.share()));
        let output = interrupt(child, "-INT");
        if output.status.code() == Some(130) {
            assert_eq!(stderr(&output), "interrupted: nothing was saved\n");
            taken_back += usize::from(catalog.value::<i64>("PRAGMA user_version") == 1);
        }
        if taken_back == 2 {
            catalog.stdout(["import", "1.bib"]);
            catalog.assert_sound();
            return;
        }
    }
    panic!("a migration that takes {took:?} was not taken back");
}
