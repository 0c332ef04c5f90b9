//! An entry that came in before, byte for byte and read in the same way, is not read again: and what the catalog then holds is,
//! row by row, what it would hold if it had been.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may panic")]

#[path = "common/chance.rs"]
mod chance;
mod common;
#[path = "common/made.rs"]
mod made;

use std::fmt::Write as _;
use std::process::Output;

use chance::Chance;
use common::{AS_OF, TestCatalog, rounds, stderr, stdout};
use paperdex::checksum::Values;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;

/// Inputs that are shorter are not worth a look at what is known.
const LEAST_BYTES: usize = 256 * 1024;

/// A text that is long enough: a blank line after the last entry is no part of any.
fn long(text: &str) -> String {
    longer(text, 1)
}

fn longer(text: &str, times: usize) -> String {
    format!("{text}\n{}\n", " ".repeat(times * LEAST_BYTES))
}

fn import(catalog: &TestCatalog, arguments: &[&str]) -> Output {
    let output = catalog.command(["import", "--as-of", AS_OF]).args(arguments).output().unwrap();
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    output
}

/// Has every entry be read again.
fn forget(catalog: &TestCatalog) {
    catalog.open().execute_batch("DELETE FROM entry_hash").unwrap();
}

/// What paperdex takes for the checksum of some values.
fn checksum_of(arguments: &Context<'_>) -> i64 {
    let mut values = Values::default();
    for at in 0..arguments.len() {
        match arguments.get_raw(at) {
            ValueRef::Null => values.nothing(),
            ValueRef::Integer(number) => values.number(number),
            ValueRef::Text(bytes) => values.bytes(bytes),
            other => panic!("{other:?}"),
        }
    }
    values.checksum()
}

/// Changes entries or imports as paperdex does, which keeps their checksums.
fn change(catalog: &TestCatalog, sql: &str) {
    let connection = catalog.open();
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("row_checksum", -1, flags, |arguments| Ok(checksum_of(arguments))).unwrap();
    connection.execute_batch(sql).unwrap();
    connection
        .execute_batch(
            "UPDATE record SET checksum = row_checksum(listing_id, position, line, outcome, paper_id, doubt, note, reason, text, said, is_addition);
             UPDATE import SET checksum = row_checksum(started_at, program_version, undone_at);",
        )
        .unwrap();
}

/// Marks the entries that are there, so that one that is not read again shows: it has the mark of the first.
fn mark(catalog: &TestCatalog) {
    change(catalog, "UPDATE record SET note = coalesce(note, '') || ' marked'");
}

fn unmark(catalog: &TestCatalog) {
    change(catalog, "UPDATE record SET note = nullif(replace(note, ' marked', ''), '')");
}

/// How many entries of the last input file were not read.
fn not_read(catalog: &TestCatalog) -> i64 {
    let last = "SELECT count(*) FROM record WHERE note LIKE '% marked' AND listing_id = (SELECT max(id) FROM listing)";
    catalog.value(last)
}

/// Every row of every table, but for when something was done, the checksums of that, and the hashes themselves.
fn rows(catalog: &TestCatalog) -> Vec<String> {
    let connection = catalog.open();
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') \
                  AND name NOT LIKE 'sqlite_%' AND name <> 'entry_hash' ORDER BY name";
    let mut statement = connection.prepare(tables).unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 25, "{tables:?}");
    let mut all = Vec::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let mut text = format!("{table}:");
            for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.ends_with("_at") && *name != "checksum")
            {
                write!(text, " {name}={:?}", row.get_ref(at).unwrap()).unwrap();
            }
            all.push(text);
        }
    }
    all
}

/// Two catalogs that are done the same to, one of which forgets before every import what it could know entries by.
struct Twins {
    knowing: TestCatalog,
    reading: TestCatalog,
}

impl Twins {
    fn new() -> Self {
        Self { knowing: TestCatalog::empty(), reading: TestCatalog::empty() }
    }

