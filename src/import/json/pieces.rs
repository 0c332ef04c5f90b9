//! Taking a JSON text of any size apart into its entries: lines, the elements of an array, or those of the list within
//! an answer of a web service. Nothing but one entry is held in memory, and a broken entry ends where the next begins.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::scan::Scan;
use crate::import::lines::MAX_LINE_BYTES;

/// The text of one entry as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Piece {
    /// The line it begins on, 1-based.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    /// Whether it is longer than [`MAX_LINE_BYTES`], of which it holds the beginning.
    pub(super) is_too_long: bool,
    /// Whether the text ends in the middle of it.
    pub(super) is_unended: bool,
}

/// How the entries stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// One on each line.
    Lines,
    /// In an array, within an answer, or one alone.
    Nested,
}

/// The entries of a JSON text.
pub(super) struct Pieces<R> {
    input: R,
    layout: Layout,
    /// The keys under which answers of web services keep their entries, or the object that keeps them.
    wrappers: &'static [&'static str],
    line: u64,
    scan: Scan,
    ready: VecDeque<Piece>,
    is_at_end: bool,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R, layout: Layout, wrappers: &'static [&'static str]) -> Self {
        let (scan, ready) = (Scan::default(), VecDeque::new());
        Self { input, layout, wrappers, line: 1, scan, ready, is_at_end: false }
    }

    /// The next line that is not blank.
    fn next_line(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let mut piece = Piece { line: self.line, ..Piece::default() };
            let is_ended = self.read_line(&mut piece)?;
            if piece.bytes.trim_ascii().is_empty() {
                if is_ended {
                    continue;
                }
                return Ok(None);
            }
            return Ok(Some(piece));
        }
    }

    fn read_line(&mut self, piece: &mut Piece) -> io::Result<bool> {
        loop {
            let available = fill(&mut self.input)?;
            if available.is_empty() {
                return Ok(false);
            }
            let end = memchr::memchr(b'\n', available);
            let part = &available[..end.unwrap_or(available.len())];
            let room = MAX_LINE_BYTES - piece.bytes.len();
            piece.bytes.extend_from_slice(&part[..part.len().min(room)]);
            piece.is_too_long |= part.len() > room;
            let consumed = part.len() + usize::from(end.is_some());
            self.input.consume(consumed);
            if end.is_some() {
                self.line += 1;
                return Ok(true);
            }
        }
    }

    fn next_nested(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            if self.is_at_end {
                return Ok(None);
            }
            let available = fill(&mut self.input)?;
            if available.is_empty() {
                self.is_at_end = true;
                self.ready.extend(self.scan.end());
                continue;
            }
            let length = available.len();
            self.scan.take(available, self.wrappers, &mut self.line, &mut self.ready);
            self.input.consume(length);
        }
    }
}

fn fill<R: BufRead>(input: &mut R) -> io::Result<&[u8]> {
    // The borrow of an early return would last too long: ask twice, the second time without I/O.
    loop {
        match input.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    input.fill_buf()
}

impl<R: BufRead> Iterator for Pieces<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.layout {
            Layout::Lines => self.next_line().transpose(),
            Layout::Nested => self.next_nested().transpose(),
        }
    }
}
