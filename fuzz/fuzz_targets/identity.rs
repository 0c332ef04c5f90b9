//! Any two entries compared: the answer is the same from either side, an entry is itself, and what two amount to does not
//! depend on their order. A line is a title, its further lines are authors; an empty line parts the two entries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paperdex::identity::likeness::{differ_by_typing, similarity};
use paperdex::identity::matching::{Profile, relation};
use paperdex::identity::merging::{normalize, united};
use paperdex::import::clean_text;
use paperdex::record::{AuthorMention, PaperRecord};

fn record(text: &str) -> PaperRecord {
    let mut lines = text.lines().map(clean_text).filter(|line| !line.is_empty());
    let title = lines.next().unwrap_or_else(|| "A title".into());
    let authors: Vec<_> = lines.map(AuthorMention::printed).collect();
    let authors_complete = !authors.is_empty() && text.len() % 2 == 0;
    let mut record = PaperRecord { title, authors, authors_complete, ..PaperRecord::default() };
    normalize(&mut record);
    record
}

fuzz_target!(|text: &str| {
    let (one, other) = text.split_once("\n\n").unwrap_or((text, text));
    let (one, other) = (record(one), record(other));
    assert_eq!(united(&[&one, &other]), united(&[&other, &one]));
    let (one, other) = (Profile::of(one), Profile::of(other));
    let (there, back) = (relation(&one, &other), relation(&other, &one));
    assert_eq!((there.same, there.clash), (back.same, back.clash));
    assert!(relation(&one, &one).same.is_some());
    let alike = similarity(&one.title_key, &other.title_key);
    assert!((0.0..=1.0).contains(&alike));
    differ_by_typing(&one.title_key, &other.title_key);
});
