//! Tables: CSV and TSV with a header row, from whatever program, and what paperdex itself exports.
//!
//! Source of the form: RFC 4180; commas, semicolons and tabs part fields. Which column holds what is told by its name: see
//! [`columns`]. The user's own names come from `--map`.

mod columns;
pub(super) mod own;
mod row;
mod rows;

use std::borrow::Cow;
use std::io::{self, BufRead};
use std::sync::Arc;

pub use columns::Column;
use columns::Header;
use rows::{Row, Rows};
use xxhash_rust::xxh3::xxh3_64;

use super::clean::shortened;
use super::found::{Finds, Found, Unread, hash};
use super::lines::{decode, repairs};
use super::{ReadContext, clean_text};
use crate::record::{Entry, Reading};
use crate::spreadsheet_text::unguarded;

/// How many lines may stand above the header: what some programs say of the search.
const MAX_LINES_ABOVE: usize = 8;

/// Whether one of the first lines names a column of titles and another that is known.
pub(super) fn recognises(beginning: &str) -> bool {
    lines_above(beginning).is_some()
}

/// How many lines that say something stand above the header; `None` where no line shows beyond doubt that it is one.
fn lines_above(beginning: &str) -> Option<usize> {
    let mut lines = beginning.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("sep="));
    lines.by_ref().take(MAX_LINES_ABOVE + 1).position(|line| {
        let delimiter = rows::delimiter(line.as_bytes());
        Header::of(&rows::cells(line.as_bytes(), delimiter), &[]).is_plain()
    })
}

pub(super) fn open(mut input: Box<dyn BufRead + Send>, context: &ReadContext) -> Finds {
    // Columns that the user names are those of the first row. What cannot be read now cannot be read then.
    let above = match input.fill_buf() {
        Ok(beginning) if context.columns.is_empty() => lines_above(&String::from_utf8_lossy(beginning)).unwrap_or(0),
        _ => 0,
    };
    let map = context.columns.clone();
    Box::new(Table { rows: Rows::new(input), header: None, head_hash: 0, above, short: None, map, is_refused: false })
}

struct Table {
    rows: Rows<Box<dyn BufRead + Send>>,
    header: Option<Arc<Header>>,
    /// Of what every row's reading depends on beside the row.
    head_hash: u64,
    /// How many lines still stand above the header.
    above: usize,
    /// How many cells each row has where the first has fewer than the header.
    short: Option<usize>,
    map: Vec<(Column, String)>,
    is_refused: bool,
}

impl Iterator for Table {
    type Item = io::Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_refused {
            return None;
        }
        let piece = match self.rows.next()? {
            Ok(piece) => piece,
            Err(error) => return Some(Err(error)),
        };
        let Some(header) = &self.header else { return Some(Ok(Found::Read(self.begin(&piece)))) };
        let found = piece.cells.len();
        let has_all = found == header.len();
        // Where the first row leaves out its last cells, all do; a single short row has lost some.
        let expected =
            *self.short.get_or_insert(if found < header.len() && piece.wrong.is_none() { found } else { header.len() });
        let header = Arc::clone(header);
        // A short row's reading depends on the rows before it.
        if piece.wrong.is_some() || !has_all {
            return Some(Ok(Found::Read(read(&piece, &header, expected))));
        }
        let hash = hash(&piece.bytes, self.head_hash);
        Some(Ok(Found::Unread(Unread::new(piece.line, hash, piece.bytes.len(), move || {
            read(&piece, &header, expected)
        }))))
    }
}

impl Table {
    /// Takes the row for a line above the header, or for the header.
    fn begin(&mut self, piece: &Row) -> Entry {
        let (text, _) = decode(&piece.bytes, false);
        if self.above > 0 {
            self.above -= 1;
            self.rows.begin_again();
            return Entry::new(piece.line, Reading::Stray(shortened(clean_text(&text))));
        }
        if let Some(reason) = &piece.wrong {
            self.is_refused = true;
            return Entry::new(piece.line, Reading::bad(reason, shortened(text.into_owned())));
        }
        let header = Header::of(&piece.cells.iter().map(|cell| decoded(cell)).collect::<Vec<_>>(), &self.map);
        let missing = header.missing(&self.map);
        self.rows.expect(piece.cells.len());
        if let Some(missing) = missing {
            self.is_refused = true;
            return Entry::new(piece.line, Reading::bad(missing, shortened(text.into_owned())));
        }
        self.head_hash = xxh3_64(&piece.bytes);
        self.header = Some(Arc::new(header));
        Entry::new(piece.line, Reading::Head(format!("{text}\n")))
    }
}

/// Reads a row below the header. `expected`: how many cells it has, where it has not one for each column.
fn read(piece: &Row, header: &Header, expected: usize) -> Entry {
    let (text, is_guessed) = decode(&piece.bytes, false);
    let raw = || shortened(text.clone().into_owned());
    let found = piece.cells.len();
    let (reading, set_aside) = if let Some(reason) = &piece.wrong {
        (Reading::bad(reason, raw()), Vec::new())
    } else if found != expected && found != header.len() {
        let noun = if found == 1 { "field" } else { "fields" };
        (Reading::bad(format!("it has {found} {noun}, and the header has {}", header.len()), raw()), Vec::new())
    } else {
        let cells = piece.cells.iter().map(|cell| without_guard(decoded(cell)));
        let left_out = std::iter::repeat_n(Cow::Borrowed(""), header.len() - piece.cells.len());
        let cells: Vec<_> = cells.chain(left_out).collect();
        row::read(header, &cells, raw)
    };
    Entry { line: piece.line, reading, notes: repairs(&text, is_guessed), set_aside }
}

/// Reads a row of a table of paperdex that came as an object: its keys are the names of the columns.
pub(super) fn read_own(cells: &[(Cow<'_, str>, Cow<'_, str>)], raw: &str) -> (Reading, Vec<String>) {
    let names: Vec<_> = cells.iter().map(|(name, _)| Cow::Borrowed(&**name)).collect();
    let values: Vec<_> = cells.iter().map(|(_, value)| Cow::Borrowed(&**value)).collect();
    row::read(&Header::of(&names, &[]), &values, || raw.to_owned())
}

fn decoded(cell: &[u8]) -> Cow<'_, str> {
    decode(cell, false).0
}

/// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
fn without_guard(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(unguarded(cell)),
        Cow::Owned(cell) => Cow::Owned(unguarded(&cell).to_owned()),
    }
}
