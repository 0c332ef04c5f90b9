//! Promise 1: whatever was reported as saved before the program is killed is there afterwards, and nothing is half there.
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
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[path = "common/syscall_log.rs"]
mod syscall_log;

use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use chance::Chance;
use common::{TestCatalog, rounds, stderr, stdout};

/// Writes a listing of entries of which those that have a number below another listing's end are in both.
fn listing(catalog: &TestCatalog, name: &str, from: usize, count: usize) {
    let entries = (from..from + count).map(|number| made::entry("bibtex", &made::Paper::of(number)));
    catalog.write(name, entries.collect::<Vec<_>>().join("\n\n"));
}

/// What a catalog holds; `None`: there is none.
fn state(catalog: &TestCatalog) -> Option<String> {
    let marks = [
        "SELECT 'listing ' || id || ' ' || path || ' ' || hash || ' ' || new_count FROM listing ORDER BY id",
        "SELECT 'record ' || listing_id || ' ' || position || ' ' || outcome || coalesce(said, '') FROM record ORDER BY 1",
        "SELECT 'import ' || id || (undone_at IS NULL) FROM import ORDER BY id",
        "SELECT 'decision ' || id || kind || detail || (undone_at IS NULL) FROM decision ORDER BY id",
        "SELECT 'built ' || is_built FROM text_index",
    ];
    let marks = || marks.iter().flat_map(|sql| catalog.values::<String>(sql)).collect::<Vec<_>>().join("\n");
    catalog.db().exists().then(|| catalog.content() + &marks())
}

/// A command that is killed, and what it may leave.
struct Work {
    /// A catalog, or none, and the inputs of the command.
    before: TestCatalog,
    command: &'static str,
    /// What it tells when all of it is saved.
    told: &'static str,
    /// Commands that do the same in pieces: what the catalog holds after each of them may be left.
    pieces: &'static [&'static str],
}

fn copy(from: &TestCatalog) -> TestCatalog {
    let copy = TestCatalog::empty();
    for entry in std::fs::read_dir(from.path("")).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), copy.path(entry.file_name().to_str().unwrap())).unwrap();
    }
    copy
}

impl Work {
    fn run(&self, catalog: &TestCatalog) -> Output {
        catalog.run(self.command.split(' '))
    }

    /// Kills it at so many moments.
    fn kill(&self, round_count: usize, seed: u64) {
        // What an undisturbed run makes, and how long it takes.
        let undisturbed = copy(&self.before);
        let begun = Instant::now();
        let output = self.run(&undisturbed);
        let mut took = begun.elapsed();
        assert!(
            output.status.success() && stdout(&output).contains(self.told),
            "{}{}",
            stdout(&output),
            stderr(&output)
        );
        let whole = state(&undisturbed);
        let mut allowed = vec![whole.clone(), state(&self.before)];
        let in_pieces = copy(&self.before);
        for piece in self.pieces {
            in_pieces.stdout(piece.split(' '));
            allowed.push(state(&in_pieces));
        }
        // Pieces are several imports, and what is killed is one.
        let allowed: Vec<_> = allowed.iter().map(|state| state.as_deref().map(as_one_import)).collect();

        let (mut chance, mut killed, mut left_over) = (Chance::of(seed), 0, 0);
        let watched = copy(&self.before);
        let at_call = AtCall::of(&watched, watched.command(self.command.split(' ')));
        for round in 0..round_count {
            let catalog = copy(&self.before);
            let mut command = catalog.command(self.command.split(' '));
            let (output, when) = at_call.kill(&catalog, &mut command, took.mul_f64(1.1), &mut chance);
            killed += usize::from(output.status.code().is_none());
            left_over += usize::from(!catalog.unfinished().is_empty());
            let at = format!("round {round}, {when} of {took:?} and {} calls", at_call.call_count);
            if matches!(when, Killed::After(_)) && output.status.success() {
                // The machine has less to do now than when it was measured.
                took = took.mul_f64(0.8);
            }
            if catalog.db().exists() {
                catalog.assert_sound();
            }
            let found = state(&catalog);
            let is_allowed = allowed.contains(&found.as_deref().map(as_one_import));
            assert!(is_allowed, "{at}: a state that never was: {found:?}");
            if stdout(&output).contains(self.told) {
                assert!(found == whole, "{at}: what was told to be saved is not there");
            }
            // The same command finishes what is left to do, and removes what is left over.
            if found != whole {
                let finished = self.run(&catalog);
                assert!(finished.status.success(), "{at}: {}", stderr(&finished));
                assert_eq!(catalog.content(), undisturbed.content(), "{at}");
                catalog.assert_sound();
                assert_eq!(catalog.unfinished(), [] as [String; 0], "{at}");
            }
        }
        eprintln!("{}: {killed} of {round_count} killed in {took:?}, {left_over} left something over", self.command);
        assert!(killed > 0, "it was never killed");
    }
}

