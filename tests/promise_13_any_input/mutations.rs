//! Whatever bytes a reader is given, it comes to an end, in bounded memory, without a panic.
//!
//! `PAPERDEX_LONG=1 cargo test --release --test promise_13_any_input` tries a million mutations a reader; 20,000 by default.

use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use jiff::civil::Date;
use paperdex::import::{self, ListingFormat, ReadContext};
use paperdex::output::{self, Layout, OutputFormat};
use paperdex::packed::{Block, DateKey, Facts, List, PackedPaper};
use paperdex::record::Reading;
use paperdex::result_table::{Cell, Column, ColumnKind, ResultTable};

use crate::{common, made};

/// Marks that mean something to one reader or another.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "\"",
    "\\",
    "@article{",
    "@string{x=",
    "@comment{",
    "(",
    ")",
    "#",
    "=",
    ",",
    ";",
    "$",
    "~",
    "\\'",
    "\\\"{",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "<",
    ">",
    "</",
    "/>",
    "<title>",
    "</title>",
    "&",
    "&#0;",
    "&amp;",
    "&#x110000;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "[",
    "]",
    ":",
    "null",
    "1e999",
    "\\u0000",
    "\\ud800",
    "TY  - JOUR",
    "ER  - ",
    "PMID- ",
    "AU  - ",
    "  - ",
    " and ",
    "et al.",
    "crossref = {",
    "é",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{301}",
    "﷽",
    "\u{10ffff}",
    "|",
    " · ",
    "sep=;",
    "10.1/",
    "https://",
    "-0001",
    "99999999999999999999",
];

fn seeds(format: ListingFormat) -> Vec<Vec<u8>> {
    if made::FORMATS.contains(&format.name()) {
        return vec![made::seed(format.name()).into_bytes()];
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/listings");
    let name = match format {
        ListingFormat::ListingPage => "missing_abstract.txt",
        ListingFormat::ArxivListing => "arxiv_listing.txt",
        ListingFormat::ArxivEmail => "arxiv_email.txt",
        ListingFormat::ScholarProfile => "scholar_profile.txt",
        ListingFormat::DblpPage => "dblp_page.txt",
        ListingFormat::WebOfScience => "web_of_science.txt",
        ListingFormat::EndNote => "endnote.enw",
        other => panic!("{} has no seed to mutate", other.name()),
    };
    vec![std::fs::read(folder.join(name)).unwrap()]
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        // Marsaglia's xorshift: the same inputs on every machine.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }
}

fn mutated(seed: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, TOKENS[chance.below(TOKENS.len())].bytes())),
            3 => drop(bytes.splice(at..end, TOKENS[chance.below(TOKENS.len())].bytes())),
            4 => {
                let part = bytes[at..end].repeat(1 + chance.below(20));
                drop(bytes.splice(at..at, part));
            }
            5 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            _ => {
                let part = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                drop(bytes.splice(to..to, part));
            }
        }
    }
    bytes
}

fn context() -> ReadContext {
    let columns = vec![(import::Column::Title, "Title".to_owned())];
    ReadContext { as_of: Date::constant(2026, 11, 23), listed_under: None, columns, rulings: Arc::default() }
}

/// Reads to the end and checks what every entry must be.
fn read(bytes: &[u8], format: Option<ListingFormat>) -> usize {
    let Ok((_, entries)) = import::open(Box::new(Cursor::new(bytes.to_vec())), format, &context()) else { return 0 };
    let mut count = 0;
    for entry in entries {
        let entry = entry.unwrap();
        assert!(entry.line >= 1, "an entry begins on a line");
        if let Reading::Paper { record, .. } = &entry.reading {
            assert!(!record.title.is_empty(), "a paper has a title");
            let texts = record.authors.iter().map(|author| &author.name_as_printed).chain([&record.title]);
            for text in texts {
                assert_eq!(import::clean_text(text), *text, "a text is clean");
            }
        }
        count += 1;
    }
    count
}

