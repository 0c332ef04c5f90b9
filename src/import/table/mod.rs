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

pub use columns::Column;
use columns::Header;
use rows::Rows;

use super::clean::shortened;
use super::lines::{decode, repairs};
use super::{Entries, ReadContext, clean_text};
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

pub(super) fn open(mut input: Box<dyn BufRead + Send>, context: &ReadContext) -> Entries {
    // Columns that the user names are those of the first row. What cannot be read now cannot be read then.
    let above = match input.fill_buf() {
        Ok(beginning) if context.columns.is_empty() => lines_above(&String::from_utf8_lossy(beginning)).unwrap_or(0),
        _ => 0,
    };
    let map = context.columns.clone();
    Box::new(Table { rows: Rows::new(input), header: None, above, short: None, map, is_refused: false })
}

struct Table {
    rows: Rows<Box<dyn BufRead + Send>>,
    header: Option<Header>,
    /// How many lines still stand above the header.
    above: usize,
    /// How many cells each row has where the first has fewer than the header.
    short: Option<usize>,
    map: Vec<(Column, String)>,
    is_refused: bool,
}

impl Iterator for Table {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_refused {
            return None;
        }
        let piece = match self.rows.next()? {
            Ok(piece) => piece,
            Err(error) => return Some(Err(error)),
        };
        let (text, is_guessed) = decode(&piece.bytes, false);
        let raw = || shortened(text.clone().into_owned());
        let Some(header) = &self.header else {
            if self.above > 0 {
                self.above -= 1;
                self.rows.begin_again();
                return Some(Ok(Entry::new(piece.line, Reading::Stray(shortened(clean_text(&text))))));
            }
            if let Some(reason) = piece.wrong {
                self.is_refused = true;
                return Some(Ok(Entry::new(piece.line, Reading::bad(reason, raw()))));
            }
            let header = Header::of(&piece.cells.iter().map(|cell| decoded(cell)).collect::<Vec<_>>(), &self.map);
            let missing = header.missing(&self.map);
            self.rows.expect(piece.cells.len());
            if let Some(missing) = missing {
                self.is_refused = true;
                return Some(Ok(Entry::new(piece.line, Reading::bad(missing, raw()))));
            }
            self.header = Some(header);
            return Some(Ok(Entry::new(piece.line, Reading::Head(format!("{text}\n")))));
        };
        let found = piece.cells.len();
        let has_all = found == header.len();
        // Where the first row leaves out its last cells, all do; a single short row has lost some.
        let expected =
            *self.short.get_or_insert(if found < header.len() && piece.wrong.is_none() { found } else { header.len() });
        let (reading, set_aside) = if let Some(reason) = piece.wrong {
            (Reading::bad(reason, raw()), Vec::new())
        } else if found != expected && !has_all {
            let noun = if found == 1 { "field" } else { "fields" };
            (Reading::bad(format!("it has {found} {noun}, and the header has {}", header.len()), raw()), Vec::new())
        } else {
            let cells = piece.cells.iter().map(|cell| without_guard(decoded(cell)));
            let left_out = std::iter::repeat_n(Cow::Borrowed(""), header.len() - piece.cells.len());
            let cells: Vec<_> = cells.chain(left_out).collect();
            row::read(header, &cells, raw)
        };
        Some(Ok(Entry { line: piece.line, reading, notes: repairs(&text, is_guessed), set_aside }))
    }
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
