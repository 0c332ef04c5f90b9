//! Where the title ends and the first author begins, on a line that has no mark between them.
//!
//! Every possible cut is scored by how likely its left part is as a title and its right part as names, and so is
//! every number of comma parts that can be authors. What words of either kind look like is learned from the page
//! itself: abstracts and sure titles teach title words, the authors after the first teach names ([`Evidence`]);
//! spelling models judge words that were never seen, and a small built-in prior stands in on a page of one entry.

mod cuts;
mod evidence;
mod letters;
mod line;
mod prior;
mod shape;

pub use evidence::Evidence;

use cuts::{Cut, best_two};
use line::Line;

/// One entry as the splitter needs it. Lines are already cleaned: single ASCII spaces, NFC, no control characters.
#[derive(Debug, Clone, Copy)]
pub struct TitleLine<'a> {
    /// Title, authors, affiliations.
    pub line: &'a str,
    /// The entry's abstract, if it has one.
    pub abstract_text: Option<&'a str>,
}

/// What the title line of one entry says, and how sure the reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The title; the whole line where no author was found.
    pub title: String,
    /// The printed authors, in order.
    pub authors: Vec<String>,
    /// False for "et al." and where no author was found.
    pub authors_complete: bool,
    /// The slugs of the paper's affiliations, as printed.
    pub affiliations: Vec<String>,
    /// Why the reading is not sure; `None` when it is.
    pub doubt: Option<Doubt>,
}

/// Why the reading is not sure and what the other reading was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// A clause without a full stop.
    pub reason: String,
    /// The other reading's title; empty where there is no other reading.
    pub other_title: String,
    /// The other reading's authors; empty where there is no other reading.
    pub other_authors: Vec<String>,
}

/// How much likelier the best cut must be than the next for the reading to be sure (a difference of natural logs).
const SURE_MARGIN: f64 = 2.5;
/// How much likelier it must be for others to learn from it.
const TEACHING_MARGIN: f64 = 6.0;
/// How unlikely the best cut may be, against no author at all, before it is no cut.
const NO_AUTHOR_MARGIN: f64 = 0.0;

/// Second pass over a page: entries whose cut is beyond doubt teach what their title and first author show.
pub fn learn_sure_reading(entry: &TitleLine<'_>, evidence: &mut Evidence) {
    let line = Line::of(entry.line);
    let (best, next) = best_two(&line, entry.abstract_text, evidence);
    if let Some(best) = best
        && best.score - next.map_or(f64::NEG_INFINITY, |next| next.score) >= TEACHING_MARGIN
    {
        let (title, authors) = best.reading(&line);
        if let Some(first) = authors.first() {
            evidence.learn_reading(&title, first);
        }
    }
}

/// Splits a title line at its likeliest cut.
pub fn split(entry: &TitleLine<'_>, evidence: &Evidence) -> Split {
    let line = Line::of(entry.line);
    let affiliations = line.affiliations.iter().map(|slug| (*slug).to_owned()).collect();
    let (best, next) = best_two(&line, entry.abstract_text, evidence);
    let Some(best) = best.filter(|best| best.gain >= NO_AUTHOR_MARGIN) else {
        let doubt = Doubt {
            reason: "no author found on its title line".into(),
            other_title: String::new(),
            other_authors: Vec::new(),
        };
        return Split {
            title: line.text.to_owned(),
            authors: Vec::new(),
            authors_complete: false,
            affiliations,
            doubt: Some(doubt),
        };
    };
    let (title, authors) = best.reading(&line);
    let doubt = next.filter(|next| best.score - next.score < SURE_MARGIN).map(|next| doubt(&line, next));
    Split { title, authors, authors_complete: !line.is_cut, affiliations, doubt }
}

fn doubt(line: &Line<'_>, next: Cut) -> Doubt {
    let (other_title, other_authors) = next.reading(line);
    Doubt { reason: "title and first author could be cut in two places".into(), other_title, other_authors }
}
