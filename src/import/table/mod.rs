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
use super::lines::decode;
use super::{Entries, ReadContext};
use crate::record::{Entry, Reading};

/// Whether the first line names a column of titles and another that is known.
pub(super) fn recognises(beginning: &str) -> bool {
    let Some(line) = first_line(beginning) else { return false };
    let delimiter = rows::delimiter(line.as_bytes());
    let header = Header::of(&rows::cells(line.as_bytes(), delimiter), &[]);
    header.has(Column::Title) && header.known_count() >= 2
}

/// The first line that says something; Excel's `sep=;` does not.
fn first_line(text: &str) -> Option<&str> {
    text.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with("sep="))
}

pub(super) fn open(input: Box<dyn BufRead>, context: &ReadContext) -> Entries {
    Box::new(Table { rows: Rows::new(input), header: None, map: context.columns.clone(), is_refused: false })
}

struct Table {
    rows: Rows<Box<dyn BufRead>>,
    header: Option<Header>,
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
        let expected = header.len();
        let found = piece.cells.len();
        let (reading, set_aside) = if let Some(reason) = piece.wrong {
            (Reading::bad(reason, raw()), Vec::new())
        } else if found != expected {
            let noun = if found == 1 { "field" } else { "fields" };
            (Reading::bad(format!("it has {found} {noun}, and the header has {expected}"), raw()), Vec::new())
        } else {
            let is_guarded = header.is_own() && self.rows.has_windows_ends();
            let cells = piece.cells.iter().map(|cell| decoded(cell));
            let cells: Vec<_> = cells.map(|cell| if is_guarded { own::unguarded(cell) } else { cell }).collect();
            row::read(header, &cells, raw)
        };
        let notes = is_guessed.then(|| "it is not UTF-8 and was read as Windows-1252".to_owned());
        Some(Ok(Entry { line: piece.line, reading, notes: notes.into_iter().collect(), set_aside }))
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
