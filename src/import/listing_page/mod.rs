//! Text copied from an author's page of a paper site: entries of two or three lines.
//!
//! ```text
//! LGJun 24, 2023Code
//! Structuring Representation Geometry with Rotationally Equivariant Contrastive LearningSharut Gupta, Joshua Robinson, Derek Lim et al. · mit
//! <abstract>
//! ```
//!
//! Line 1 is the category, the date and badges; line 2 title, authors and affiliations, with no mark between title
//! and first author (`split` finds the cut); the rest, up to the next first line, is the abstract, which may be
//! missing. Source of the shape: pages as they come out of a browser's copy.

mod entry;
mod header;
mod split;

use std::collections::{HashSet, VecDeque};
use std::io::{self, BufRead};

use super::lines::Lines;
use super::{Entries, ReadContext};
use crate::record::Entry;
use entry::RawEntry;
use header::Header;
use split::Evidence;

/// How many entries are read ahead, so that the splitter learns from an entry's neighbours on both sides.
const WINDOW_ENTRIES: usize = 4_000;
/// How much text is read ahead at most, in bytes.
const WINDOW_BYTES: usize = 16 * 1024 * 1024;

/// Whether a text has the first line of an entry in it.
pub(super) fn recognises(beginning: &str) -> bool {
    beginning.split(['\n', '\r']).any(|line| Header::has_shape(&super::clean::clean(line).text))
}

/// Opens a copied page. Never fails: what is no entry comes out as stray lines.
pub(super) fn open(input: Box<dyn BufRead + Send>, context: &ReadContext) -> Entries {
    let mut evidence = Evidence::new();
    if let Some(owner) = &context.listed_under {
        evidence.know_person(owner);
    }
    for person in context.rulings.values().flat_map(|ruled| &ruled.authors) {
        evidence.know_person(person);
    }
    Box::new(Reader {
        lines: Lines::new(input),
        context: context.clone(),
        evidence,
        categories: HashSet::new(),
        begun: None,
        ready: VecDeque::new(),
        failure: None,
        is_at_end: false,
    })
}

struct Reader {
    lines: Lines<Box<dyn BufRead + Send>>,
    context: ReadContext,
    evidence: Evidence,
    /// The categories the page has shown so far.
    categories: HashSet<String>,
    /// The entry whose first line has been read.
    begun: Option<RawEntry>,
    ready: VecDeque<Entry>,
    /// An I/O error, to be told after the entries before it.
    failure: Option<io::Error>,
    is_at_end: bool,
}

/// What the lines amount to before the title line is split.
enum Piece {
    Raw(Box<RawEntry>),
    Done(Entry),
}

impl Piece {
    fn size(&self) -> usize {
        match self {
            Self::Raw(raw) => raw.size(),
            Self::Done(_) => 0,
        }
    }
}

impl Iterator for Reader {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() && !self.is_at_end {
            self.read_window();
        }
        self.ready.pop_front().map(Ok).or_else(|| self.failure.take().map(Err))
    }
}

impl Reader {
    /// Reads ahead, learns from all of it, then splits each title line.
    fn read_window(&mut self) {
        let mut pieces = Vec::new();
        let mut size = 0;
        while !self.is_at_end && pieces.len() < WINDOW_ENTRIES && size < WINDOW_BYTES {
            for piece in self.read_line() {
                size += piece.size();
                pieces.push(piece);
            }
        }
        for piece in &pieces {
            if let Piece::Raw(raw) = piece {
                raw.teach(&mut self.evidence);
            }
        }
        let finished = pieces.into_iter().map(|piece| match piece {
            Piece::Raw(raw) => raw.finish(&self.evidence, &self.context),
            Piece::Done(entry) => entry,
        });
        self.ready.extend(finished);
    }

    /// Takes one line in; returns the entry that it ends, or the line itself when it belongs to none.
    fn read_line(&mut self) -> Vec<Piece> {
        let line = match self.lines.next() {
            Some(Ok(line)) => line,
            end => return self.end(end.and_then(Result::err)),
        };
        if let Some(header) = Header::parse(&line.text, self.context.as_of).filter(|_| !line.is_too_long) {
            self.categories.insert(header.category.clone());
            return self.begun.replace(RawEntry::begin(header, &line)).map(ended).unwrap_or_default();
        }
        match &mut self.begun {
            Some(raw) => raw.add(line),
            None if line.text.is_empty() => {}
            None => return vec![Piece::Done(line.into_stray())],
        }
        Vec::new()
    }

    fn end(&mut self, failure: Option<io::Error>) -> Vec<Piece> {
        self.is_at_end = true;
        self.failure = failure;
        let Some(mut raw) = self.begun.take() else {
            return Vec::new();
        };
        let cut_off = raw.take_cut_off_entry(|category| self.categories.contains(category));
        ended(raw).into_iter().chain(cut_off.map(Piece::Done)).collect()
    }
}

/// An entry that has all its lines, and the lines after it that are not its own.
fn ended(mut raw: RawEntry) -> Vec<Piece> {
    let page_text = raw.take_page_text();
    [Piece::Raw(Box::new(raw))].into_iter().chain(page_text.into_iter().map(Piece::Done)).collect()
}
