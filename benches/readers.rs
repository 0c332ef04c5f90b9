//! How fast each reader reads, without a catalog, on one core: `cargo bench --bench readers [-- FORMAT...]`.
//!
//! The listings are made up (tests/common/made.rs) and held in memory. Best of five runs: machines are shared. `FILE=path`
//! with one format reads that file instead, which may be packed.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a benchmark prints, and may panic")]

#[path = "../tests/common/made.rs"]
mod made;

use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

use clap::ValueEnum;
use jiff::civil::Date;
use paperdex::import::{self, ListingFormat, ReadContext};

const RUNS: usize = 5;

/// Formats of which no listings are made, with a fixture that is read many times over.
const REPEATED: &[(&str, &str)] = &[
    ("web-of-science", "web_of_science.txt"),
    ("endnote", "endnote.enw"),
    ("listing-page", "author-page.txt"),
    ("arxiv-listing", "arxiv_listing.txt"),
    ("arxiv-email", "arxiv_email.txt"),
    ("scholar-profile", "scholar_profile.txt"),
    ("dblp-page", "dblp_page.txt"),
];

/// What must be reached, in MB/s.
fn goal(format: &str) -> u32 {
    match format {
        "bibtex" => 25,
        "dblp-xml" => 80,
        "ris" | "table" => 100,
        name if name.contains("json")
            || made::FORMATS.contains(&name) && !matches!(name, "medline" | "arxiv-atom" | "arxiv-oai") =>
        {
            150
        }
        _ => 0,
    }
}

fn main() {
    let chosen: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    println!("{:<18} {:>8} {:>9} {:>8} {:>11} {:>9}", "format", "MB", "entries", "MB/s", "entries/s", "goal MB/s");
    let all = made::FORMATS.iter().chain(REPEATED.iter().map(|(name, _)| name));
    for name in all.filter(|name| chosen.is_empty() || chosen.iter().any(|chosen| chosen == *name)) {
        let bytes: Arc<[u8]> = match std::env::var_os("FILE") {
            Some(path) => std::fs::read(path).unwrap().into(),
            None => listing(name).into(),
        };
        let format = ListingFormat::value_variants().iter().copied().find(|format| format.name() == *name);
        let (mut best, mut count) = (f64::INFINITY, 0);
        for _ in 0..RUNS {
            let start = Instant::now();
            count = read(Arc::clone(&bytes), format);
            best = best.min(start.elapsed().as_secs_f64());
        }
        let megabytes = f64::from(u32::try_from(bytes.len()).unwrap()) / 1e6;
        let entries = f64::from(u32::try_from(count).unwrap());
        let goal = Some(goal(name)).filter(|goal| *goal > 0).map(|goal| goal.to_string()).unwrap_or_default();
        println!("{name:<18} {megabytes:>8.1} {count:>9} {:>8.0} {:>11.0} {goal:>9}", megabytes / best, entries / best);
    }
}

/// A made listing, or a fixture many times over.
fn listing(name: &str) -> Vec<u8> {
    match REPEATED.iter().find(|(repeated, _)| *repeated == name) {
        Some((_, fixture)) => {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/listings").join(fixture);
            [std::fs::read(path).unwrap(), b"\n".to_vec()].concat().repeat(3_000)
        }
        None => made::listing(name, 20_000, 0).0.into_bytes(),
    }
}

fn read(bytes: Arc<[u8]>, format: Option<ListingFormat>) -> usize {
    let as_of = Date::constant(2026, 11, 23);
    let context = ReadContext { as_of, listed_under: None, columns: Vec::new(), rulings: Arc::default() };
    let Ok((_, entries)) = import::open(Box::new(Cursor::new(bytes)), format, &context) else { panic!("no listing") };
    entries.map(|entry| usize::from(matches!(entry.unwrap().reading, paperdex::record::Reading::Paper { .. }))).sum()
}
