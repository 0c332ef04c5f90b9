//! Promise 9: no title can drive the terminal. Whatever stands in a catalog, in a file's name or in an argument, nothing that a
//! terminal obeys comes out in tables and messages, nor in any format on a terminal; in a pipe, formats for programs are exact.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]
#![allow(clippy::print_stderr, reason = "a check that cannot be made here says so")]

mod common;

use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::time::{Duration, Instant};

use common::{TestCatalog, rounds, stderr, stdout};

/// What a terminal obeys, or what hides or turns round letters; the end of a line is the program's own.
fn is_obeyed(letter: char) -> bool {
    letter.is_control() && letter != '\n'
        || matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}')
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn assert_safe(text: &str, allowed: &[char], what: &str) {
    let found = text.char_indices().find(|(_, letter)| is_obeyed(*letter) && !allowed.contains(letter));
    if let Some((at, letter)) = found {
        let from = text[..at].char_indices().rev().nth(40).map_or(0, |(from, _)| from);
        panic!("{what}: U+{:04X} after {:?}", u32::from(letter), &text[from..at]);
    }
}

/// Titles of windows, links, colours, the clipboard, the cursor, bells, answers typed by the terminal; C1 forms of the same.
const PAYLOAD: &str = "\u{1b}]0;owned\u{7}\u{1b}]8;;http://x\u{1b}\\\u{1b}[2J\u{1b}]52;c;eA==\u{7}\u{1b}[6n\u{9b}31m\u{9d}0;owned\u{9c}\u{90}\
    \u{1b}kowned\u{1b}\\\r\u{8}\u{8}\t\n\u{b}\u{c}\u{7f}\0\u{202e}\u{2066}\u{200f}\u{61c}\u{200b}\u{feff}\u{e0041}\u{2028}error: x";

