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
mod own_words;
mod prior;
mod shape;
mod vocabulary;
mod words;

pub use evidence::Evidence;
pub use own_words::OwnWords;

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
const SURE_MARGIN: f64 = 9.0;
/// How much likelier it must be for others to learn from it, and not to be read again after that.
const TEACHING_MARGIN: f64 = 9.0;
/// How much likelier the best cut must be than a title without any author.
const AUTHOR_MARGIN: f64 = 0.0;

/// Second pass over a page: the reading of an entry that is cut beyond doubt, from which its title's words and its
/// first author are learned. `None`: the entry is to be read when all others have taught what they can.
pub fn split_if_sure(entry: &TitleLine<'_>, own: &OwnWords, evidence: &mut Evidence) -> Option<Split> {
    let line = Line::of(entry.line);
    let (best, next) = best_two(&line, own, evidence);
    let best = best.filter(|best| best.gain >= TEACHING_MARGIN && best.margin(next) >= TEACHING_MARGIN)?;
    let split = reading(&line, best, None);
    if let Some(first) = split.authors.first() {
        evidence.learn_reading(&split.title, first);
    }
    Some(split)
}

/// Splits a title line at its likeliest cut; `own` are the words of its abstract ([`Evidence::learn`]).
pub fn split(entry: &TitleLine<'_>, own: &OwnWords, evidence: &Evidence) -> Split {
    let line = Line::of(entry.line);
    let (best, next) = best_two(&line, own, evidence);
    match best.filter(|best| best.gain >= AUTHOR_MARGIN) {
        Some(best) => {
            let doubt = next.filter(|_| best.margin(next) < SURE_MARGIN).map(|next| doubt(&line, next));
            reading(&line, best, doubt)
        }
        None => without_author(&line),
    }
}

fn reading(line: &Line<'_>, cut: Cut, doubt: Option<Doubt>) -> Split {
    let (title, authors) = cut.reading(line);
    Split { title, authors, authors_complete: !line.is_cut, affiliations: affiliations(line), doubt }
}

fn without_author(line: &Line<'_>) -> Split {
    let doubt = Doubt {
        reason: "no author found on its title line".into(),
        other_title: String::new(),
        other_authors: Vec::new(),
    };
    Split {
        title: line.text.to_owned(),
        authors: Vec::new(),
        authors_complete: false,
        affiliations: affiliations(line),
        doubt: Some(doubt),
    }
}

fn affiliations(line: &Line<'_>) -> Vec<String> {
    line.affiliations.iter().map(|slug| (*slug).to_owned()).collect()
}

fn doubt(line: &Line<'_>, next: Cut) -> Doubt {
    let (other_title, other_authors) = next.reading(line);
    Doubt { reason: "title and first author could be cut in two places".into(), other_title, other_authors }
}
