//! The words of an entry's own abstract: what its title speaks of comes back there.

use super::vocabulary::WordId;

/// The distinct words of an abstract, hyphenated ones whole and in parts.
#[derive(Debug, Clone, Default)]
pub struct OwnWords {
    /// In order.
    ids: Vec<WordId>,
}

impl OwnWords {
    /// The distinct ones of some words.
    pub(super) fn of(mut ids: Vec<WordId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        Self { ids }
    }

    /// Whether a word is among them; `None` is a word that no text has shown.
    pub(super) fn has(&self, word: Option<WordId>) -> bool {
        word.is_some_and(|word| self.ids.binary_search(&word).is_ok())
    }

    /// The share of one word among them; 0 for others.
    pub(super) fn probability(&self, word: Option<WordId>) -> f64 {
        if self.has(word) { 1.0 / (self.ids.len() as f64 + 20.0) } else { 0.0 }
    }
}
