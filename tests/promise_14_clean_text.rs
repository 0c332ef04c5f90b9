//! Promise 14: text is stored clean and found. What is stored is UTF-8 in NFC without control characters, whatever reader it
//! came through; what was imported is found by its text in any normal form; letters that only look alike stay apart.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;
use common::{TestCatalog, project, rounds, stderr, stdout};
use paperdex::identity::fold::fold;
use paperdex::import::{self, ListingFormat, ReadContext, clean_text};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Texts in which the normal forms differ, and pieces that stand beside them.
const PIECES: &[&str] = &[
    "é",
    "e\u{301}",
    "ñ",
    "ệ",
    "Å",
    "\u{212b}",
    "Ω",
    "\u{2126}",
    "ﬁ",
    "½",
    "①",
    "㎏",
    "ｱ",
    "Ａ",
    "ſ",
    "ẛ\u{323}",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "Σ",
    "ς",
    "ǆ",
    "Ǆ",
    "ø",
    "ł",
    "각",
    "\u{1100}\u{1161}\u{11a8}",
    "한글",
    "が",
    "か\u{3099}",
    "ヴ",
    "王",
    "﨑",
    "\u{2f800}",
    "क़",
    "\u{915}\u{93c}",
    "नमिता",
    "தமிழ்",
    "ไทย",
    "ལྷ",
    "שָׁלוֹם",
    "محمد",
    "مُحَمَّد",
    "ﷺ",
    "ꙋ",
    "й",
    "ё",
    "Ἀ",
    "ᾳ",
    "𐐀",
    "𝔘",
    "🅐",
    "👩\u{200d}💻",
    "🎉",
    "a\u{327}\u{301}",
    "a\u{301}\u{327}",
    "o'b",
    "x²",
    "H₂O",
    "ª",
    "µ",
    "ŉ",
    "ﬀ",
    "Paul",
    "Раul",
    "–",
    "-",
    " ",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{1}",
    "«",
    "(",
    ")",
    "7",
];

/// Marsaglia's xorshift: the same texts on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit
    }

    /// A text of some pieces and of some letters from all of Unicode.
    fn text(&mut self) -> String {
        let count = 2 + self.below(5);
        let piece = |_| match self.below(4) {
            0 => std::iter::repeat_with(|| char::from_u32(u32::try_from(self.below(0x2_fa20)).unwrap()))
                .flatten()
                .find(|letter| letter.is_alphanumeric())
                .unwrap()
                .to_string(),
            _ => PIECES[self.below(PIECES.len())].to_owned(),
        };
        (0..count).map(piece).collect()
    }
}

/// The text in its four normal forms.
fn forms(text: &str) -> [String; 4] {
    [text.nfc().collect(), text.nfd().collect(), text.nfkc().collect(), text.nfkd().collect()]
}

/// Every text that the catalog stores, but for what is kept as it stands in a file: its path, the header of a table, entries
/// that could not be read.
fn assert_clean(catalog: &TestCatalog, what: &str) {
    let connection = catalog.open();
    let columns = "SELECT tables.name, columns.name FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns \
                   WHERE tables.type = 'table' AND tables.schema = 'main' AND columns.type = 'TEXT' \
                   AND tables.name || '.' || columns.name NOT IN ('listing.path', 'listing.head', 'record.text', 'sqlite_schema.sql')";
    let mut statement = connection.prepare(columns).unwrap();
    let columns: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(columns.contains(&("paper".into(), "title".into())), "{columns:?}");
    for (table, column) in columns {
        let sql = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
        let mut statement = connection.prepare(&sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            // SQLite hands out what is not UTF-8 as an error here.
            let text: String = row.get(0).unwrap();
            let is_sound = text.lines().all(|line| !line.contains(char::is_control)) && is_nfc(&text);
            assert!(is_sound, "{what}: {table}.{column} holds {text:?}");
        }
    }
}

/// A line of JSON as paperdex exports papers.
fn entry(title: &str, author: &str, venue: &str) -> String {
    let author = author.replace('\\', "\\\\").replace(';', "\\;");
    serde_json::json!({
        "title": title, "authors": author, "authors_complete": true, "published_on": "2020", "venue": venue,
    })
    .to_string()
        + "\n"
}