#[test]
fn no_mutated_listing_stops_its_reader() {
    let formats = ListingFormat::value_variants();
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(format) = formats.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    mutate(*format);
                }
            });
        }
    });
}

fn mutate(format: ListingFormat) {
    let seeds = seeds(format);
    assert!(seeds.iter().all(|seed| read(seed, Some(format)) > 0), "{}", format.name());
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for round in 0..common::rounds(20_000, 1_000_000) {
        let input = mutated(&seeds[round % seeds.len()], &mut chance);
        let start = Instant::now();
        let read = std::panic::catch_unwind(|| read(&input, Some(format)));
        let shown = || String::from_utf8_lossy(&input).into_owned();
        assert!(read.is_ok(), "{} panics, round {round}:\n{}", format.name(), shown());
        assert!(start.elapsed() < Duration::from_secs(20), "{} hangs, round {round}:\n{}", format.name(), shown());
    }
}

#[test]
fn the_format_of_every_made_listing_is_recognised() {
    for format in made::FORMATS {
        let bytes = made::listing(format, 3, 0).0.into_bytes();
        let context = ReadContext { columns: Vec::new(), ..context() };
        let (found, entries) =
            import::open(Box::new(Cursor::new(bytes)), None, &context).unwrap_or_else(|_| panic!("{format}"));
        assert_eq!(found.name(), *format);
        let papers = entries.filter(|entry| matches!(entry.as_ref().unwrap().reading, Reading::Paper { .. }));
        assert_eq!(papers.count(), 3, "{format}");
    }
}

/// Inputs that break readers which hold, recurse or look back too much.
#[test]
fn no_bomb_hangs_a_reader() {
    let bombs: Vec<Vec<u8>> = vec![
        b"{".repeat(300_000),
        b"[".repeat(300_000),
        b"[{\"a\":".repeat(100_000),
        b"\"".repeat(300_000),
        b"@a{k,t={".repeat(50_000),
        b"@a{{\n".repeat(50_000),
        b"@a{k, crossref={k}}\n".repeat(5_000),
        [
            b"@string{a = \"xxxxxxxxxxxxxxxx\"}\n".to_vec(),
            b"@string{a = a # a}\n".repeat(60),
            b"@article{k, title = a # a # a, ".to_vec(),
            (0..5_000).flat_map(|number| format!("f{number} = a # a # a, ").into_bytes()).collect(),
            b"}".to_vec(),
        ]
        .concat(),
        [b"@a{k, t={".to_vec(), b"{".repeat(100_000), b"}".repeat(100_000), b"}}".to_vec()].concat(),
        [b"@a{k, t={".to_vec(), b"\\emph{".repeat(50_000), b"}".repeat(50_000), b"}}".to_vec()].concat(),
        b"<a>".repeat(100_000),
        [b"<feed><entry>".to_vec(), b"<a>".repeat(100_000)].concat(),
        b"<entry>".repeat(50_000),
        b"<entry".repeat(50_000),
        b"<!DOCTYPE a [<!ENTITY a \"&a;&a;\">]><feed><entry><title>&a;</title></entry></feed>".to_vec(),
        b"TY  - ".repeat(50_000),
        b"TY  - JOUR\n".repeat(30_000),
        b"Title,Authors\n\"".repeat(20_000),
        [b"Title,Authors\n".to_vec(), b"\"a\n".repeat(30_000)].concat(),
        b",".repeat(300_000),
        b"\0".repeat(300_000),
        b"\r".repeat(300_000),
        b"\xff\xfe".repeat(150_000),
        b"a, ".repeat(100_000),
    ];
    for (number, bomb) in bombs.iter().enumerate() {
        for format in ListingFormat::value_variants() {
            let start = Instant::now();
            read(bomb, Some(*format));
            let elapsed = start.elapsed();
            assert!(elapsed < Duration::from_secs(20), "{} takes {elapsed:?} for bomb {number}", format.name());
        }
        read(bomb, None);
    }
}