    fn write(&self, name: &str, content: &str) {
        self.knowing.write(name, content);
        self.reading.write(name, content);
    }

    /// Does the same to both, and has both say the same of it.
    fn run(&self, arguments: &[&str]) -> Output {
        if self.reading.db().exists() {
            forget(&self.reading);
        }
        let [one, other] = [&self.knowing, &self.reading].map(|catalog| {
            let output = catalog.run(arguments);
            let shown = |text: String| without_times(&text.replace(&catalog.db().display().to_string(), "the catalog"));
            (shown(stdout(&output)), shown(stderr(&output)), output.status.code(), output)
        });
        assert!(!one.1.contains("panicked"), "{}", one.1);
        assert_eq!((&one.0, &one.1, one.2), (&other.0, &other.1, other.2), "{arguments:?}");
        one.3
    }

    fn import(&self, arguments: &[&str]) -> Output {
        self.run(&[&["import", "--as-of", AS_OF], arguments].concat())
    }

    fn assert_same(&self, what: &str) {
        let (knowing, reading) = (rows(&self.knowing), rows(&self.reading));
        for (knowing, reading) in knowing.iter().zip(&reading) {
            assert_eq!(knowing, reading, "{what}");
        }
        assert_eq!(knowing.len(), reading.len(), "{what}");
    }
}

fn without_times(text: &str) -> String {
    let is_time =
        |word: &str| word.starts_with("20") && word.contains("T") && word.trim_end_matches(':').ends_with('Z');
    text.split([' ', '\n']).map(|word| if is_time(word) { "then" } else { word }).collect::<Vec<_>>().join(" ")
}

/// The formats whose entries are read each by itself: in BibTeX, one may speak of another.
fn formats() -> impl Iterator<Item = &'static str> {
    made::FORMATS.iter().copied().filter(|format| *format != "bibtex")
}

#[test]
fn entries_that_are_known_are_not_read_and_those_between_them_are() {
    for format in formats() {
        let twins = Twins::new();
        let first = made::listing(format, 20, 0).0;
        // Its entries in another order and on other lines, a new one among them, and one of them otherwise.
        let (second, expected) = grown(format);
        twins.write("first", &first);
        twins.write("second", &long(&second));
        twins.import(&["first", "--format", format]);
        mark(&twins.knowing);
        let said = stdout(&twins.import(&["second", "--format", format]));
        assert!(said.starts_with("second: 21 entries: 1 new, "), "{format}: {said}");
        // Nothing shows that the paper of an entry without identifiers would be found again.
        let expected = if format == "conference-json" { 0 } else { expected };
        assert_eq!(not_read(&twins.knowing), expected, "{format}");
        unmark(&twins.knowing);
        twins.assert_same(format);
    }
}

/// A listing of the first twenty papers, turned round, with a new one and a changed one, and how many stayed as they were.
fn grown(format: &str) -> (String, i64) {
    let (whole, _) = made::listing(format, 21, 0);
    let entries: Vec<String> = (0..21).map(|number| made::entry(format, &made::Paper::of(number))).collect();
    let (before, rest) = whole.split_at(whole.find(&entries[0]).unwrap());
    let between = &rest[entries[0].len()..rest.find(&entries[1]).unwrap()];
    let after = &rest[rest.rfind(&entries[20]).unwrap() + entries[20].len()..];
    let mut turned: Vec<String> = entries.iter().rev().cloned().collect();
    turned[7] = turned[7].replace("Paper 13 on", "Paper 13 and on");
    assert_ne!(turned[7], entries[13], "{format}");
    let known = turned.iter().filter(|entry| entries[..20].contains(entry)).count();
    (format!("{before}{}{after}", turned.join(between)), i64::try_from(known).unwrap())
}

fn one_of<'a, T>(chance: &mut Chance, items: &'a [T]) -> &'a T {
    &items[chance.below(items.len())]
}

