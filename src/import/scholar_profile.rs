//! Text copied from a Google Scholar profile.
//!
//! ```text
//! Title    Cited by    Year
//! Large scale learning on non-homophilous graphs
//! D Lim, F Hohne, X Li, SL Huang, V Gupta, ...
//! Advances in neural information processing systems 34, 20887-20902, 2021
//!     395    2021
//! ```
//!
//! Tabs part the columns. An entry ends with the line of its count of citations and its year; either may be missing, but not both. Long author
//! lists end in "...". Names are given by initials, as printed there. Citation counts change from day to day and are not
//! kept. Source of the shape: profile pages as they come out of a browser's copy.

use std::io::BufRead;

use super::Entries;
use super::blocks::{Block, Blocks, Format, Part};
use crate::identifier::{Identifier, Scheme};
use crate::record::{AuthorMention, PaperRecord, PartialDate, Reading};

pub(super) fn recognises(beginning: &str) -> bool {
    let names_the_columns = beginning.lines().any(|line| line.trim().to_lowercase().starts_with("cited by"))
        || beginning.lines().any(|line| line.to_lowercase().replace('\t', " ").contains("title cited by year"));
    names_the_columns && beginning.lines().any(|line| count_and_year(&line.trim().replace('\t', " ")).is_some())
}

pub(super) fn open(input: Box<dyn BufRead + Send>) -> Entries {
    Box::new(Blocks::new(input, ScholarProfile { is_list_begun: false }))
}

struct ScholarProfile {
    /// Whether the heading of the list of works has been seen: what stands before it is about the person.
    is_list_begun: bool,
}

impl Format for ScholarProfile {
    fn part(&mut self, line: &str) -> Part {
        let is_heading = line.eq_ignore_ascii_case("title cited by year") || line.eq_ignore_ascii_case("year");
        if !self.is_list_begun || is_heading {
            self.is_list_begun |= is_heading;
            return Part::Page;
        }
        if count_and_year(line).is_some() { Part::Last } else { Part::Inner }
    }

    fn read(&mut self, lines: &[&str]) -> Block {
        let Some((last, rest)) = lines.split_last() else {
            return Block::Page;
        };
        let Some(year) = count_and_year(last) else {
            return Block::Page;
        };
        match rest {
            [title, authors] => Block::Entry(paper(title, authors, None, year), Vec::new()),
            [title, authors, source] => {
                let notes = vec![format!("printed in: {source}")];
                Block::Entry(paper(title, authors, Some(source), year), notes)
            }
            [] | [_] => Block::bad(lines, "it has no title and authors before its year"),
            _ => Block::bad(lines, "it has more lines than title, authors and source before its year"),
        }
    }
}

fn paper(title: &str, authors: &str, source: Option<&str>, year: Option<PartialDate>) -> Reading {
    let (list, is_cut) = match authors.trim_end().strip_suffix("...").or_else(|| authors.trim_end().strip_suffix('…'))
    {
        Some(list) => (list.trim_end().trim_end_matches(','), true),
        None => (authors, false),
    };
    let names = list.split(", ").map(str::trim).filter(|name| !name.is_empty());
    let record = PaperRecord {
        title: title.to_owned(),
        authors: names.map(AuthorMention::printed).collect(),
        authors_complete: !is_cut,
        published_on: year,
        venue: source.and_then(venue),
        identifiers: source.and_then(preprint).into_iter().collect(),
        ..PaperRecord::default()
    };
    Reading::Paper { record: Box::new(record), doubt: None }
}

/// The year in a line of a count of citations and a year, `395 2021`, `12* 2020` or `2021`; `None` inside when the line
/// has a count alone. `None` when it is no such line.
fn count_and_year(line: &str) -> Option<Option<PartialDate>> {
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let is_count =
        |word: &str| !word.is_empty() && word.trim_end_matches('*').bytes().all(|byte| byte.is_ascii_digit());
    let year = |word: &str| PartialDate::parse(word).filter(|date| (1600..=2200).contains(&date.year()));
    match words[..] {
        [word] => year(word).map(Some).or_else(|| (is_count(word)).then_some(None)),
        [count, last] if is_count(count) => year(last).map(Some),
        _ => None,
    }
}

/// The series or journal in a source line: what stands before its volume, pages and year. `None` for a preprint.
fn venue(source: &str) -> Option<String> {
    let first = source.split(", ").next()?;
    let without_issue = first.split(" (").next()?.trim_end();
    let name = match without_issue.rsplit_once(' ') {
        Some((name, volume)) if volume.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => without_issue,
    };
    Some(name.to_owned())
        .filter(|name| !name.is_empty() && !name.starts_with("arXiv") && PartialDate::parse(name).is_none())
}

fn preprint(source: &str) -> Option<Identifier> {
    let word = source.split("arXiv:").nth(1)?.split([',', ' ']).next()?;
    Identifier::new(Scheme::Arxiv, word)
}