/// Every kind of text that there is, made hostile, as another program could write it; titles have all of Unicode, so many
/// letters each.
fn hostile(step: usize) -> TestCatalog {
    let catalog = TestCatalog::empty();
    let letters: Vec<char> =
        ('\0'..=char::MAX).filter(|letter| is_obeyed(*letter)).chain(('\0'..=char::MAX).step_by(step)).collect();
    let mut page = "title,authors,year,doi,url,affiliations,abstract,venue,keywords,code,categories\n".to_owned();
    let count = letters.len().div_ceil(1_000) + 2;
    for number in 0..count {
        page.push_str(&format!(
            "Rooms {number:x} of kind {},Ann Lee {number}; Bo Ek,2020,10.5555/r.{number},https://x.org/{number},MIT {number},About.,\
             Journal of Rooms,rooms,https://github.com/a/b{number},cs.LG\n",
            number * 7_919
        ));
    }
    // One that is doubtful, one that is rejected, and what belongs to no entry.
    catalog.write("page.csv", page);
    catalog.stdout(["import", "page.csv"]);
    catalog.run(["import", "--as-of", common::AS_OF, common::listing("doubtful_cut.txt").to_str().unwrap()]);
    catalog.run(["import", "--as-of", common::AS_OF, common::listing("impossible_date.txt").to_str().unwrap()]);
    catalog.stdout(["set", "1", "venue=Halls"]);
    let connection = catalog.open();
    let ids: Vec<i64> = catalog.values("SELECT id FROM paper ORDER BY id");
    for (id, letters) in ids.iter().zip(letters.chunks(1_000)) {
        let letters: String = letters.iter().collect();
        connection
            .execute("UPDATE paper SET title = ?1 || title WHERE id = ?2", rusqlite::params![letters, id])
            .unwrap();
    }
    // A NUL ends a text within SQL's functions, so that the payload is bound as a whole.
    for (table, column) in [
        ("author", "name"),
        ("author_name", "name"),
        ("authorship", "name_as_printed"),
        ("affiliation", "name"),
        ("venue", "name"),
        ("category", "code"),
        ("paper_keyword", "name"),
        ("link", "url"),
        ("identifier", "value"),
        ("listing", "path"),
        ("record", "reason"),
        ("record", "text"),
        ("record", "doubt"),
        ("doubtful_reading", "title"),
        ("doubtful_reading", "authors"),
        ("doubtful_reading", "other_title"),
        ("doubtful_reading", "reason"),
        ("stray_line", "text"),
    ] {
        let mut statement =
            connection.prepare(&format!("SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL"));
        let Ok(statement) = &mut statement else {
            // Without row ids, or of another name.
            let by = format!("UPDATE {table} SET {column} = ?1 || {column} WHERE {column} IS NOT NULL");
            let _ = connection.execute(&by, [PAYLOAD]);
            continue;
        };
        let rows: Vec<(i64, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
        for (id, text) in rows {
            let sql = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2");
            // What a CHECK refuses cannot be there.
            let _ = connection.execute(&sql, rusqlite::params![format!("{PAYLOAD}{text}"), id]);
        }
    }
    for column in [
        "title FROM paper",
        "name FROM author",
        "name FROM venue",
        "path FROM listing",
        "text FROM record",
        "url FROM link",
    ] {
        let texts: Vec<Option<String>> = catalog.values(&format!("SELECT {column}"));
        assert!(texts.iter().flatten().any(|text| text.contains('\u{1b}')), "{column} is hostile");
    }
    catalog
}

/// Every question, and what else answers with texts of the catalog.
const QUESTIONS: &[&str] = &[
    "papers",
    "papers --ids",
    "papers --author #1",
    "show 1",
    "show 1 --sources",
    "show 2 --sources",
    "show rooms",
    "authors",
    "author #1",
    "author ann",
    "author nobody",
    "coauthors #1",
    "years --by author",
    "years --by venue",
    "years --by affiliation",
    "years --by category",
    "code --by author",
    "code --list with",
    "affiliations",
    "papers --affiliation nowhere",
    "papers --category nothing",
    "papers --venue nothing",
    "papers --listing nothing",
    "categories",
    "duplicates",
    "stats",
    "rejects",
    "rejects --export -",
    "review",
    "imports",
    "imports show 1",
    "rulings",
    "rulings --export -",
    "check",
    "check --full",
    "formats",
    "undo",
    "undo --ruling 1",
];

#[test]
fn tables_and_messages_have_nothing_that_a_terminal_obeys() {
    let catalog = hostile(rounds(97, 1));
    for question in QUESTIONS {
        let output = catalog.run(question.split(' '));
        let what = format!("{question} ({:?})", output.status.code());
        // What is written to be imported again is exact where it goes into a pipe.
        if !question.contains("--export") {
            assert_safe(&stdout(&output), &[], &what);
        }
        assert_safe(&stderr(&output), &[], &what);
        let fitted = catalog.run(question.split(' ').chain(["--width", "60"]));
        if fitted.status.success() && !question.contains("--export") {
            assert_safe(&stdout(&fitted), &[], &what);
        }
    }
}

#[test]
fn in_a_pipe_formats_for_programs_are_exact() {
    let catalog = hostile(97);
    let titles: Vec<String> = catalog.values("SELECT title FROM paper ORDER BY id");
    let title = titles.into_iter().find(|title| title.contains('\u{1b}') && title.contains('\u{202e}')).unwrap();
    for question in [["papers"].as_slice(), &["export", "jsonl"]] {
        let format = if question.len() == 1 { &["--format", "jsonl"][..] } else { &[] };
        let lines = catalog.stdout([question, format].concat());
        let is_it = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"] == title.as_str();
        assert!(lines.lines().any(is_it), "{question:?}");
    }
    let raw = catalog.stdout(["papers", "--format", "csv", "--raw"]);
    let mut reader = csv::Reader::from_reader(raw.as_bytes());
    assert!(reader.records().any(|row| row.unwrap().iter().any(|cell| cell == title)));
    let exported = catalog.run(["rejects", "--export", "-"]);
    assert!(stdout(&exported).contains('\u{1b}'), "to be mended and imported again as it is: {}", stderr(&exported));
}

/// Runs a line of shell in the catalog's folder under a terminal of its own. `None` where there is no program for that.
fn on_a_terminal(catalog: &TestCatalog, line: &str) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_paperdex");
    catalog.write("run.sh", format!("paperdex() {{ '{program}' \"$@\"; }}\n{line}\n"));
    let mut script = Command::new("script");
    script.args(["-qec", "sh ./run.sh", "/dev/null"]).current_dir(catalog.path("")).env("PAPERDEX_DB", catalog.db());
    let output = script.env("TERM", "xterm").stdin(std::process::Stdio::null()).output();
    let Ok(output) = output else {
        eprintln!("not checked: there is no program `script`, which makes a terminal");
        return None;
    };
    // A terminal ends lines with CR LF.
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[test]
fn on_a_terminal_no_format_has_anything_that_it_obeys() {
    let catalog = hostile(rounds(997, 11));
    let mut lines: Vec<String> =
        QUESTIONS.iter().map(|question| format!("paperdex {}", question.replace('#', "'#'"))).collect();
    for format in ["table", "csv", "tsv", "json", "jsonl", "markdown"] {
        for question in
            ["papers", "authors", "show 1", "show 1 --sources", "rejects", "review", "imports show 1", "rulings"]
        {
            lines.push(format!("paperdex {question} --format {format}"));
        }
    }
    lines.extend(["csv", "tsv", "json", "jsonl"].map(|kind| format!("paperdex export {kind}")));
    lines.extend(["csv", "tsv"].map(|kind| format!("paperdex papers --excel --format {kind}")));
    lines.extend(["csv", "tsv"].map(|kind| format!("paperdex papers --raw --format {kind}")));
    // The terminal by its name is one, too.
    lines
        .extend(["paperdex papers --format json -o /dev/tty", "paperdex rejects --export /dev/tty"].map(str::to_owned));
    for line in lines {
        let Some(shown) = on_a_terminal(&catalog, &line) else { return };
        assert!(!shown.is_empty(), "{line}");
        let is_csv = line.contains("--excel");
        let allowed: &[char] = match line.contains("tsv") {
            true if is_csv => &['\t', '\r'],
            true => &['\t'],
            false if is_csv => &['\r'],
            false => &[],
        };
        assert_safe(&shown, allowed, &line);
    }
}

#[test]
fn names_of_files_and_arguments_are_shown_safely() {
    let catalog = TestCatalog::import("two_pages.txt");
    // Of what a file's name may hold, all but NUL and the slash.
    let name = PAYLOAD.replace(['\0', '/'], "");
    let entry = "LGJun 24, 2023\nGraphs of Small RoomsAnn Lee, Bo Ek\nWe study rooms.\n";
    catalog.write(&format!("{name}.txt"), entry);
    catalog.write(&format!("{name}-broken.txt"), "LGJun 44, 2023\nGraphs of Rooms\u{1b}[2JAnn Lee\n");
    catalog.write(&format!("{name}-folder/{name}.txt"), "no listing\n");
    catalog.write(&format!("{name}.bin"), "\0\u{1}no listing\n");
    catalog.write(&format!("{name}.csv"), format!("title{PAYLOAD},authors\nx,y\n"));
    catalog.write(&format!("{name}.jsonl"), format!("{PAYLOAD}\n"));
    let with = |end: &str| format!("{name}{end}");
    let (named, broken, folder, bin) = (with(".txt"), with("-broken.txt"), with("-folder"), with(".bin"));
    let (table, lines, missing) = (with(".csv"), with(".jsonl"), with("-missing"));
    let under = format!("Ann {name}");
    let commands: Vec<Vec<&str>> = vec![
        vec!["import", &named, "--as-of", common::AS_OF],
        vec!["import", &named, "--listed-under", &under],
        vec!["import", &broken],
        vec!["import", &folder],
        vec!["import", &bin],
        vec!["import", &table, "--format", "table"],
        vec!["import", &table, "--map", &missing],
        vec!["import", &lines, "--format", "bibtex"],
        vec!["import", &missing],
        vec!["import", "[x", &missing],
        vec!["import", &named, &bin, "--strict"],
        vec!["import", &named, "--dry-run"],
        vec!["import", &named, "--as-of", &name],
        vec!["import", &named, "--format", &name],
        vec!["import", &named, "--memory", &name],
        vec!["import"],
        vec![&name],
        vec!["papers", &name],
        vec!["papers", "--limit", &name],
        vec!["papers", "--format", &name],
        vec!["papers", "--sort", &name],
        vec!["papers", "--author", &name],
        vec!["papers", "--text", &name],
        vec!["papers", "--year", &name],
        vec!["papers", "--listing", &name],
        vec!["papers", "-o", &missing],
        vec!["papers", "--format", "csv", "-o", &named],
        vec!["papers", "--db", &named],
        vec!["papers", "--db", &missing],
        vec!["papers", "--db", &folder],
        vec!["show", &name],
        vec!["author", &name],
        vec!["set", "1", &name],
        vec!["set", "1", "title="],
        vec!["review", "--batch", &table],
        vec!["merge", "--batch", &table],
        vec!["merge", &name, "2"],
        vec!["rulings", "--import", &lines],
        vec!["rulings", "--import", &missing],
        vec!["rulings", "--export", &named],
        vec!["undo", &name],
        vec!["imports"],
        vec!["imports", "show", "2"],
        vec!["undo"],
        vec!["undo", "--yes"],
        vec!["check"],
    ];
    for command in commands {
        let output = catalog.run(&command);
        let what = format!("{:?} ({:?})", &command[..command.len().min(2)], output.status.code());
        assert_safe(&stdout(&output), &[], &what);
        assert_safe(&stderr(&output), &[], &what);
        // A line end in a name begins no message of its own; clap's messages alone have the argument as it is typed.
        let told = stderr(&output);
        if output.status.code() != Some(2) {
            assert!(!told.lines().any(|line| line.starts_with("error: x")), "{what}: {told}");
        }
    }
    let mut unreadable = vec![OsString::from("papers"), OsString::from("--limit")];
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        unreadable.push(OsString::from_vec(b"\xff\x1b[2J".to_vec()));
    }
    let output = catalog.run(&unreadable);
    assert_eq!(output.status.code(), Some(2));
    assert_safe(&String::from_utf8_lossy(&output.stderr), &[], "an argument that is not UTF-8");
    // Help and version are answers and not errors.
    for answer in [OsStr::new("--help"), OsStr::new("--version")] {
        let output = catalog.run([answer]);
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
        assert!(stdout(&output).contains("paperdex"));
    }
}