/// An entry of arXiv's snapshot that says one of several things of one of several papers.
fn line(chance: &mut Chance) -> String {
    let number = chance.below(6);
    let id = if chance.below(5) == 0 { String::new() } else { format!("2101.0000{}", chance.below(7)) };
    let titles = [
        format!("Graphs of Small Rooms, Part {number}"),
        format!("Graphs of Small Rooms Part {number}"),
        format!("Measures of Slow Rivers {number}"),
        "Editorial".to_owned(),
        String::new(),
    ];
    let title = &titles[[0, 0, 0, 0, 1, 1, 2, 2, 3, 4][chance.below(10)]];
    let doi = one_of(chance, &["null", "null", "\"10.5555/a\"", "\"10.5555/b\"", "\"10.48550/c\""]);
    let authors = one_of(
        chance,
        &[
            ("Ann Lee, Bo Ek", "[\"Lee\",\"Ann\",\"\"],[\"Ek\",\"Bo\",\"\"]"),
            ("A. Lee, B. Ek", "[\"Lee\",\"A.\",\"\"],[\"Ek\",\"B.\",\"\"]"),
            ("Ann Lee, et al.", "[\"Lee\",\"Ann\",\"\"]"),
            ("Cy Wu", "[\"Wu\",\"Cy\",\"\",\"MIT\"]"),
            ("", ""),
        ],
    );
    let comments = one_of(chance, &["null", "\"8 pages\"", "\"code: https://github.com/a/b\"", "\"a\\u0007bell\""]);
    let text = one_of(chance, &["We study rooms.", "We study rooms and rivers at length.", ""]);
    let year = 2019 + chance.below(3);
    let entry = format!(
        "{{\"id\":\"{id}\",\"authors\":\"{}\",\"title\":\"{title}\",\"comments\":{comments},\"doi\":{doi},\"categories\":\"cs.LG\",\
         \"abstract\":\"{text}\",\"versions\":[{{\"version\":\"v1\",\"created\":\"3 Mar {year} 10:00:00 GMT\"}}],\
         \"authors_parsed\":[{}]}}",
        authors.0, authors.1
    );
    // Some are broken, and some have marks in them that are taken out and told of.
    match chance.below(20) {
        0 => entry[..entry.len() - 9].to_owned(),
        1 => entry.replace("rooms", "ro\u{1}oms"),
        _ => entry,
    }
}

/// Whatever comes in, is taken back, brought back and ruled on, in whatever order: all rows are those that reading makes.
#[test]
fn what_is_known_makes_the_rows_that_reading_would_make() {
    let mut not_read = 0;
    for round in 0..rounds(8, 400) {
        let mut chance = Chance::of(round as u64);
        let twins = Twins::new();
        let pool: Vec<String> = (0..12).map(|_| line(&mut chance)).collect();
        let sound = "{\"id\":\"2101.99999\",\"title\":\"A Paper of Its Own\",\"categories\":\"cs.LG\",\"versions\":[],\"authors_parsed\":[[\"Roe\",\"Dana\",\"\"]]}";
        let mut done = Vec::new();
        for step in 0..7 {
            let kind = if step == 0 { 0 } else { chance.below(12) };
            let which = (1 + chance.below(4)).to_string();
            let other = (1 + chance.below(4)).to_string();
            let arguments: Vec<String> = match kind {
                0..=6 => {
                    let mut lines: Vec<&str> =
                        (0..6 + chance.below(10)).map(|_| one_of(&mut chance, &pool).as_str()).collect();
                    lines.insert(0, sound);
                    let name = format!("{step}.jsonl");
                    twins.write(&name, &long(&lines.join("\n")));
                    let mut arguments = vec!["import".to_owned(), "--as-of".into(), AS_OF.into(), name];
                    match chance.below(12) + if step == 0 { 12 } else { 0 } {
                        0 => arguments.push("--strict".into()),
                        1 => arguments.push("--dry-run".into()),
                        2 => arguments.extend(["--listed-under".to_owned(), "Ann Lee".into()]),
                        3 => arguments.push("--no-index".into()),
                        _ => {}
                    }
                    arguments
                }
                7 | 8 => vec!["undo".into(), which, "--yes".into()],
                9 => vec!["undo".into(), "--ruling".into(), which, "--yes".into()],
                10 => vec![(*one_of(&mut chance, &["merge", "apart"])).into(), which, other],
                _ => match chance.below(3) {
                    0 => vec!["split".into(), which],
                    _ => vec!["set".into(), which, "title=A Title That Was Set".into()],
                },
            };
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let known: i64 = if twins.knowing.db().exists() { known_now(&twins.knowing) } else { 0 };
            not_read += i64::from(arguments[0] == "import" && known > 0);
            twins.run(&arguments);
            done.push(arguments.join(" "));
            twins.assert_same(&format!("round {round}: {done:#?}"));
        }
        for catalog in [&twins.knowing, &twins.reading] {
            catalog.stdout(["check", "--full"]);
        }
    }
    assert!(not_read > 15, "the rounds show nothing: {not_read}");
}

