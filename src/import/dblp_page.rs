//! Text copied from a DBLP author page.
//!
//! ```text
//! 2023
//! [c12]
//! Derek Lim, Joshua Robinson, Stefanie Jegelka:
//! Expressive Sign Equivariant Networks for Spectral Geometric Learning. NeurIPS 2023
//! ```
//!
//! A mark in brackets (journal `j`, conference `c`, informal `i` and others) begins an entry; the authors end with a
//! colon; after the title's full stop come the venue and the pages. Years stand alone as headings. Numbers that tell
//! namesakes apart (`Wei Wang 0001`) are a part of a name there and stay. Source of the shape: DBLP's author pages as
//! they come out of a browser's copy.

use std::io::BufRead;

use super::Entries;
use super::blocks::{Block, Blocks, Format, Part};
use crate::identifier::{Identifier, Scheme};
use crate::record::{AuthorMention, PaperRecord, PartialDate, Reading};

pub(super) fn recognises(beginning: &str) -> bool {
    let lines: Vec<&str> = beginning.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.windows(2).any(|pair| is_mark(pair[0]) && !is_mark(pair[1]))
}

pub(super) fn open(input: Box<dyn BufRead + Send>) -> Entries {
    Box::new(Blocks::new(input, DblpPage { heading: None, is_begun: false }))
}

struct DblpPage {
    /// The year of the last heading.
    heading: Option<PartialDate>,
    is_begun: bool,
}

impl Format for DblpPage {
    fn part(&mut self, line: &str) -> Part {
        if is_mark(line) {
            self.is_begun = true;
            return Part::First;
        }
        let year = PartialDate::parse(line).filter(|_| line.len() == 4);
        if year.is_some() {
            self.heading = year;
        }
        if year.is_some() || !self.is_begun { Part::Page } else { Part::Inner }
    }

    fn read(&mut self, lines: &[&str]) -> Block {
        if !is_mark(lines[0]) {
            return Block::Page;
        }
        let Some(colon) = lines.iter().position(|line| line.ends_with(':')) else {
            return Block::bad(lines, "it has no line of authors that ends with a colon");
        };
        let authors = lines[1..=colon].join(" ");
        let Some((title, source)) = lines.get(colon + 1).map(|line| title_and_source(line)) else {
            return Block::bad(lines, "it has no title after its authors");
        };
        let names = authors.trim_end_matches(':').split(", ").map(str::trim).filter(|name| !name.is_empty());
        let record = PaperRecord {
            title: title.to_owned(),
            authors: names.map(AuthorMention::printed).collect(),
            authors_complete: true,
            published_on: source.and_then(year_in).or(self.heading),
            venue: source.and_then(venue),
            identifiers: source.and_then(preprint).into_iter().collect(),
            ..PaperRecord::default()
        };
        let notes = source.into_iter().map(|source| format!("printed in: {source}"));
        let further = lines[colon + 2..].iter().map(|line| format!("after the entry: {line}"));
        Block::Entry(Reading::Paper { record: Box::new(record), doubt: None }, notes.chain(further).collect())
    }
}

/// `[c12]`, `[j3]`, `[i1]`: a letter or two and a number.
fn is_mark(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return false;
    };
    let digits = inside.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
    let letters = inside.len() - digits.len();
    (1..=2).contains(&letters) && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The title up to the first mark that can end it before a source with a year. Names of journals have full stops of
/// their own (`IEEE Trans. Pattern Anal.`), so the first is taken; one after an abbreviation or a number ends nothing.
fn title_and_source(line: &str) -> (&str, Option<&str>) {
    let mut ends = line.match_indices(['.', '?', '!']).filter(|(at, _)| line[at + 1..].starts_with(' '));
    let source = ends.find(|(at, mark)| {
        let word = line[..*at].rsplit([' ', '-', '(']).next().unwrap_or_default();
        let is_word = word.chars().count() >= 3 && !word.bytes().all(|byte| byte.is_ascii_digit());
        (*mark != "." || is_word) && year_in(&line[at + 1..]).is_some()
    });
    match source {
        Some((at, ".")) => (line[..at].trim_end(), Some(line[at + 1..].trim())),
        Some((at, _)) => (&line[..=at], Some(line[at + 1..].trim())),
        None => (line.trim_end_matches('.'), None),
    }
}

/// The last year in a text; pages, which follow a colon, can look like years and count only where nothing else does.
fn year_in(text: &str) -> Option<PartialDate> {
    let years = |text: &str| {
        let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|number| number.len() == 4);
        let years = numbers.filter_map(PartialDate::parse).filter(|date| (1900..=2100).contains(&date.year()));
        years.collect::<Vec<_>>()
    };
    // `12(3): 1999-2012 (2021)`: a year in brackets is the source's.
    let in_brackets = text.rsplit_once('(').and_then(|(_, rest)| years(rest.split(')').next()?).pop());
    in_brackets.or_else(|| years(text.split(": ").next()?).pop()).or_else(|| years(text).pop())
}

/// The series or journal: what stands before its volume or year. `None` for a preprint on arXiv.
fn venue(source: &str) -> Option<String> {
    let end = source.find(|letter: char| letter.is_ascii_digit()).unwrap_or(source.len());
    let name =
        source[..end].trim_end_matches(|letter: char| !letter.is_alphanumeric() && letter != ')' && letter != '.');
    Some(name.to_owned()).filter(|name| !name.is_empty() && !name.starts_with("CoRR"))
}

fn preprint(source: &str) -> Option<Identifier> {
    Identifier::new(Scheme::Arxiv, source.split("abs/").nth(1)?.split([' ', ',']).next()?)
}