/// Kills commands before a call on the files of their folder that chance chooses: most are made within moments that a clock
/// seldom hits.
struct AtCall {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    library: syscall_log::Library,
    call_count: usize,
}

impl AtCall {
    /// Has the command, which works in a folder, be run once to count its calls.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn of(catalog: &TestCatalog, mut command: Command) -> Self {
        let watch = syscall_log::Watch::begin(&catalog.path(""));
        watch.over(&mut command);
        assert!(command.output().unwrap().status.success());
        Self { library: syscall_log::Library::build(), call_count: watch.end().call_count() }
    }

    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    fn of(_catalog: &TestCatalog, _command: Command) -> Self {
        eprintln!("not checked: a kill before a chosen call, because calls can be noted only on Linux with glibc");
        Self { call_count: 0 }
    }

    /// Runs a command and kills it, at a call or after a time up to `most`. Gives its output, and when that was.
    fn kill(
        &self,
        catalog: &TestCatalog,
        command: &mut Command,
        most: Duration,
        chance: &mut Chance,
    ) -> (Output, Killed) {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if self.call_count > 0 && chance.percent(75) {
            let call = 1 + chance.below(self.call_count);
            #[cfg(all(target_os = "linux", target_env = "gnu"))]
            self.library.kill_at(call, &catalog.path(""), command);
            return (command.output().unwrap(), Killed::BeforeCall(call));
        }
        let after = most.mul_f64(chance.share());
        let mut child = command.spawn().unwrap();
        sleep(after);
        child.kill().unwrap();
        (child.wait_with_output().unwrap(), Killed::After(after))
    }
}

/// When a command was killed.
enum Killed {
    BeforeCall(usize),
    After(Duration),
}

impl std::fmt::Display for Killed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BeforeCall(call) => write!(out, "killed before call {call}"),
            Self::After(time) => write!(out, "killed after {time:?}"),
        }
    }
}

/// A state without the numbers of imports.
fn as_one_import(state: &str) -> String {
    state.lines().filter(|line| !line.starts_with("import ")).collect::<Vec<_>>().join("\n")
}

fn catalog_of(listings: &[(&str, usize, usize)]) -> TestCatalog {
    let catalog = TestCatalog::empty();
    listings.iter().for_each(|(name, from, count)| listing(&catalog, name, *from, *count));
    catalog
}

#[test]
fn a_killed_import_into_a_new_catalog_leaves_all_of_it_or_nothing() {
    let before = catalog_of(&[("1.bib", 0, 250), ("2.bib", 200, 250)]);
    let work = Work { before, command: "import 1.bib 2.bib", told: "catalog: ", pieces: &[] };
    work.kill(rounds(14, 150), 11);
}

#[test]
fn a_killed_import_into_a_catalog_leaves_whole_listings() {
    let before = catalog_of(&[("0.bib", 0, 60), ("1.bib", 60, 60), ("2.bib", 100, 60), ("3.bib", 160, 60)]);
    before.stdout(["import", "0.bib"]);
    let pieces = &["import 1.bib", "import 2.bib", "import 3.bib"];
    let work = Work { before, command: "import 1.bib 2.bib 3.bib", told: "catalog: ", pieces };
    work.kill(rounds(18, 150), 12);
}

#[test]
fn a_killed_undo_is_done_or_not_done() {
    let before = catalog_of(&[("0.bib", 0, 60), ("1.bib", 30, 200)]);
    before.stdout(["import", "0.bib"]);
    before.stdout(["import", "1.bib"]);
    let work = Work { before, command: "undo --yes 2", told: "is taken back", pieces: &[] };
    work.kill(rounds(12, 100), 13);
}