fn known_now(catalog: &TestCatalog) -> i64 {
    catalog.value("SELECT count(*) FROM entry_hash JOIN listing ON listing.id = listing_id JOIN import ON import.id = import_id WHERE undone_at IS NULL")
}

/// A sound entry of arXiv's snapshot.
fn sound(number: usize, title: &str, authors: &str) -> String {
    format!(
        "{{\"id\":\"2101.{number:05}\",\"authors\":\"{authors}\",\"title\":\"{title}\",\"comments\":\"{number} pages\",\"categories\":\"cs.LG\",\
         \"versions\":[{{\"version\":\"v1\",\"created\":\"3 May 2022 10:00:00 GMT\"}}]}}\n"
    )
}

fn some(count: usize) -> String {
    (1..=count).map(|number| sound(number, &format!("Rooms of Size {number}"), "Ann Lee, Bo Ek")).collect()
}

#[test]
fn entries_of_many_thousands_are_each_found_in_their_place() {
    let catalog = TestCatalog::empty();
    let first = some(2100);
    catalog.write("first.jsonl", long(&first));
    let mut turned: Vec<&str> = first.lines().rev().collect();
    let new = sound(3000, "A New Room", "Cy Wu");
    turned.insert(700, new.trim_end());
    catalog.write("second.jsonl", long(&turned.join("\n")));
    import(&catalog, &["first.jsonl", "--no-index"]);
    assert_eq!(catalog.values::<i64>("SELECT length(hashes) / 16 FROM entry_hash"), [1024, 1024, 52]);
    mark(&catalog);
    let said = stdout(&import(&catalog, &["second.jsonl", "--no-index"]));
    assert!(said.starts_with("second.jsonl: 2101 entries: 1 new, 0 merged, 2100 unchanged, 0 rejected\n"), "{said}");
    let same = "SELECT count(*) FROM record AS first JOIN record AS again USING (paper_id, note) \
                WHERE first.listing_id = 1 AND again.listing_id = 2 AND again.note LIKE '%marked' \
                AND again.line = again.position \
                AND again.position = 2101 - first.position + CASE WHEN first.position > 1400 THEN 0 ELSE 1 END";
    assert_eq!(catalog.value::<i64>(same), 2100);
    catalog.stdout(["check", "--full"]);
}

