//! Output: every format with the same cells, files whole or not at all, closed pipes, hostile text.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::io::Read;
use std::process::Stdio;

use common::{TestCatalog, project, stderr, stdout};

const FORMATS: [&str; 6] = ["table", "csv", "tsv", "json", "jsonl", "markdown"];

fn page() -> TestCatalog {
    TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"])
}

fn expected(name: &str) -> String {
    std::fs::read_to_string(project().join("fixtures/expected").join(name)).unwrap()
}

#[test]
fn every_format_prints_the_same_rows_and_columns() {
    let catalog = page();
    let print = |format: &str| catalog.stdout(["categories", "--format", format]);
    assert_eq!(print("table"), expected("categories.txt"));
    assert_eq!(print("csv"), expected("categories.csv"));
    assert_eq!(print("tsv"), expected("categories.csv").replace(',', "\t"));
    assert_eq!(print("json"), expected("categories.json"));
    assert_eq!(print("jsonl"), expected("categories.jsonl"));
    assert_eq!(print("markdown"), expected("categories.md"));
}

#[test]
fn two_runs_print_the_same_bytes() {
    let catalog = page();
    for report in ["papers", "authors", "coauthors derek", "author derek", "code --by author", "years --by category"] {
        let arguments: Vec<_> = report.split(' ').collect();
        assert_eq!(catalog.stdout(&arguments), catalog.stdout(&arguments), "{report}");
    }
}

#[test]
fn the_ending_of_the_output_file_chooses_the_format() {
    let catalog = page();
    for (name, format) in [
        ("a.csv", "csv"),
        ("a.TSV", "tsv"),
        ("a.json", "json"),
        ("a.jsonl", "jsonl"),
        ("a.md", "markdown"),
        ("a.txt", "table"),
    ] {
        let printed = catalog.stdout(["years", "-o", name]);
        assert_eq!(printed, "");
        let written = std::fs::read_to_string(catalog.path(name)).unwrap();
        assert_eq!(written, catalog.stdout(["years", "--format", format]), "{name}");
    }
    assert!(catalog.failure(["years", "-o", "a.doc"]).contains("the ending of a.doc names no output format"));
}

#[test]
fn an_output_file_is_not_overwritten_without_force() {
    let catalog = page();
    let file = catalog.write("years.csv", "mine\n");
    let message = catalog.failure(["years", "-o", "years.csv"]);
    assert_eq!(message, "error: could not write years.csv: it exists: give --force to overwrite it\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine\n");
    catalog.stdout(["years", "-o", "years.csv", "--force"]);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("year,paper_count\n"));
}

#[test]
fn a_failed_report_leaves_no_file_and_an_old_one_as_it_was() {
    let catalog = page();
    let file = catalog.write("old.csv", "mine\n");
    catalog.failure(["authors", "--sort", "nothing", "-o", "new.csv"]);
    catalog.failure(["authors", "--sort", "nothing", "-o", "old.csv", "--force"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine\n");
    let names: Vec<_> = std::fs::read_dir(catalog.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        names.iter().all(|name| name == "old.csv" || name.to_string_lossy().starts_with("catalog.db")),
        "{names:?}"
    );
    assert!(catalog.failure(["years", "-o", "nowhere/years.csv"]).contains("no file can be made in nowhere"));
}

#[cfg(unix)]
#[test]
fn an_output_file_has_the_rights_of_any_new_file_and_a_link_keeps_pointing() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let catalog = page();
    let plain = catalog.write("plain", "");
    let target = catalog.write("target.csv", "old\n");
    symlink(&target, catalog.path("link.csv")).unwrap();
    catalog.stdout(["years", "-o", "link.csv", "--force"]);
    assert!(std::fs::symlink_metadata(catalog.path("link.csv")).unwrap().is_symlink());
    assert!(std::fs::read_to_string(&target).unwrap().starts_with("year"));
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&target), mode(&plain));
    assert_eq!(mode(&catalog.db()), mode(&plain));
}

#[test]
fn excel_makes_csv_that_a_spreadsheet_reads_as_it_is() {
    let catalog = TestCatalog::import("hostile_text.txt");
    let plain = catalog.stdout(["papers", "--format", "csv"]);
    assert!(plain.contains("\n\"'=1+2 and"), "{plain}");
    let excel = catalog.stdout(["papers", "--excel"]);
    assert!(excel.starts_with("\u{feff}title,"), "{excel}");
    assert_eq!(excel.trim_start_matches('\u{feff}').replace("\r\n", "\n"), plain);
    assert!(catalog.failure(["papers", "--excel", "--format", "json"]).contains("--excel is for CSV and TSV"));
}