#[test]
fn a_killed_ruling_is_made_or_not_made() {
    let before = catalog_of(&[("0.bib", 0, 60)]);
    before.stdout(["import", "0.bib"]);
    let edited: String = (1..30)
        .map(|id| {
            let title = |id: usize| made::Paper::of(id - 1).title;
            format!("merge,{id},\"{}\",{},\"{}\"\n", title(id), id + 30, title(id + 30))
        })
        .collect();
    before.write("rulings.csv", format!("ruling,paper_id,title,other_id,other_title\n{edited}"));
    let work = Work { before, command: "merge --batch rulings.csv", told: "rulings kept", pieces: &[] };
    work.kill(rounds(12, 100), 14);
}

#[test]
fn a_killed_migration_is_done_or_not_done() {
    let before = TestCatalog::empty();
    old::make(&before, 2_000);
    let undisturbed = copy(&before);
    let begun = Instant::now();
    let expected = undisturbed.stdout(["papers", "--format", "csv"]);
    let took = begun.elapsed();
    let (mut chance, mut killed, mut whole) = (Chance::of(15), 0, 0);
    let watched = copy(&before);
    let at_call = AtCall::of(&watched, watched.command(["papers"]));
    for _ in 0..rounds(12, 100) {
        let catalog = copy(&before);
        let (output, _) = at_call.kill(&catalog, &mut catalog.command(["papers"]), took, &mut chance);
        killed += usize::from(output.status.code().is_none());
        let version = catalog.value::<i32>("PRAGMA user_version");
        assert!(version == 1 || version == paperdex::catalog::SCHEMA_VERSION, "version {version} is half way");
        whole += usize::from(version > 1);
        assert_eq!(catalog.stdout(["papers", "--format", "csv"]), expected);
        assert_eq!(catalog.content(), undisturbed.content());
        catalog.assert_sound();
    }
    eprintln!("migration: {killed} killed in {took:?}, {whole} done by then");
    assert!(killed > 0, "it was never killed");
}

#[test]
fn a_killed_building_of_the_index_of_words_is_done_later() {
    let before = catalog_of(&[("0.bib", 0, 600)]);
    before.stdout(["import", "--no-index", "0.bib"]);
    let undisturbed = copy(&before);
    let ask = ["papers", "--text", "spectral", "--format", "csv"];
    let begun = Instant::now();
    let expected = undisturbed.stdout(ask);
    let took = begun.elapsed();
    let mut chance = Chance::of(16);
    let watched = copy(&before);
    let at_call = AtCall::of(&watched, watched.command(ask));
    for _ in 0..rounds(10, 100) {
        let catalog = copy(&before);
        at_call.kill(&catalog, &mut catalog.command(ask), took, &mut chance);
        catalog.assert_sound();
        assert_eq!(catalog.stdout(ask), expected);
        catalog.assert_sound();
        // What the killed program was making goes with the next that writes.
        catalog.stdout(["set", "1", "venue=ICLR"]);
        assert_eq!(catalog.unfinished(), [] as [String; 0]);
    }
}

#[test]
fn what_another_program_is_making_is_not_taken_for_left_over() {
    let catalog = catalog_of(&[("1.bib", 0, 60)]);
    let mut waiting = catalog.command(["import", "--db", "other.db", "-"]);
    let mut waiting = waiting.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while catalog.unfinished().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never began");
        sleep(Duration::from_millis(5));
    }
    catalog.stdout(["import", "1.bib"]);
    catalog.stdout(["papers", "-o", "papers.csv"]);
    assert_eq!(catalog.unfinished().len(), 1, "it is taken from the program that makes it");
    std::io::copy(&mut std::fs::File::open(catalog.path("1.bib")).unwrap(), waiting.stdin.as_mut().unwrap()).unwrap();
    assert!(waiting.wait().unwrap().success());
    let papers = |db: &str| catalog.stdout(["papers", "--db", db]);
    assert_eq!(papers("other.db"), papers("catalog.db"));
    assert_eq!(catalog.unfinished(), [] as [String; 0]);
}