/// Hands on seven bytes at a time.
struct Piecemeal(Cursor<Vec<u8>>);

impl std::io::Read for Piecemeal {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(7);
        self.0.read(&mut buffer[..length])
    }
}

#[test]
fn it_makes_no_difference_in_which_pieces_a_listing_comes() {
    for format in ListingFormat::value_variants() {
        let seeds = seeds(*format);
        let mut chance = Chance(0x0123_4567_89ab_cdef);
        for round in 0..common::rounds(300, 20_000) {
            let input = mutated(&seeds[round % seeds.len()], &mut chance);
            let entries = |input: Box<dyn std::io::Read + Send>| {
                let (_, entries) = import::open(input, Some(*format), &context()).ok()?;
                Some(entries.map(Result::unwrap).collect::<Vec<_>>())
            };
            let whole = entries(Box::new(Cursor::new(input.clone())));
            let pieces = entries(Box::new(Piecemeal(Cursor::new(input.clone()))));
            assert_eq!(whole, pieces, "{}, round {round}:\n{}", format.name(), String::from_utf8_lossy(&input));
        }
    }
}

#[test]
fn no_bytes_in_the_place_of_packed_papers_are_trusted() {
    let mut block = Block::default();
    for slot in [0, 3, 7] {
        let facts = Facts::new(DateKey::of("2020-05-01"), 7, true, false, false);
        block.push(slot, &PackedPaper::new(facts, [vec![1], vec![2, 3], vec![4, 5, 6]]));
    }
    let sound = || {
        [
            block.facts_bytes(),
            block.list_bytes(List::ALL[0]),
            block.list_bytes(List::ALL[1]),
            block.list_bytes(List::ALL[2]),
        ]
    };
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut read_count = 0;
    let mut read = Block::default();
    for _ in 0..common::rounds(50_000, 5_000_000) {
        let mut pieces = sound();
        let which = chance.below(4);
        pieces[which] = mutated(&pieces[which], &mut chance);
        let piece = |column: &str| {
            let at = List::ALL.iter().position(|list| list.column() == column).map_or(0, |at| at + 1);
            Ok::<_, std::convert::Infallible>(&pieces[at][..])
        };
        let Ok(is_read) = read.read(&List::ALL, piece);
        let members = (0..1024).map(|slot| List::ALL.map(|list| read.members(list, slot).len()).iter().sum::<usize>());
        let count = members.sum::<usize>();
        assert!(is_read || read.is_empty() && count == 0, "nothing is kept of what is refused");
        if is_read {
            read_count += 1;
            assert_eq!([read.facts_bytes(), read.list_bytes(List::ALL[0])], pieces[..2]);
        }
    }
    assert!(read_count > 0, "some changes leave a block");
}

#[test]
fn every_output_format_writes_every_text() {
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let seed = "A title\u{301} 王小明 =1+1 | \"quoted\", `code` *stars*\r\n\u{1b}[2J\u{202e}".as_bytes();
    for _ in 0..common::rounds(2_000, 100_000) {
        let text = String::from_utf8_lossy(&mutated(seed, &mut chance)).into_owned();
        for format in OutputFormat::value_variants() {
            let column = Column { name: "title", meaning: "", kind: ColumnKind::Prose };
            let row = vec![Cell::Text(text.clone()), Cell::Missing];
            let columns = vec![column, Column { kind: ColumnKind::Text, ..column }];
            let table = ResultTable { columns, rows: Box::new([Ok(row)].into_iter()), notes: vec![text.clone()] };
            let mut out = Vec::new();
            let layout = Layout { width: Some(40), terminal: true, ..Layout::default() };
            output::write(table, *format, &layout, &mut out).unwrap();
            let printed = String::from_utf8(out).unwrap();
            let is_obeyed = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
            assert!(!printed.contains(is_obeyed), "{format:?}: {printed:?}");
        }
    }
}
