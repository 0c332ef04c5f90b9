//! Text in blocks: every entry is some lines of which the first or the last shows that it is one.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::clean::shortened;
use super::limits::MAX_LINES;
use super::lines::{Line, Lines, MAX_LINE_BYTES};
use crate::record::{BadRecord, Entry, Reading};

/// What a line is to the block it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The first line of an entry.
    First,
    /// The last line of an entry.
    Last,
    /// A line between.
    Inner,
    /// A line of the page itself, which ends an entry and belongs to none.
    Page,
}

/// How one kind of text is taken apart and read.
pub(super) trait Format {
    /// What a line is; blank lines are never asked about.
    fn part(&mut self, line: &str) -> Part;

    /// The entry that some lines amount to. Its line, and what was repaired in its text, are added by the caller.
    fn read(&mut self, lines: &[&str]) -> Block;
}

/// What some lines amount to.
pub(super) enum Block {
    /// An entry, with what it says that a record has no place for.
    Entry(Reading, Vec<String>),
    /// Marks without meaning, such as a rule between two entries.
    Nothing,
    /// No entry: each line belongs to the page.
    Page,
}

impl Block {
    /// An entry that cannot be read.
    pub(super) fn bad(lines: &[&str], reason: impl Into<String>) -> Self {
        Self::Entry(Reading::Bad(BadRecord { reason: reason.into(), text: shortened(lines.join("\n")) }), Vec::new())
    }
}

/// The entries of a text in blocks.
pub(super) struct Blocks<F> {
    lines: Lines<Box<dyn BufRead + Send>>,
    format: F,
    block: Vec<Line>,
    size: usize,
    ready: VecDeque<Entry>,
    failure: Option<io::Error>,
    is_at_end: bool,
}

impl<F: Format> Blocks<F> {
    pub(super) fn new(input: Box<dyn BufRead + Send>, format: F) -> Self {
        let ready = VecDeque::new();
        Self { lines: Lines::new(input), format, block: Vec::new(), size: 0, ready, failure: None, is_at_end: false }
    }

    fn take(&mut self, line: Line) {
        if line.text.is_empty() {
            return;
        }
        match self.format.part(&line.text) {
            Part::First => {
                self.end_block();
                self.keep(line);
            }
            Part::Last => {
                self.keep(line);
                self.end_block();
            }
            Part::Inner => self.keep(line),
            Part::Page => {
                self.end_block();
                self.ready.push_back(line.into_stray());
            }
        }
    }

    /// A block that is longer than any entry is kept in memory only as far as it is needed to say so.
    fn keep(&mut self, line: Line) {
        self.size += line.text.len();
        if self.size <= MAX_LINE_BYTES && self.block.len() <= MAX_LINES {
            self.block.push(line);
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let size = std::mem::take(&mut self.size);
        let Some(first) = block.first() else { return };
        let texts: Vec<&str> = block.iter().map(|line| line.text.as_str()).collect();
        let too_long = block.iter().find(|line| line.is_too_long);
        let read = match too_long {
            Some(line) => Block::bad(&texts, format!("line {} is longer than {MAX_LINE_BYTES} bytes", line.number)),
            None if block.len() > MAX_LINES => Block::bad(&texts, format!("it has more than {MAX_LINES} lines")),
            None if size > MAX_LINE_BYTES => Block::bad(&texts, format!("it is longer than {MAX_LINE_BYTES} bytes")),
            None => self.format.read(&texts),
        };
        match read {
            Block::Entry(reading, set_aside) => {
                let notes = repairs(&block).collect();
                self.ready.push_back(Entry { line: first.number, reading, notes, set_aside });
            }
            Block::Nothing => {}
            Block::Page => self.ready.extend(block.into_iter().map(Line::into_stray)),
        }
    }
}

impl<F: Format> Iterator for Blocks<F> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.is_at_end {
            match self.lines.next() {
                Some(Ok(line)) => self.take(line),
                end => {
                    self.is_at_end = true;
                    self.failure = end.and_then(Result::err);
                    self.end_block();
                }
            }
        }
        self.ready.pop_front().map(Ok).or_else(|| self.failure.take().map(Err))
    }
}

fn repairs(block: &[Line]) -> impl Iterator<Item = String> {
    let guessed = block.iter().filter(|line| line.is_guessed_encoding);
    let guessed = guessed.map(|line| format!("line {} is not UTF-8 and was read as Windows-1252", line.number));
    let controls = block.iter().filter(|line| line.control_count > 0);
    guessed.chain(
        controls.map(|line| format!("{} control characters taken out of line {}", line.control_count, line.number)),
    )
}