#[test]
fn what_was_told_of_an_entry_is_told_again() {
    let twins = Twins::new();
    let bell = sound(7, "A Room with a\u{7} Bell", "Ann Lee");
    let table =
        "Title,Authors,DOI\nA Sure Room,Lee Ann; Ek Bo,10.5555/1\nA Room in Doubt,\"Lee, Ann, Ek, Bo, Wu\",10.5555/2\n";
    let listings = [
        ("snapshot", format!("{}{bell}{{\"id\":\"2101.00008\",\"title\":\"\"}}\n{{\"id\":\n", some(2))),
        ("table", table.to_owned()),
    ];
    for (name, text) in &listings {
        twins.write(name, &long(text));
        twins.write(&format!("{name}.again"), &format!("{}\n", long(text)));
        let first = twins.import(&[name]);
        let again = twins.import(&[&format!("{name}.again")]);
        let told = |output: &Output| stderr(output).replace(".again", "");
        assert!(told(&first).contains(": "), "something is told");
        assert_eq!(told(&first), told(&again), "{name}");
    }
    twins.assert_same("told again");
    mark(&twins.knowing);
    let text = long(&listings[1].1);
    twins.write("third", &format!("{text}\n\n"));
    import(&twins.knowing, &["third"]);
    assert_eq!(not_read(&twins.knowing), 1, "the row that is not sure is read");
}

#[test]
fn what_was_read_otherwise_is_read_again() {
    let catalog = TestCatalog::empty();
    catalog.write("first.jsonl", long(&some(3)));
    let table = |head: &str| {
        let rows: String = (0..3).map(|row| format!("Room {row} of a Table,Ann Lee,10.5555/{row}\n")).collect();
        long(&format!("{head}\n{rows}"))
    };
    catalog.write("first.csv", table("Title,Authors,DOI"));
    catalog.write("second.jsonl", long(&format!("{}\n", some(3))));
    catalog.write("second.csv", format!("{}\n", table("Title,Authors,DOI")));
    catalog.write("other.csv", table("Title,Source,DOI"));
    import(&catalog, &["first.jsonl"]);
    import(&catalog, &["first.csv"]);
    mark(&catalog);
    let last = |arguments: &[&str]| {
        import(&catalog, arguments);
        let count = not_read(&catalog);
        catalog.stdout(["undo", "--yes"]);
        count
    };
    assert_eq!(last(&["second.jsonl"]), 3);
    assert_eq!(last(&["second.jsonl", "--listed-under", "Dana Roe"]), 0);
    assert_eq!(last(&["second.jsonl", "--map", "title=Title"]), 0);
    assert_eq!(last(&["second.csv"]), 3);
    assert_eq!(last(&["second.csv", "--map", "venue=Authors"]), 0);
    assert_eq!(last(&["other.csv"]), 0, "the rows are the same, their header is not");
    // By another version of the program.
    change(&catalog, "UPDATE import SET program_version = '0.0.9'");
    assert_eq!(last(&["second.jsonl"]), 0);
    catalog.stdout(["check", "--full"]);
}

#[test]
fn a_few_entries_are_read_and_not_looked_up() {
    let catalog = TestCatalog::empty();
    let text = some(3);
    catalog.write("first.jsonl", longer(&text, 60));
    catalog.write("short.jsonl", &text);
    catalog.write("much_shorter.jsonl", long(&text));
    catalog.write("as_long.jsonl", format!("{}\n", longer(&text, 60)));
    import(&catalog, &["first.jsonl"]);
    mark(&catalog);
    for (name, expected) in [("short.jsonl", 0), ("much_shorter.jsonl", 0), ("as_long.jsonl", 3)] {
        import(&catalog, &[name]);
        assert_eq!(not_read(&catalog), expected, "{name}");
        catalog.stdout(["undo", "--yes"]);
    }
    let catalog = TestCatalog::empty();
    catalog.write("first.jsonl", some(3));
    catalog.write("as_short.jsonl", some(4));
    import(&catalog, &["first.jsonl"]);
    mark(&catalog);
    import(&catalog, &["as_short.jsonl"]);
    assert_eq!(not_read(&catalog), 0, "both are short");
}