#[test]
fn every_report_fits_eighty_columns() {
    use unicode_width::UnicodeWidthStr;
    let catalog = page();
    for fixture in ["impossible_date.txt", "doubtful_cut.txt", "code_addresses.txt"] {
        catalog.run_import(fixture, [] as [&str; 0]);
    }
    for report in [
        "papers",
        "show 1",
        "authors",
        "author derek",
        "coauthors derek",
        "years",
        "years --by affiliation",
        "code",
        "code --by author",
        "code --list with",
        "affiliations",
        "categories",
        "stats",
        "rejects",
        "review",
    ] {
        let text = catalog.stdout(report.split(' ').chain(["--width", "80"]));
        let table = text.lines().filter(|line| !line.starts_with("note: "));
        for line in table {
            assert!(line.width() <= 80, "{report}: {line}");
        }
    }
}

#[test]
fn a_table_that_goes_into_a_pipe_is_not_cut() {
    let text = page().stdout(["papers"]);
    assert!(text.contains("Beyond Next Token Probabilities: Learnable, Fast Detection of Hallucinations and Data Contamination on LLM Output Distributions"));
}

#[test]
fn no_title_can_drive_the_terminal() {
    let catalog = TestCatalog::import("hostile_text.txt");
    // What a listing cannot bring in, another program could write.
    catalog
        .open()
        .execute("UPDATE paper SET title = char(27) || ']0;owned' || char(7) || char(8238) || title", [])
        .unwrap();
    catalog.open().execute("UPDATE author SET name = char(27) || '[2J' || name", []).unwrap();
    for report in ["papers", "show 1", "authors", "author ann", "code --list without", "show ann"] {
        let output = catalog.run(report.split(' '));
        let text = stdout(&output) + &stderr(&output);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{report}: {text:?}");
    }
    let json = catalog.stdout(["papers", "--format", "json"]);
    assert!(json.contains("\\u001b]0;owned\\u0007\u{202e}"), "a piped file must stay exact: {json:?}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let catalog = TestCatalog::empty();
    let entry =
        |number| format!("LGJun 24, 2023\nGraphs of {number} Small RoomsAnn Lee, Bo Ek\nWe study {number} rooms.\n");
    catalog.write("page.txt", (0..3_000).map(entry).collect::<String>());
    catalog.stdout(["import", "page.txt"]);
    for format in FORMATS {
        let mut command = catalog.command(["papers", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_with_the_name_of_the_file() {
    let catalog = page();
    for format in FORMATS {
        let message = catalog.failure(["papers", "--format", format, "-o", "/dev/full"]);
        assert!(message.contains("error: could not write /dev/full: No space left on device"), "{format}: {message}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_progress_bar_is_shown_on_a_terminal_and_nowhere_else() {
    let catalog = TestCatalog::empty();
    let entry =
        |number| format!("LGJun 24, 2023\nGraphs of {number} Small RoomsAnn Lee, Bo Ek\nWe study {number} rooms.\n");
    let page = catalog.write("page.txt", (0..3_000).map(entry).collect::<String>());
    let fifo = catalog.path("slow");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    let has_script = std::process::Command::new("script").arg("--version").output().is_ok();
    if !made.is_ok_and(|status| status.success()) || !has_script {
        eprintln!("not checked: there is no mkfifo or no script program here");
        return;
    }
    // A slow input: half of the page, a pause, the other half.
    let feed = |catalog: &TestCatalog| {
        let text = std::fs::read(&page).unwrap();
        let fifo = catalog.path("slow");
        std::thread::spawn(move || {
            use std::io::Write;
            let mut pipe = std::fs::OpenOptions::new().write(true).open(fifo).unwrap();
            let (first, second) = text.split_at(text.len() / 2);
            pipe.write_all(first).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(1_300));
            pipe.write_all(second).unwrap();
        })
    };
    let writer = feed(&catalog);
    let piped = catalog.run(["import", "slow"]);
    writer.join().unwrap();
    assert_eq!(stderr(&piped), "");

    let writer = feed(&catalog);
    let command = format!("{} import slow", env!("CARGO_BIN_EXE_paperdex"));
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).current_dir(catalog.path("")).env("PAPERDEX_DB", catalog.db());
    let shown = script.env("TERM", "xterm").output().unwrap();
    writer.join().unwrap();
    assert!(String::from_utf8_lossy(&shown.stdout).contains(" read"), "{}", String::from_utf8_lossy(&shown.stdout));
}

#[test]
fn what_could_not_be_counted_is_told_in_the_table_or_beside_the_file() {
    let catalog = page();
    let note = "note: no affiliation stated: 12 of 19 papers\n";
    for format in FORMATS {
        let output = catalog.run(["affiliations", "--format", format]);
        let is_in_table = matches!(format, "table" | "markdown");
        assert_eq!(stdout(&output).contains(note), is_in_table, "{format}");
        assert_eq!(stderr(&output) == note, !is_in_table, "{format}");
    }
}