#[test]
fn the_terminal_of_an_import_shows_names_safely() {
    let catalog = TestCatalog::empty();
    let entry = |number| format!("LGJun 44, 2023\nGraphs of {number} Rooms\u{1b}]0;owned\u{7}Ann Lee\nWe study.\n");
    let name = "\u{1b}]0;owned\u{7}\u{9b}2J";
    catalog.write(&format!("{name}.txt"), (0..30).map(entry).collect::<String>());
    let Some(shown) =
        on_a_terminal(&catalog, "paperdex import *.txt --as-of 2026-11-23; paperdex rejects; paperdex import nothing*")
    else {
        return;
    };
    assert!(shown.contains("rejected"), "{shown:?}");
    assert_safe(&shown, &[], "import");
}

#[test]
fn a_real_terminal_keeps_its_title_and_the_name_of_its_window() {
    // The plain sequences: what comes before them in a longer text could swallow them.
    let catalog = TestCatalog::import("two_pages.txt");
    let owned = "'' || char(27) || ']0;owned' || char(7) || char(27) || 'kowned' || char(27) || '\\'";
    let connection = catalog.open();
    for column in ["paper SET title", "author SET name", "listing SET path"] {
        connection.execute(&format!("UPDATE {column} = {owned}"), []).unwrap();
    }
    drop(connection);
    let socket = format!("paperdex-{}", std::process::id());
    let tmux = |arguments: &[&str]| {
        let mut command = Command::new("tmux");
        command.args(["-L", &socket, "-f", "/dev/null"]).args(arguments).current_dir(catalog.path(""));
        command.env("PAPERDEX_DB", catalog.db()).env("LC_ALL", "C.UTF-8").env_remove("TMUX").output()
    };
    if !tmux(&["-V"]).is_ok_and(|output| output.status.success()) {
        eprintln!("not checked: there is no tmux here");
        return;
    }
    let program = env!("CARGO_BIN_EXE_paperdex");
    let questions: String = [
        "papers",
        "authors",
        "show 1 --sources",
        "rejects",
        "author nobody",
        "papers --format json",
        "papers --format csv",
    ]
    .iter()
    .map(|question| format!("'{program}' {question}\n"))
    .collect();
    catalog.write("ask.sh", format!("{questions}touch asked\nsleep 600\n"));
    // The same, as nobody should do it, to see that the title would change.
    catalog.write("control.sh", "printf '\\033]0;owned\\007\\033kowned\\033\\\\'\ntouch asked\nsleep 600\n");
    let mut names = Vec::new();
    for script in ["ask.sh", "control.sh"] {
        let _ = std::fs::remove_file(catalog.path("asked"));
        let line = format!("sh ./{script}");
        catalog.write("wait.sh", format!("while ! test -e go; do sleep 0.1; done\nrm go\nexec {line}\n"));
        let begun = tmux(&["new-session", "-d", "-x", "100", "-y", "40", "-n", "quiet", "sh ./wait.sh"]).unwrap();
        if !begun.status.success() {
            eprintln!("not checked: tmux cannot begin a session: {}", stderr(&begun));
            return;
        }
        tmux(&["set-option", "-g", "allow-rename", "on"]).unwrap();
        tmux(&["set-option", "-g", "automatic-rename", "off"]).unwrap();
        let titles = || stdout(&tmux(&["display-message", "-p", "#{pane_title}|#{window_name}"]).unwrap());
        let before = titles();
        catalog.write("go", "");
        let begun = Instant::now();
        while !catalog.path("asked").exists() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(catalog.path("asked").exists(), "{script} was not run");
        std::thread::sleep(Duration::from_millis(300));
        let shown = stdout(&tmux(&["capture-pane", "-p"]).unwrap());
        names.push((before, titles(), shown));
        tmux(&["kill-server"]).unwrap();
    }
    let [(before, after, shown), (_, owned, _)] = &names[..] else { panic!("two scripts were run") };
    assert_eq!(before, after);
    assert!(!shown.trim().is_empty(), "the screen was not cleared");
    assert!(owned.contains("owned"), "the control: this terminal obeys titles, {owned:?}");
}