/// What a catalog says of its papers and of the entries that are in force.
fn state(catalog: &TestCatalog) -> (String, Vec<String>) {
    catalog.stdout(["check", "--full"]);
    let entries = "SELECT path || ' ' || position || ' ' || outcome || ' ' || new_count || ' ' || merged_count || ' ' || unchanged_count \
                   FROM record JOIN listing ON listing.id = listing_id JOIN import ON import.id = import_id \
                   WHERE undone_at IS NULL ORDER BY 1";
    (catalog.stdout(["export", "jsonl"]), catalog.values(entries))
}

#[test]
fn entries_that_were_not_read_stand_for_themselves_when_the_first_are_taken_back() {
    let (catalog, expected) = (TestCatalog::empty(), TestCatalog::empty());
    for catalog in [&catalog, &expected] {
        catalog.write("first.jsonl", long(&some(5)));
        catalog.write("second.jsonl", long(&some(6)));
        catalog.write("third.jsonl", long(&some(7)));
    }
    import(&catalog, &["first.jsonl"]);
    mark(&catalog);
    import(&catalog, &["second.jsonl"]);
    assert_eq!(not_read(&catalog), 5);
    let both = state(&catalog);
    let said = catalog.stdout(["undo", "1", "--yes"]);
    assert!(said.contains("5 entries; 0 papers that only it brought go, 5 stay"), "{said}");
    import(&expected, &["second.jsonl"]);
    assert_eq!(state(&catalog), state(&expected));
    // Those of the second know those that come in now, and those of the first, which is taken back, do not.
    change(&catalog, "UPDATE record SET note = 'of the first' WHERE listing_id = 1");
    import(&catalog, &["third.jsonl"]);
    assert_eq!(not_read(&catalog), 5);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM record WHERE listing_id = 3 AND note = 'of the first'"), 0);
    catalog.stdout(["undo", "3", "--yes"]);
    catalog.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_eq!(state(&catalog).0, both.0);
    catalog.stdout(["undo", "2", "--yes"]);
    catalog.stdout(["undo", "1", "--yes"]);
    assert_eq!(state(&catalog), (String::new(), Vec::new()));
    import(&catalog, &["third.jsonl"]);
    assert_eq!(not_read(&catalog), 0, "nothing that is in force is known");
    let expected = TestCatalog::empty();
    expected.write("third.jsonl", long(&some(7)));
    import(&expected, &["third.jsonl"]);
    assert_eq!(state(&catalog), state(&expected));
}

#[test]
fn a_file_that_repeats_another_hands_the_hashes_of_its_entries_on() {
    let twins = Twins::new();
    twins.write("first.jsonl", &long(&some(5)));
    twins.write("more.jsonl", &long(&some(6)));
    for arguments in [&["first.jsonl"][..], &["first.jsonl"]] {
        twins.import(arguments);
    }
    twins.knowing.stdout(["undo", "1", "--yes"]);
    assert_eq!(twins.knowing.values::<i64>("SELECT listing_id FROM entry_hash"), [2]);
    twins.reading.stdout(["undo", "1", "--yes"]);
    mark(&twins.knowing);
    mark(&twins.reading);
    import(&twins.knowing, &["more.jsonl"]);
    assert_eq!(not_read(&twins.knowing), 5);
    twins.knowing.stdout(["undo", "2", "--yes"]);
    twins.knowing.stdout(["undo", "--ruling", "1", "--yes"]);
    assert_eq!(twins.knowing.values::<i64>("SELECT listing_id FROM entry_hash ORDER BY 1"), [1, 3]);
    twins.knowing.stdout(["check", "--full"]);
}

