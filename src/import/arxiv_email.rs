//! An arXiv announcement e-mail.
//!
//! ```text
//! \\
//! arXiv:2306.13924
//! Date: Sat, 24 Jun 2023 10:11:12 GMT   (1234kb,D)
//!
//! Title: Structuring Representation Geometry with Rotationally Equivariant
//!   Contrastive Learning
//! Authors: Sharut Gupta, Joshua Robinson, Derek Lim and Ann Lee
//! Categories: cs.LG stat.ML
//! Comments: 18 pages
//! \\
//!   Abstract, over some lines.
//! \\ ( https://arxiv.org/abs/2306.13924 ,  1234kb)
//! ```
//!
//! A replaced paper has a line `replaced with revised version …` and no abstract. Source of the shape: arXiv's help on
//! e-mail listings.

use crate::import::limits::MAX_LISTED;
use std::io::BufRead;

use super::Entries;
use super::arxiv_fields::{add_field, month, value};
use super::blocks::{Block, Blocks, Format, Part};
use super::links::links;
use super::months::MONTHS;
use crate::identifier::{Identifier, Scheme};
use crate::record::{PaperRecord, PartialDate, Reading, StatedBy};

const LABELS: &[&str] = &[
    "Title",
    "Authors",
    "Categories",
    "Comments",
    "Journal-ref",
    "DOI",
    "License",
    "MSC-class",
    "ACM-class",
    "Report-no",
    "Proxy",
    "Date",
    "Date (v1)",
];

pub(super) fn recognises(beginning: &str) -> bool {
    let mut lines = beginning.lines().map(str::trim);
    let mut previous = "";
    lines.any(|line| {
        let is_first = previous.starts_with("\\\\") && identifier(line).is_some();
        previous = line;
        is_first
    })
}

pub(super) fn open(input: Box<dyn BufRead + Send>) -> Entries {
    Box::new(Blocks::new(input, ArxivEmail { is_in_entry: false }))
}

struct ArxivEmail {
    /// Whether the last first line has not been ended yet.
    is_in_entry: bool,
}

impl Format for ArxivEmail {
    fn part(&mut self, line: &str) -> Part {
        if identifier(line).is_some() {
            self.is_in_entry = true;
            Part::First
        } else if line.starts_with("\\\\ (") {
            self.is_in_entry = false;
            Part::Last
        } else if !self.is_in_entry && is_rule(line) {
            // A rule between two entries says nothing; it stays with the entry before or is dropped with the page.
            Part::Inner
        } else if !self.is_in_entry {
            Part::Page
        } else {
            Part::Inner
        }
    }

    fn read(&mut self, lines: &[&str]) -> Block {
        let Some(identifier) = identifier(lines[0]) else {
            return if lines.iter().all(|line| is_rule(line)) { Block::Nothing } else { Block::Page };
        };
        let date = month(&identifier);
        let mut record = PaperRecord { identifiers: vec![identifier], published_on: date, ..PaperRecord::default() };
        let mut notes = Vec::new();
        let mut parts = lines[1..].split(|line| line.starts_with("\\\\"));
        let (header, text) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        for (label, text) in fields(header) {
            match label {
                "Categories" => record.categories = text.split(' ').take(MAX_LISTED + 1).map(str::to_owned).collect(),
                "Date" | "Date (v1)" => record.published_on = day(&text).or(record.published_on),
                label => notes.extend(add_field(&mut record, label, &text)),
            }
        }
        if record.title.is_empty() {
            return Block::bad(lines, "it has no title");
        }
        let text = text.iter().copied().filter(|line| !is_rule(line)).collect::<Vec<_>>().join(" ");
        record.links.extend(links(&text, StatedBy::Abstract));
        record.abstract_text = Some(text).filter(|text| !text.is_empty());
        Block::Entry(Reading::Paper { record: Box::new(record), doubt: None }, notes)
    }
}

fn identifier(line: &str) -> Option<Identifier> {
    let word = line.strip_prefix("arXiv:").or_else(|| line.strip_prefix("Paper: "))?.split(' ').next()?;
    Identifier::new(Scheme::Arxiv, word)
}

fn is_rule(line: &str) -> bool {
    line == "\\\\" || line.len() > 10 && line.bytes().all(|byte| matches!(byte, b'-' | b'%' | b'='))
}

/// The labelled fields of an entry; a line without a label goes on with the field before.
fn fields<'a>(lines: &[&'a str]) -> Vec<(&'a str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in lines {
        let labelled = LABELS.iter().find_map(|label| value(line, label).map(|value| (*label, value)));
        match (labelled, fields.last_mut()) {
            (Some((label, value)), _) => fields.push((label, value.to_owned())),
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(line);
            }
            (None, None) => fields.push(("Note", (*line).to_owned())),
        }
    }
    fields
}

/// The day in `Sat, 24 Jun 2023 10:11:12 GMT (1234kb,D)`; `None` when there is none. Source: RFC 2822, section 3.3.
fn day(text: &str) -> Option<PartialDate> {
    let mut words = text.split_once(',').map_or(text, |(_, rest)| rest).split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    PartialDate::parse(&format!("{year}-{month:02}-{:02}", day.parse::<u8>().ok()?))
}