#[test]
fn what_was_imported_is_found_by_its_text_in_any_normal_form() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    // Two texts that fold alike are one person and one venue, which is another promise.
    let (mut texts, mut known) = (Vec::new(), BTreeSet::new());
    while texts.len() < rounds(16, 1_500) {
        let text = chance.text();
        let words = fold(&text);
        if words.chars().any(char::is_alphanumeric) && known.insert(words.replace(' ', "")) {
            texts.push(text);
        }
    }
    let catalog = TestCatalog::empty();
    let lines = texts.iter().zip(0..).map(|(text, number)| {
        let form = &forms(text)[number % 4];
        entry(form, form, form)
    });
    catalog.write("papers.jsonl", lines.collect::<String>());
    let imported = catalog.run(["import", "papers.jsonl"]);
    assert!(imported.status.success(), "{}", stderr(&imported));
    assert_clean(&catalog, "the import");
    let authors = catalog.stdout(["authors", "--format", "csv", "--raw"]);
    for (text, number) in texts.iter().zip(0..) {
        let stored = clean_text(&forms(text)[number % 4]);
        for form in forms(text) {
            // A NUL cannot be typed; a text that begins with a dash looks like an option.
            let typed = form.replace('\0', "");
            let titles = |option: &str| {
                let output = catalog.run(["papers", &format!("{option}={typed}"), "--format", "jsonl"]);
                let titles: Vec<_> = stdout(&output)
                    .lines()
                    .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].clone())
                    .collect();
                (titles, stderr(&output))
            };
            let wanted = serde_json::Value::from(stored.clone());
            let (found, told) = titles("--text");
            assert!(found.contains(&wanted), "--text {typed:?} does not find {stored:?}: {found:?} {told}");
            let (found, told) = titles("--venue");
            assert_eq!(found, [wanted], "--venue {typed:?}: {told}");
            let person = catalog.run(["author", "--format", "jsonl", "--", &typed]);
            assert!(
                stdout(&person).contains(&serde_json::to_string(&stored).unwrap()),
                "{typed:?}: {}",
                stderr(&person)
            );
        }
        let quoted = if stored.contains([',', '"']) { format!("\"{}\"", stored.replace('"', "\"\"")) } else { stored };
        assert!(authors.lines().any(|line| line.starts_with(&quoted)), "`authors` does not list {quoted:?}");
    }
}

#[test]
fn folding_does_not_depend_on_the_normal_form_for_any_letter() {
    // Every letter beside one that marks attach to; all of them before a release.
    let step = rounds(101, 1);
    let unseen = ['\u{1}', '\u{7f}', '\u{9b}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}', '🅰', 'ẞ', 'ς', '\u{345}'];
    for letter in unseen.into_iter().chain(('\0'..=char::MAX).step_by(step)) {
        let text = format!("{letter}\u{301}\u{327}x aΣ{letter} {letter}\u{3b1}\u{345} a{letter}b");
        let folded: BTreeSet<_> = forms(&text).iter().map(|form| fold(&clean_text(form))).collect();
        assert_eq!(folded.len(), 1, "U+{:04X}: {folded:?}", u32::from(letter));
        assert_eq!(fold(&text), *folded.first().unwrap(), "U+{:04X} as it is typed", u32::from(letter));
    }
}

fn context() -> ReadContext {
    ReadContext {
        as_of: common::AS_OF.parse().unwrap(),
        listed_under: None,
        columns: Vec::new(),
        rulings: std::sync::Arc::default(),
    }
}

