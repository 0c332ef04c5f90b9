//! Text copied from an arXiv listing of new, recent or past papers.
//!
//! ```text
//! [1] arXiv:2306.13924 [pdf, html, other]
//! Title: Structuring Representation Geometry with Rotationally Equivariant Contrastive Learning
//! Authors: Sharut Gupta, Joshua Robinson, Derek Lim
//! Comments: 18 pages
//! Subjects: Machine Learning (cs.LG); Machine Learning (stat.ML)
//! <abstract, on listings of new papers>
//! ```
//!
//! A value may stand on the line after its label. The number in the first line counts the entries of a section.
//! Headings with days and counts ("Fri, 20 Nov 2026 (showing 25 of 101 entries)") belong to the page. A paper is dated
//! by the month in its identifier. Source of the shape: arXiv's listing pages as they come out of a browser's copy.

use std::io::BufRead;

use super::Entries;
use super::arxiv_fields::{add_field, month, value};
use super::blocks::{Block, Blocks, Format, Part};
use super::links::links;
use crate::identifier::{Identifier, Scheme};
use crate::record::{PaperRecord, Reading, StatedBy};

const LABELS: &[&str] = &[
    "Title",
    "Authors",
    "Comments",
    "Subjects",
    "Journal-ref",
    "Related DOI",
    "DOI",
    "MSC-class",
    "ACM-class",
    "Report-no",
];

pub(super) fn recognises(beginning: &str) -> bool {
    beginning.lines().any(|line| identifier(line.trim()).is_some())
}

pub(super) fn open(input: Box<dyn BufRead + Send>) -> Entries {
    Box::new(Blocks::new(input, ArxivListing))
}

struct ArxivListing;

impl Format for ArxivListing {
    fn part(&mut self, line: &str) -> Part {
        if identifier(line).is_some() {
            Part::First
        } else if is_heading(line) {
            Part::Page
        } else {
            Part::Inner
        }
    }

    fn read(&mut self, lines: &[&str]) -> Block {
        let Some(identifier) = identifier(lines[0]) else {
            return Block::Page;
        };
        let mut record = PaperRecord { published_on: month(&identifier), ..PaperRecord::default() };
        record.identifiers.push(identifier);
        let mut notes = Vec::new();
        let mut abstract_lines = Vec::new();
        for (label, text) in fields(&lines[1..]) {
            match label {
                Some("Subjects") => record.categories = categories(&text),
                Some(label) => notes.extend(add_field(&mut record, label, &text)),
                None => abstract_lines.push(text),
            }
        }
        if record.title.is_empty() {
            return Block::bad(lines, "it has no title");
        }
        record.abstract_text = Some(abstract_lines.join(" ")).filter(|text| !text.is_empty());
        if let Some(text) = &record.abstract_text {
            record.links.extend(links(text, StatedBy::Abstract));
        }
        Block::Entry(Reading::Paper { record: Box::new(record), doubt: None }, notes)
    }
}

/// The identifier in an entry's first line: `[12] arXiv:2306.13924 (cross-list from cs.LG) [pdf, html, other]`.
fn identifier(line: &str) -> Option<Identifier> {
    let (number, rest) = line.strip_prefix('[')?.split_once(']')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let word = rest.trim_start().strip_prefix("arXiv:")?.split(' ').next()?;
    Identifier::new(Scheme::Arxiv, word).filter(|_| is_number)
}

/// A heading with a count of entries, or the total.
fn is_heading(line: &str) -> bool {
    line.contains("(showing ") && line.contains("entries") || line.starts_with("Total of ") && line.ends_with("entries")
}

/// The fields of an entry, and without a label the lines of its abstract. A label alone has its value on the next line.
fn fields<'a>(lines: &[&'a str]) -> Vec<(Option<&'a str>, String)> {
    let mut fields: Vec<(Option<&str>, String)> = Vec::new();
    for line in lines {
        let labelled = LABELS.iter().find_map(|label| value(line, label).map(|value| (*label, value)));
        match (labelled, fields.last_mut()) {
            (Some((label, value)), _) => fields.push((Some(label), value.to_owned())),
            (None, Some((Some(_), value))) if value.is_empty() => value.push_str(line),
            (None, _) => fields.push((None, (*line).to_owned())),
        }
    }
    fields
}

/// The codes in `Machine Learning (cs.LG); Machine Learning (stat.ML)`.
fn categories(text: &str) -> Vec<String> {
    let code = |part: &str| Some(part.rsplit_once('(')?.1.trim().trim_end_matches(')').to_owned());
    text.split(';').filter_map(code).collect()
}
