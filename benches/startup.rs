//! How long a question takes as a whole process, against the `sqlite3` shell answering nothing.
//!
//! `cargo bench --bench startup` imports the fixture page, then runs each report and `sqlite3 :memory: 'select 1'`
//! in turn and prints the median of each and the difference. Without a `sqlite3` program it says so and times the
//! reports alone.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may panic")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 41;
const REPORTS: &[&str] = &[
    "years",
    "papers",
    "coauthors derek",
    "author derek",
    "code",
    "affiliations",
    "stats",
    "show 7",
    "papers --text graph",
];

fn main() {
    let folder = tempfile::TempDir::new().unwrap();
    let db = folder.path().join("catalog.db");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/listings/author-page.txt");
    let program = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperdex"));
        command.env("PAPERDEX_DB", &db);
        command
    };
    let imported = program().arg("import").arg(page).stdout(Stdio::null()).status().unwrap();
    assert!(imported.success());

    let has_shell = Command::new("sqlite3").arg("-version").stdout(Stdio::null()).status().is_ok();
    if !has_shell {
        println!("not compared: there is no sqlite3 program here");
    }
    println!("whole process, median of {ROUNDS} runs in turn");
    println!("{:22} {:>10} {:>10} {:>12}", "report", "paperdex", "sqlite3", "difference");
    for report in REPORTS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(time(program().args(report.split(' '))));
            if has_shell {
                theirs.push(time(Command::new("sqlite3").args([":memory:", "select 1"])));
            }
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let difference = (ours.as_secs_f64() - theirs.as_secs_f64()) * 1_000.0;
        println!("{report:22} {:>7.2} ms {:>7.2} ms {difference:>+9.2} ms", millis(ours), millis(theirs));
    }
}

fn time(command: &mut Command) -> Duration {
    let begun = Instant::now();
    assert!(command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success());
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
