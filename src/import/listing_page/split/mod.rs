//! Finds where the title ends and the first author begins on a copied title line, which has no mark between them.
//!
//! Every cut, with every number of comma parts that can be authors, is a reading; so is a line without authors. Each
//! reading has features (`feature.rs`): how likely its title words and its names are, by what the page itself shows of
//! both ([`Evidence`]), what comes back in the entry's own abstract, and the shapes and letters at the cut. A weighted
//! sum of them, with weights fitted on pages whose truth is known (`weights.rs`), gives each reading a chance; a best
//! reading whose chance is not near one comes with a doubt. A small built-in prior carries pages of one entry.
//!
//! A copied page runs the title and the first author together without a mark:
//! `Deep Kernel LearningPaul Green, Maria Lopez et al. · mit`. The page itself
//! has what is needed to part them. The second and third authors of every
//! entry stand between commas and teach what names look like; abstracts and
//! other titles teach ordinary words; the last words of a title come back in
//! its own abstract; a person is an author of more than one entry. A small
//! built-in prior (see `prior_names` and `prior_words`) carries pages of
//! one or two entries.
//!
//! Reading takes two passes: [`Evidence::learn`] over all entries, then
//! [`split`] on each. A split lists every cut that could be right, together
//! with how many of the comma parts are authors (`candidates`), turns each
//! into numbers (`feature`), weighs them (`weights`) and takes the best. Where
//! another reading comes near, the split is given with a [`Doubt`].

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