#[test]
fn an_entry_that_a_ruling_read_otherwise_is_read_again() {
    let twins = Twins::new();
    let page = "LGJun 24, 2023\nGraphs of Quiet RoomsAnn Lee, Bo Ek\nROMay 2, 2022\nSmall Rooms of SunMinJi Kim, Dana Roe, Eli Fox et al. · mit\n";
    twins.write("page.txt", page);
    twins.import(&["page.txt"]);
    let review = stdout(&twins.run(&["review", "--format", "jsonl"]));
    let open: serde_json::Value = serde_json::from_str(review.lines().next().unwrap()).unwrap();
    let field = |name: &str| open[name].as_str().unwrap().to_owned();
    let authors = format!("{}, et al.", field("authors").replace("; ", ", "));
    let entry = sound(1, &field("title"), &authors);
    twins.write("first.jsonl", &long(&entry));
    twins.write("again.jsonl", &long(&format!("{entry}\n")));
    twins.import(&["first.jsonl"]);
    assert_eq!(twins.knowing.value::<i64>("SELECT count(DISTINCT paper_id) FROM record"), 2, "one paper with the line");
    twins.run(&["review", "--choose", &open["number"].to_string(), "2"]);
    let of_snapshot = "SELECT said FROM record WHERE listing_id = 2";
    assert!(twins.knowing.value::<Option<String>>(of_snapshot).is_none_or(|said| !said.contains(&field("title"))));
    twins.import(&["again.jsonl"]);
    twins.assert_same("an entry as its file has it");
    twins.knowing.stdout(["check", "--full"]);
}

#[test]
fn hashes_that_lead_nowhere_cost_no_entry_and_check_finds_them() {
    for damage in [
        "UPDATE entry_hash SET first_position = first_position + 1024",
        "UPDATE entry_hash SET hashes = CAST(substr(hashes, 1, 32) AS BLOB)",
        "UPDATE entry_hash SET hashes = CAST(hashes || hashes AS BLOB)",
        "UPDATE entry_hash SET hashes = zeroblob(16)",
    ] {
        let twins = Twins::new();
        twins.write("first.jsonl", &long(&some(5)));
        twins.write("more.jsonl", &long(&some(6)));
        twins.import(&["first.jsonl"]);
        twins.knowing.open().execute_batch(damage).unwrap();
        let found = twins.knowing.run(["check"]);
        assert_eq!(found.status.code(), Some(1), "{damage}");
        let expected = "an input file with hashes that are not those of its entries: first.jsonl";
        assert!(stdout(&found).contains(expected), "{damage}: {}", stdout(&found));
        twins.import(&["more.jsonl"]);
        twins.assert_same(damage);
    }
}

#[test]
fn files_of_one_command_are_known_as_those_of_two() {
    let (one, two) = (TestCatalog::empty(), TestCatalog::empty());
    for catalog in [&one, &two] {
        catalog.write("zero.csv", "Title,Authors,Year\nA Paper That Is Here,Zoe Quint,1950\n");
        catalog.write("first.jsonl", long(&some(5)));
        catalog.write("more.jsonl", long(&some(6)));
        import(catalog, &["zero.csv"]);
    }
    import(&one, &["first.jsonl", "more.jsonl"]);
    import(&two, &["first.jsonl"]);
    forget(&two);
    import(&two, &["more.jsonl"]);
    let of_papers = |catalog| {
        let is_of_run = |row: &String| ["import:", "listing:", "paper_text"].iter().any(|table| row.starts_with(table));
        rows(catalog).into_iter().filter(|row| !is_of_run(row)).collect::<Vec<_>>()
    };
    assert_eq!(of_papers(&one), of_papers(&two));
    for catalog in [&one, &two] {
        catalog.stdout(["check", "--full"]);
    }
    // What a rehearsal counts is what the import then does.
    one.write("again.jsonl", long(&some(8)));
    let counted = |output: &Output| stdout(output).lines().find(|line| line.starts_with("again")).map(str::to_owned);
    let rehearsed = counted(&import(&one, &["again.jsonl", "--dry-run"]));
    assert_eq!(rehearsed.as_deref(), Some("again.jsonl: 8 entries: 2 new, 0 merged, 6 unchanged, 0 rejected"));
    assert_eq!(rehearsed, counted(&import(&one, &["again.jsonl", "--strict"])));
}
