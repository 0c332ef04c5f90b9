//! How exactly, how surely and how fast the listing page reader reads a page whose truth is known.
//!
//! `cargo bench --bench listing_page -- PAGE TRUTH [N ...]` reads PAGE whole and cut into pages of N entries each, and
//! compares title, printed authors and completeness with TRUTH: JSON lines in the page's order, each with `title`,
//! `authors` and `complete`. Without arguments it reads the fixture page. `SHOW=K` shows K wrong or doubtful entries.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may panic")]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use paperdex::import::{self, ReadContext};
use paperdex::record::{Entry, PaperRecord, Reading};

/// What an entry should be read as.
#[derive(serde::Deserialize)]
struct Truth {
    title: String,
    authors: Vec<String>,
    complete: bool,
}

#[derive(Default)]
struct Score {
    entries: usize,
    exact: usize,
    doubtful: usize,
    silently_wrong: usize,
    time: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let file = |at: usize, fixture: &str| arguments.get(at).map_or_else(|| fixtures.join(fixture), PathBuf::from);
    let page = std::fs::read_to_string(file(0, "listings/author-page.txt")).unwrap();
    let truth = std::fs::read_to_string(file(1, "expected/author-page.jsonl")).unwrap();
    let truth: Vec<Truth> = truth.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sizes: Vec<usize> = arguments.iter().skip(2).map(|size| size.parse().unwrap()).collect();
    let sizes = if sizes.is_empty() { vec![20, 5, 1] } else { sizes };

    println!(
        "{:>8} {:>8} {:>9} {:>9} {:>16} {:>12} {:>10}",
        "page of", "entries", "exact", "doubtful", "silently wrong", "µs an entry", "entries/s"
    );
    print_score("all", &score(&[page.as_str()], &truth));
    let starts: Vec<usize> = entries(&page).iter().map(|entry| usize::try_from(entry.line).unwrap() - 1).collect();
    for size in sizes {
        let pages = cut(&page, &starts, size);
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        print_score(&size.to_string(), &score(&pages, &truth));
    }
}

fn entries(page: &str) -> Vec<Entry> {
    let context = ReadContext {
        as_of: Date::constant(2026, 11, 23),
        listed_under: None,
        columns: Vec::new(),
        rulings: Arc::default(),
    };
    let bytes = Cursor::new(page.as_bytes().to_vec());
    let Ok((_, entries)) = import::open(Box::new(bytes), None, &context) else {
        panic!("the page has no entry in its first 64 KB");
    };
    entries.map(Result::unwrap).collect()
}

/// The page as pages of some entries each.
fn cut(page: &str, starts: &[usize], size: usize) -> Vec<String> {
    let lines: Vec<&str> = page.lines().collect();
    let ends = starts.iter().copied().skip(size).step_by(size).chain([lines.len()]);
    starts.iter().copied().step_by(size).zip(ends).map(|(start, end)| lines[start..end].join("\n") + "\n").collect()
}

fn score(pages: &[&str], truth: &[Truth]) -> Score {
    let mut score = Score::default();
    let mut truth = truth.iter();
    let mut shown: usize = std::env::var("SHOW").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    for page in pages {
        let begun = Instant::now();
        let entries = entries(page);
        score.time += begun.elapsed();
        for entry in entries {
            let truth = truth.next().expect("the truth has as many entries as the page");
            let Reading::Paper { record, doubt } = entry.reading else {
                panic!("line {}: {:?}", entry.line, entry.reading)
            };
            let is_exact = is_exact(&record, truth);
            score.entries += 1;
            score.exact += usize::from(is_exact);
            score.doubtful += usize::from(doubt.is_some());
            score.silently_wrong += usize::from(!is_exact && doubt.is_none());
            if shown > 0 && (!is_exact || doubt.is_some()) {
                shown -= 1;
                let authors: Vec<_> = record.authors.iter().map(|author| &author.name_as_printed).collect();
                let mark = if is_exact {
                    "doubted"
                } else if doubt.is_some() {
                    "wrong, doubted"
                } else {
                    "WRONG"
                };
                println!(
                    "{mark}: {:?} | {authors:?}\n    truth {:?} | {:?}\n    {doubt:?}",
                    record.title, truth.title, truth.authors
                );
            }
        }
    }
    score
}

fn is_exact(record: &PaperRecord, truth: &Truth) -> bool {
    record.title == truth.title
        && record.authors_complete == truth.complete
        && record.authors.iter().map(|author| &author.name_as_printed).eq(&truth.authors)
}

#[expect(clippy::cast_precision_loss, reason = "counts of entries are small")]
fn print_score(name: &str, score: &Score) {
    let Score { entries, exact, doubtful, silently_wrong, time } = score;
    let share = |count: &usize| *count as f64 / *entries as f64;
    let wrong = if *silently_wrong == 0 { "none".into() } else { format!("1 in {}", entries / silently_wrong) };
    let micros = time.as_secs_f64() * 1e6 / *entries as f64;
    println!(
        "{name:>8} {entries:>8} {:>9.5} {:>9.5} {wrong:>16} {micros:>12.1} {:>10.0}",
        share(exact),
        share(doubtful),
        1e6 / micros
    );
}
