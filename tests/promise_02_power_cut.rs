//! Promise 2: what was reported as saved is there when the power is cut and the disk keeps only what was synced, whatever it
//! keeps of the rest. `common/syscall_log.rs` has the model.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "their names say what they show; a test may panic"
)]
#![cfg_attr(not(all(target_os = "linux", target_env = "gnu")), allow(unused, reason = "it cannot run there"))]

#[path = "common/chance.rs"]
mod chance;
mod common;
#[path = "common/made.rs"]
mod made;
#[path = "common/old.rs"]
mod old;
#[cfg(unix)]
#[path = "common/syscall_log.rs"]
mod syscall_log;

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[test]
fn the_power_cut_is_not_tried_here() {
    eprintln!("not checked: what a power cut leaves, because calls can be noted only on Linux with glibc");
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod on_linux {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    use crate::chance::Chance;
    use crate::common::{AS_OF, TestCatalog, rounds, stderr, stdout};
    use crate::syscall_log::{Kept, Log, Op, Watch};
    use crate::{made, old};

    /// What is told of something that is saved.
    const SAVED: [&str; 2] = ["catalog: ", "paperdex undo --ruling"];

    /// Commands that were watched, and the catalog after each of them.
    struct Work {
        log: Log,
        /// What the catalog holds before the first command, and after each; `None`: there is none.
        states: Vec<Option<String>>,
        commands: Vec<Vec<String>>,
    }

    fn state(catalog: &TestCatalog) -> Option<String> {
        catalog.db().exists().then(|| catalog.content() + &rulings(catalog))
    }

    fn rulings(catalog: &TestCatalog) -> String {
        let sql = "SELECT id || kind || detail || coalesce(undone_at, '') FROM decision ORDER BY id";
        let imports = "SELECT id || ' ' || coalesce(undone_at, '') FROM import ORDER BY id";
        let built = "SELECT 'built ' || is_built FROM text_index";
        [sql, imports, built].iter().flat_map(|sql| catalog.values::<String>(sql)).collect::<Vec<_>>().join("\n")
    }

    /// Runs commands, watched, each of which must end well.
    fn watch(catalog: &TestCatalog, commands: &[&str]) -> Work {
        let commands: Vec<Vec<String>> =
            commands.iter().map(|command| command.split(' ').map(str::to_owned).collect()).collect();
        let mut states = vec![state(catalog)];
        let watch = Watch::begin(&catalog.path(""));
        for command in &commands {
            let mut program = catalog.command(command);
            watch.over(&mut program);
            let output = program.output().unwrap();
            assert!(output.status.success(), "{command:?}: {}{}", stdout(&output), stderr(&output));
            states.push(state(catalog));
        }
        let log = watch.end();
        log.assert_whole();
        Work { log, states, commands }
    }

    fn listing(catalog: &TestCatalog, name: &str, from: usize, count: usize) {
        let entries = (from..from + count).map(|number| made::entry("bibtex", &made::Paper::of(number)));
        catalog.write(name, entries.collect::<Vec<_>>().join("\n\n"));
    }

    impl Work {
        /// How many commands were told to be saved, or came to their end, before a cut.
        fn acknowledged(&self, cut: usize) -> usize {
            let mut ended = 0;
            let mut is_saved = false;
            for op in &self.log.ops[..cut] {
                match op {
                    Op::Ended => (ended, is_saved) = (ended + 1, false),
                    Op::Told(text) => is_saved |= SAVED.iter().any(|saved| text.contains(saved)),
                    _ => {}
                }
            }
            ended + usize::from(is_saved)
        }

        /// What is wrong with a catalog after a cut; `None` where all is well.
        fn flaw(&self, cut: usize, files: &BTreeMap<PathBuf, Vec<u8>>) -> Option<String> {
            let catalog = TestCatalog::empty();
            for (path, content) in files {
                catalog.write(path.to_str().unwrap(), content);
            }
            let acknowledged = self.acknowledged(cut);
            let found = if catalog.db().exists() {
                let checked = catalog.run(["check", "--full"]);
                if stdout(&checked) != "the catalog is sound\n" {
                    return Some(format!("not sound: {}{}", stdout(&checked), stderr(&checked)));
                }
                state(&catalog)
            } else {
                None
            };
            match self.states.iter().rposition(|state| *state == found) {
                None => Some("a state that never was".into()),
                Some(at) if at < acknowledged => {
                    Some(format!("{:?} was acknowledged and is lost", self.commands[acknowledged - 1]))
                }
                Some(_) => None,
            }
        }

        /// Cuts the power at so many points and gives what was wrong then.
        fn flaws(&self, points: usize, seed: u64) -> Vec<String> {
            let mut chance = Chance::of(seed);
            let mut flaws = Vec::new();
            for point in 0..points {
                let cut = match point {
                    0 => self.log.ops.len(),
                    // Half of them about the calls that make something durable: writes are many.
                    _ if chance.percent(50) => {
                        let is_turn = |op: &Op| !matches!(op, Op::Write(..));
                        let turns: Vec<_> = (0..self.log.ops.len()).filter(|at| is_turn(&self.log.ops[*at])).collect();
                        (turns[chance.below(turns.len())] + chance.below(3)).min(self.log.ops.len())
                    }
                    _ => chance.below(self.log.ops.len() + 1),
                };
                let kept = match chance.below(10) {
                    0 => Kept::Nothing,
                    1 => Kept::Everything,
                    _ => Kept::Some,
                };
                let files = self.log.after_power_cut(cut, kept, &mut chance);
                if let Some(flaw) = self.flaw(cut, &files) {
                    flaws.push(format!("cut after {cut} of {} calls, kept: {kept:?}: {flaw}", self.log.ops.len()));
                }
            }
            flaws
        }

        fn assert_survives(self, seed: u64) {
            let points = rounds(150, 5_000);
            let flaws = self.flaws(points, seed);
            assert!(flaws.is_empty(), "{} of {points}\n{}", flaws.len(), flaws.join("\n"));
            // Had the program synced nothing, it would show.
            let Self { log, states, commands } = self;
            let (control, points) = (Self { log: log.without_syncs(), states, commands }, rounds(40, 400));
            let flaws = control.flaws(points, seed);
            eprintln!("without syncs {} of {points} would be lost or damaged", flaws.len());
            assert!(flaws.len() >= points / 10, "the test has no teeth: {}", flaws.join("\n"));
        }
    }

    #[test]
    fn imports_into_a_catalog_that_are_told_to_be_saved_are_there() {
        let catalog = TestCatalog::empty();
        for (name, from, count) in [("0.bib", 0, 60), ("1.bib", 60, 40), ("2.bib", 90, 30), ("3.bib", 120, 50)] {
            listing(&catalog, name, from, count);
        }
        catalog.stdout(["import", "0.bib"]);
        watch(&catalog, &["import 1.bib", "import 2.bib", "import 3.bib"]).assert_survives(21);
    }

    #[test]
    fn a_new_catalog_that_is_told_to_be_saved_is_there() {
        let catalog = TestCatalog::empty();
        listing(&catalog, "1.bib", 0, 60);
        listing(&catalog, "2.bib", 50, 30);
        watch(&catalog, &["import 1.bib 2.bib", "import 2.bib"]).assert_survives(22);
    }

    #[test]
    fn undoing_and_ruling_and_indexing_that_is_told_to_be_saved_is_there() {
        let catalog = TestCatalog::empty();
        for (name, from) in [("1.bib", 0), ("2.bib", 40)] {
            listing(&catalog, name, from, 50);
        }
        catalog.stdout(["import", "--as-of", AS_OF, "--no-index", "1.bib"]);
        catalog.stdout(["import", "--as-of", AS_OF, "2.bib"]);
        let commands = [
            "papers --text rooms",
            "set 3 venue=ICLR",
            "undo --yes",
            "merge 1 2",
            "undo --yes --ruling 2",
            "apart 1 4",
            "undo --yes --ruling 1",
        ];
        watch(&catalog, &commands).assert_survives(23);
    }

    #[test]
    fn an_older_catalog_is_brought_up_to_date_or_is_as_it_was() {
        let catalog = TestCatalog::empty();
        old::make(&catalog, 40);
        let watching = Watch::begin(&catalog.path(""));
        let mut command = catalog.command(["papers"]);
        watching.over(&mut command);
        assert!(command.output().unwrap().status.success());
        let log = watching.end();
        log.assert_whole();
        let expected = catalog.stdout(["papers"]);
        let mut chance = Chance::of(24);
        for _ in 0..rounds(60, 1_000) {
            let cut = chance.below(log.ops.len() + 1);
            let files = log.after_power_cut(cut, Kept::Some, &mut chance);
            let left = TestCatalog::empty();
            files.iter().for_each(|(path, content)| drop(left.write(path.to_str().unwrap(), content)));
            assert_eq!(left.stdout(["papers"]), expected, "cut after {cut} of {} calls", log.ops.len());
            assert_eq!(left.stdout(["check", "--full"]), "the catalog is sound\n");
        }
    }

    #[test]
    fn an_output_file_is_the_old_one_or_the_new_one() {
        let catalog = TestCatalog::import("author-page.txt");
        catalog.write("out.csv", "old\n".repeat(2_000));
        let watching = Watch::begin(&catalog.path(""));
        for arguments in [["papers", "-o", "out.csv", "--force"], ["export", "csv", "-o", "new.csv"]] {
            let mut command = catalog.command(arguments);
            watching.over(&mut command);
            assert!(command.output().unwrap().status.success());
        }
        let log = watching.end();
        log.assert_whole();
        let new = ["out.csv", "new.csv"].map(|name| fs::read(catalog.path(name)).unwrap());
        let flaws = |log: &Log| {
            let mut chance = Chance::of(25);
            let mut count = 0;
            for _ in 0..rounds(600, 20_000) {
                let cut = chance.below(log.ops.len() + 1);
                let ended = log.ops[..cut].iter().filter(|op| **op == Op::Ended).count();
                let files = log.after_power_cut(cut, Kept::Some, &mut chance);
                let content = |name: &str| files.get(Path::new(name));
                let old = b"old\n".repeat(2_000);
                let is_right = (content("out.csv") == Some(&new[0]) || ended == 0 && content("out.csv") == Some(&old))
                    && (content("new.csv") == Some(&new[1]) || ended < 2 && content("new.csv").is_none());
                count += usize::from(!is_right);
            }
            count
        };
        assert_eq!(flaws(&log), 0);
        assert!(flaws(&log.without_syncs()) > 60, "the test has no teeth");
    }
}
