//! BibTeX and BibLaTeX files, in whatever state.
//!
//! Sources: BibTeXing; the BibLaTeX manual; and what the readers of other programs let pass. An entry comes in if its
//! fields can be told apart: a missing comma, a comma too many, a field that stands twice, a key that is missing, an
//! undefined name, round brackets and a missing last brace of the entry before it cost nothing. `@string`, `@preamble` and
//! `@comment` are no entries, as is all text between entries.

mod fields;
mod inherit;
mod names;
mod pieces;
mod record;

use std::collections::VecDeque;
use std::io::{self, BufRead};

use fields::Strings;
use inherit::{Family, Waiting};
use pieces::{Kind, Piece, Pieces};

use super::Entries;
use super::clean::{beginning, clean, shortened};
use super::limits::too_many_parts;
use super::lines::{MAX_LINE_BYTES, decode, repairs};
use crate::record::{Entry, Reading};

/// How many bytes of `@string` texts are remembered.
const MAX_STRING_BYTES: usize = 16 * 1024 * 1024;

/// How many bytes of text names may stand for, for each byte of an entry.
const NAMED_FOR_EACH: usize = 16;

pub(super) use pieces::has_entry as recognises;

pub(super) fn open(input: Box<dyn BufRead + Send>) -> Entries {
    Box::new(Bibliography {
        pieces: Pieces::new(input),
        strings: Strings::new(),
        string_bytes: 0,
        named_room: MAX_STRING_BYTES,
        family: Family::default(),
        ready: VecDeque::new(),
        is_at_end: false,
    })
}

struct Bibliography {
    pieces: Pieces<Box<dyn BufRead + Send>>,
    strings: Strings,
    string_bytes: usize,
    /// How much text names may still stand for: grows with what is read, so that no short file is a long text.
    named_room: usize,
    family: Family,
    ready: VecDeque<Entry>,
    is_at_end: bool,
}

impl Iterator for Bibliography {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.ready.pop_front() {
                return Some(Ok(entry));
            }
            if self.is_at_end {
                return None;
            }
            match self.pieces.next() {
                Some(Ok(piece)) => self.take(&piece),
                Some(Err(error)) => return Some(Err(error)),
                None => {
                    self.is_at_end = true;
                    self.ready.extend(self.family.end().into_iter().map(finished));
                }
            }
        }
    }
}

impl Bibliography {
    fn take(&mut self, piece: &Piece) {
        let (text, is_guessed) = decode(&piece.bytes, piece.kind == Kind::TooLong);
        let mut notes = repairs(&text, is_guessed);
        let raw = || shortened(text.trim_end().to_owned());
        let (word, body) = fields::head_and_body(&text);
        let bad = |reason: String| Entry { notes: Vec::new(), ..Entry::new(piece.line, Reading::bad(reason, raw())) };
        match piece.kind {
            Kind::Outside => return self.stray(piece.line, &text),
            Kind::TooLong => return self.ready.push_back(bad(format!("it is longer than {MAX_LINE_BYTES} bytes"))),
            Kind::Open => return self.ready.push_back(bad("its closing brace is missing".into())),
            Kind::Entry => {}
        }
        if let Some(reason) = too_many_parts(&piece.bytes) {
            return self.ready.push_back(bad(reason));
        }
        match word.as_str() {
            "string" => self.define(&text, body, piece.line),
            "comment" | "preamble" => self.stray(piece.line, &text),
            _ => match fields::entry(word, body, &self.strings, self.named_room) {
                Ok(mut entry) => {
                    self.named_room += NAMED_FOR_EACH * text.len();
                    self.named_room -= entry.named_bytes;
                    notes.append(&mut entry.notes);
                    let waiting = Waiting { entry, line: piece.line, raw: text.into_owned(), notes };
                    self.ready.extend(self.family.take(waiting).into_iter().map(finished));
                }
                Err(reason) => self.ready.push_back(bad(reason)),
            },
        }
    }

    fn define(&mut self, text: &str, body: &str, line: u64) {
        match fields::string(body, &self.strings) {
            Some((name, value)) if self.string_bytes < MAX_STRING_BYTES => {
                self.string_bytes += name.len() + value.len();
                self.strings.insert(name, value);
                self.ready.push_back(Entry::new(line, Reading::Head(format!("{}\n", text.trim()))));
            }
            _ => self.stray(line, text),
        }
    }

    fn stray(&mut self, line: u64, text: &str) {
        let text = clean(beginning(text, 4096)).text;
        if !text.is_empty() {
            self.ready.push_back(Entry::new(line, Reading::Stray(text)));
        }
    }
}

/// The entry that fields amount to, once nothing is to come that it takes over.
fn finished(waiting: Waiting) -> Entry {
    let Waiting { entry, line, raw, notes } = waiting;
    // A container of fields for others is no work.
    if entry.kind == "xdata" {
        return Entry::new(line, Reading::Stray(clean(beginning(&raw, 4096)).text));
    }
    let (reading, set_aside) = record::read(&entry, || shortened(raw.trim_end().to_owned()));
    Entry { line, reading, notes, set_aside }
}
