//! Finds where the title ends and the first author begins on a copied title line.

mod candidates;
mod evidence;
mod feature;
mod grams;
mod line;
mod name_side;
mod own_text;
mod prior_names;
mod prior_words;
mod read;
mod runs;
mod scorer;
mod shape;
mod sure;
mod table;
#[cfg(test)]
mod tests;
mod title_side;
mod weights;
mod words;

pub use evidence::Evidence;
pub use read::split;

/// One entry as the splitter needs it. Lines are already cleaned: single ASCII spaces, NFC, no control characters.
#[derive(Debug, Clone, Copy)]
pub struct TitleLine<'a> {
    /// The title line as copied.
    pub line: &'a str,
    /// The abstract; `None` when the entry has none.
    pub abstract_text: Option<&'a str>,
}

/// What the title line of one entry says, and how sure the reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The title; the whole line when no author was found on it.
    pub title: String,
    /// The authors as printed, in order; empty when the line has none.
    pub authors: Vec<String>,
    /// Whether all authors are printed; `false` after "et al." and when no author was found.
    pub authors_complete: bool,
    /// The affiliation slugs as printed; empty when the page prints none.
    pub affiliations: Vec<String>,
    /// Why the reading is not sure; `None` when it is.
    pub doubt: Option<Doubt>,
}

/// Why the reading is not sure and what the other reading was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The reason, as a sentence for the person who imports the page.
    pub reason: String,
    /// The title by the next best reading; empty when there is no other reading.
    pub other_title: String,
    /// The authors by the next best reading.
    pub other_authors: Vec<String>,
}
