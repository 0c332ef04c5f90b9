//! Any bytes as a listing: the first byte says of which format (0: what the content shows), the rest is the file.
//!
//! Every entry is on a line, every paper has a title, every text is clean, and it makes no difference in which pieces the bytes
//! come.
#![no_main]

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use clap::ValueEnum;
use jiff::civil::Date;
use libfuzzer_sys::{Corpus, fuzz_target};
use paperdex::import::{self, Column, ListingFormat, ReadContext};
use paperdex::record::{Entry, Reading};

/// Hands on seven bytes at a time.
struct Piecemeal(Cursor<Vec<u8>>);

impl Read for Piecemeal {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(7);
        self.0.read(&mut buffer[..length])
    }
}

fn entries(input: Box<dyn Read + Send>, format: Option<ListingFormat>) -> Option<Vec<Entry>> {
    let columns = vec![(Column::Title, "Title".to_owned())];
    let as_of = Date::constant(2026, 11, 23);
    let context = ReadContext { as_of, listed_under: None, columns, rulings: Arc::default() };
    let (_, entries) = import::open(input, format, &context).ok()?;
    Some(entries.map(|entry| entry.expect("memory can be read")).collect())
}

fn check(entry: &Entry) {
    assert!(entry.line >= 1);
    let Reading::Paper { record, .. } = &entry.reading else { return };
    assert!(!record.title.is_empty());
    let names = record.authors.iter().map(|author| &author.name_as_printed);
    for text in names.chain([&record.title]).chain(&record.venue).chain(&record.keywords).chain(&record.categories) {
        assert_eq!(import::clean_text(text), *text);
    }
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((first, rest)) = bytes.split_first() else { return Corpus::Reject };
    let formats = ListingFormat::value_variants();
    let format = match usize::from(*first) % (formats.len() + 1) {
        0 => None,
        number => Some(formats[number - 1]),
    };
    let whole = entries(Box::new(Cursor::new(rest.to_vec())), format);
    whole.iter().flatten().for_each(check);
    assert_eq!(whole, entries(Box::new(Piecemeal(Cursor::new(rest.to_vec()))), format));
    Corpus::Keep
});
