//! What matching costs: the import of made papers with matching, and with every entry taken for new, in turn.
//!
//! `cargo bench --bench matching -- 1000000` (entries; 100,000 where none are named). Without matching, the index that is kept
//! for it alone is left out too, so that the ratio holds all of its cost but the making of the keys.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark may panic and prints its result"
)]

use std::time::{Duration, Instant};

use paperdex::catalog::{Catalog, ImportFacts, ListingFacts, Prepared};
use paperdex::identifier::Identifier;
use paperdex::record::{AuthorMention, Entry, PaperRecord, PartialDate, Reading};

const ROUNDS: usize = 3;
const SYLLABLES: [&str; 24] = [
    "ba", "co", "di", "fe", "gu", "ha", "ki", "lo", "ma", "ne", "pi", "ro", "sa", "te", "vu", "wa", "xi", "yo", "za",
    "bri", "cla", "dro", "fle", "gra",
];

/// A generator of numbers that is the same everywhere (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a number below 2^40 is exact")]
    fn share(&mut self) -> f64 {
        self.below(1 << 40) as f64 / (1_u64 << 40) as f64
    }

    /// A word's place in a dictionary, by Zipf's law with the exponent 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 0 to 20,000")]
    fn word(&mut self) -> u64 {
        (self.share() * 20_000_f64.ln()).exp() as u64
    }

    /// A person among 600,000, by Zipf's law with the exponent 0.56: the busiest has three papers in a thousand authorships.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 0 to 600,000")]
    fn person(&mut self) -> u64 {
        (self.share().powf(1.0 / (1.0 - 0.56)) * 600_000.0) as u64
    }
}

fn word(number: u64) -> String {
    let mut rest = number + 7;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[usize::try_from(rest % 24).unwrap()]);
        rest /= 24;
    }
    word
}

fn text(numbers: &mut Numbers, length: u64) -> String {
    (0..length).map(|_| word(numbers.word())).collect::<Vec<_>>().join(" ")
}

fn entry(numbers: &mut Numbers, at: u64) -> Entry {
    let count = 1 + numbers.below(8);
    let author = |numbers: &mut Numbers| {
        let person = numbers.person();
        AuthorMention::printed(format!("{} {}", word(person * 7919 % 997), word(500 + person * 104_729 % 50_021)))
    };
    let length = 6 + numbers.below(8);
    let record = PaperRecord {
        title: text(numbers, length),
        authors: (0..count).map(|_| author(numbers)).collect(),
        authors_complete: true,
        published_on: PartialDate::parse(&format!(
            "{}-{:02}-{:02}",
            2000 + numbers.below(25),
            1 + numbers.below(12),
            1 + numbers.below(28)
        )),
        abstract_text: Some(text(numbers, 120)),
        categories: vec![word(numbers.below(150))],
        identifiers: Identifier::parse(&format!("arXiv:{:04}.{:05}", 1001 + at / 100_000, at % 100_000))
            .into_iter()
            .collect(),
        ..PaperRecord::default()
    };
    Entry::new(at + 1, Reading::paper(record))
}

fn import(count: u64, matching: bool) -> Duration {
    let folder = tempfile::TempDir::new().unwrap();
    let catalog = Catalog::open_or_create(&folder.path().join("catalog.db")).unwrap();
    if !matching {
        catalog.connection().execute_batch("DROP INDEX paper_likeness").unwrap();
    }
    let begin = Instant::now();
    let writer = catalog.begin_import().unwrap();
    let writer = if matching { writer } else { writer.assuming_new() };
    let facts = ImportFacts { started_at: "2026-11-23T00:00:00Z".into(), program_version: "bench".into() };
    let import = writer.add_import(&facts).unwrap();
    let facts = ListingFacts {
        path: "made".into(),
        format: "made".into(),
        as_of: "2026-11-23".into(),
        listed_under: None,
        columns: None,
    };
    let mut listing = writer.begin_listing(import, &facts).unwrap();
    let mut numbers = Numbers(0x5eed);
    for at in 0..count {
        writer.write_entry(&mut listing, &Prepared::from(entry(&mut numbers, at))).unwrap();
    }
    writer.finish_listing(&listing, 0, "").unwrap();
    let mut counts = listing.counts;
    writer.finish().unwrap().counts.values().for_each(|put_off| counts.add(put_off));
    assert_eq!(counts.new + counts.merged, count);
    writer.commit().unwrap();
    begin.elapsed()
}

fn main() {
    let count = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(100_000);
    let rounds = ROUNDS;
    let mut times: [Vec<Duration>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        times[0].push(import(count, true));
        times[1].push(import(count, false));
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    let [with, without] = &mut times;
    let (with, without) = (median(with), median(without));
    println!(
        "{count} entries, medians of {rounds}: with matching {with:.1} s, without {without:.1} s, ratio {:.3}",
        with / without
    );
}
