//! Cutting a text of tagged lines into its entries.

use std::io::{self, BufRead};

use memchr::memchr2;

use super::TaggedFormat;
use crate::import::lines::MAX_LINE_BYTES;

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line it begins on, 1-based.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    pub(super) kind: Kind,
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Entry,
    /// An entry longer than [`MAX_LINE_BYTES`], of which the piece holds the beginning.
    TooLong,
    /// A line outside all entries.
    Outside,
}

/// The parts of a text, in order.
pub(super) struct Pieces<R> {
    input: R,
    format: TaggedFormat,
    /// The line that is looked at.
    current: Vec<u8>,
    line: u64,
    is_too_long: bool,
    after_carriage_return: bool,
    open: Option<Piece>,
    has_first_tag: bool,
    /// A line that was read and not yet taken.
    is_held: bool,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R, format: TaggedFormat) -> Self {
        Self {
            input,
            format,
            current: Vec::new(),
            line: 0,
            is_too_long: false,
            after_carriage_return: false,
            open: None,
            has_first_tag: false,
            is_held: false,
        }
    }

    /// Reads the next line, which ends with LF, CR LF or CR; false at the end of the text.
    fn next_line(&mut self) -> io::Result<bool> {
        self.current.clear();
        self.is_too_long = false;
        let mut is_begun = false;
        loop {
            let mut available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                self.line += u64::from(is_begun);
                return Ok(is_begun);
            }
            let mut consumed = 0;
            if std::mem::take(&mut self.after_carriage_return) && available[0] == b'\n' {
                consumed = 1;
                available = &available[1..];
            }
            let end = memchr2(b'\n', b'\r', available);
            let part = &available[..end.unwrap_or(available.len())];
            is_begun |= !part.is_empty() || end.is_some();
            let room = MAX_LINE_BYTES - self.current.len();
            self.current.extend_from_slice(&part[..part.len().min(room)]);
            self.is_too_long |= part.len() > room;
            consumed += part.len() + usize::from(end.is_some());
            self.after_carriage_return = end.is_some_and(|end| available[end] == b'\r');
            self.input.consume(consumed);
            if end.is_some() {
                self.line += 1;
                return Ok(true);
            }
        }
    }

    fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if !std::mem::take(&mut self.is_held) && !self.next_line()? {
                return Ok(self.open.take());
            }
            let tag = (self.format.split)(&self.current).map(|(tag, _)| tag);
            let is = |name: &str| tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()));
            let (is_first, is_last) = (is(self.format.first), self.format.last.is_some_and(is));
            let is_blank = self.current.trim_ascii().is_empty();
            let has_tag = tag.is_some();
            // A first line right after another says otherwise what the entry is.
            let has_more = self.open.as_ref().is_some_and(|open| open.bytes.contains(&b'\n'));
            let is_next = is_first && self.has_first_tag && has_more;
            if self.open.is_some() && (is_next || is_blank && self.format.ends_at_blank) {
                self.is_held = !is_blank;
                self.has_first_tag = false;
                return Ok(self.open.take());
            }
            self.has_first_tag |= is_first;
            match &mut self.open {
                None if is_blank || is_last => {}
                None if has_tag => {
                    let bytes = self.current.clone();
                    let kind = if self.is_too_long { Kind::TooLong } else { Kind::Entry };
                    self.open = Some(Piece { line: self.line, bytes, kind });
                }
                None => {
                    let bytes = self.current.clone();
                    return Ok(Some(Piece { line: self.line, bytes, kind: Kind::Outside }));
                }
                Some(open) => {
                    if open.bytes.len() + self.current.len() > MAX_LINE_BYTES || self.is_too_long {
                        open.kind = Kind::TooLong;
                    } else {
                        open.bytes.push(b'\n');
                        open.bytes.extend_from_slice(&self.current);
                    }
                    if is_last {
                        self.has_first_tag = false;
                        return Ok(self.open.take());
                    }
                }
            }
        }
    }
}

impl<R: BufRead> Iterator for Pieces<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_piece().transpose()
    }
}