/// Inputs of every format.
fn listings() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(project().join("fixtures/listings")).unwrap();
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_reader_stores_clean_text_and_tells_what_it_took_out() {
    let mut formats = BTreeSet::new();
    for path in listings() {
        // Of each format the first that serves.
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let bytes = std::io::Cursor::new(text.clone().into_bytes());
        let Ok((format, _)) = import::open(Box::new(bytes), None, &context()) else { continue };
        if formats.contains(format.name()) {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let plain = TestCatalog::empty();
        plain.write(name, &text);
        plain.run(["import", name, "--as-of", common::AS_OF]);
        if !plain.db().exists() {
            continue;
        }
        // A word of a title, in which a control character is put, and after which an accent in a form of its own.
        let titles: Vec<String> = plain.values("SELECT title FROM paper WHERE merged_into IS NULL ORDER BY id");
        let is_good = |word: &&str| word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let once = |part: &str| text.find(part).filter(|_| text.matches(part).count() == 1);
        let Some((title, word, at)) = titles.iter().find_map(|title| {
            title.split(' ').filter(is_good).find_map(|word| {
                let of_title = once(title).map(|at| at + title.find(word).unwrap());
                Some((title.clone(), word.to_owned(), of_title.or_else(|| once(word))?))
            })
        }) else {
            continue;
        };
        let is_json = text.trim_start().starts_with(['[', '{']);
        let controls = if is_json { "\\u0001\\u001b" } else { "\u{1}\u{1b}" };
        let (before, after) = (&text[..at + 2], &text[at + 2..]);
        let (within, after) = after.split_at(word.len() - 2);
        let mutated = format!("{before}{controls}\u{9b}{within}e\u{301}{after}");
        let catalog = TestCatalog::empty();
        catalog.write(name, &mutated);
        let output = catalog.run(["import", name, "--as-of", common::AS_OF]);
        assert!(catalog.db().exists(), "{name}: {}", stderr(&output));
        assert_clean(&catalog, name);
        let wanted = title.replacen(&word, &format!("{word}é"), 1);
        let titles: Vec<String> = catalog.values("SELECT title FROM paper");
        assert!(titles.contains(&wanted), "{name}: {wanted:?} is not among {titles:?}\n{}", stderr(&output));
        let told = stderr(&output);
        assert!(told.contains("3 control characters taken out of"), "{name}: {told}");
        formats.insert(format.name());
    }
    let others = ListingFormat::value_variants().iter().map(|format| format.name());
    let others: Vec<_> = others.filter(|name| !formats.contains(name)).collect();
    assert_eq!(
        others,
        ["paperdex-json", "papers-with-code"],
        "what has no title of its own, and what the first test reads"
    );
}

#[test]
fn what_is_ruled_is_stored_clean_too() {
    let catalog = TestCatalog::empty();
    catalog.write("papers.jsonl", entry("On Rooms", "Ann Lee", "Rooms"));
    catalog.stdout(["import", "papers.jsonl"]);
    catalog.stdout([
        "set",
        "1",
        "title=On\u{1} Ro\u{a0}u\u{308}ms",
        "venue=\u{7f} Re\u{301}vue",
        "authors=Rene\u{301} Vi\u{1b}dal",
    ]);
    assert_clean(&catalog, "set");
    let shown: Vec<String> =
        catalog.values("SELECT title FROM paper UNION ALL SELECT name FROM author UNION ALL SELECT name FROM venue");
    assert_eq!(shown, ["On Ro üms", "René Vidal", "Révue"]);
    let rulings = catalog.stdout(["rulings", "--export", "-"]);
    let other = TestCatalog::empty();
    other.write("papers.jsonl", entry("On Rooms", "Ann Lee", "Rooms"));
    other.stdout(["import", "papers.jsonl"]);
    other.write("rulings.jsonl", rulings.replace("Révue", "Re\u{301}vu\\u0002e"));
    other.stdout(["rulings", "--import", "rulings.jsonl"]);
    assert_clean(&other, "rulings --import");
    assert!(other.stdout(["check", "--full"]).contains("sound"));

    let doubtful = TestCatalog::import("doubtful_cut.txt");
    let number: i64 = doubtful.value("SELECT min(id) FROM doubtful_reading");
    doubtful.stdout([
        "review",
        &number.to_string(),
        "--title",
        "A\u{1} Ti\u{301}tle",
        "--authors",
        "Re\u{301}ne\u{7}; Bo",
    ]);
    assert_clean(&doubtful, "review");
}

#[test]
fn letters_that_look_alike_are_never_one_name_and_check_lists_them() {
    let catalog = TestCatalog::empty();
    // "Раul" begins with two Cyrillic letters, "Οtto" with a Greek one.
    let page = "title,authors,doi,year\nOn Rooms,Paul Lee,10.5555/a,2020\nOn Doors,Раul Lee,10.5555/b,2020\n\
                On Walls,Otto Ek; Paul Lee,10.5555/c,2021\nOn Walls,Οtto Ek; Раul Lee,10.5555/c,2021\n\
                On Stairs,Иван Петров; René Vidal; 王小明,10.5555/d,2021\nOn Stairs,\"Lee, P.\",10.5555/e,2021\n";
    catalog.write("papers.csv", page);
    catalog.stdout(["import", "papers.csv"]);
    let together = "SELECT count(*) FROM author_name AS one JOIN author_name AS other USING (author_id) \
                    WHERE one.name GLOB '*P[aа]ul*' AND other.name GLOB '*Р*' OR one.name GLOB 'O*' AND other.name GLOB 'Ο*'";
    assert_eq!(catalog.value::<i64>(together), 0);
    assert!(catalog.stdout(["author", "Раul Lee"]).contains("On Doors"));
    assert!(!catalog.stdout(["author", "Paul Lee"]).contains("On Doors"));
    // Nor does a ruling that the other entries of a paper carry over.
    catalog.stdout(["merge", "On Rooms", "On Doors"]);
    assert_eq!(catalog.value::<i64>(together), 0);

    let check = catalog.run(["check", "--full"]);
    assert_eq!((check.status.code(), stdout(&check).as_str()), (Some(0), "the catalog is sound\n"));
    let notes = stderr(&check);
    assert!(notes.contains("\"Раul Lee\": letters of Latin and Cyrillic in one name (Cyrillic: Ра)"), "{notes}");
    assert!(!notes.contains("Paul Lee") && !notes.contains("Петров") && !notes.contains("Vidal"), "{notes}");
    assert!(notes.lines().all(|line| line.starts_with("note: ")), "{notes}");

    let many: String = (0..60).map(|number| format!("On Rooms {number},Раul {}\n", "a".repeat(number + 1))).collect();
    catalog.write("many.csv", format!("title,authors\n{many}"));
    catalog.stdout(["import", "many.csv"]);
    let notes = stderr(&catalog.run(["check"]));
    assert_eq!(notes.lines().count(), 21, "{notes}");
    assert!(notes.contains("more names with letters of several scripts"), "{notes}");
}
