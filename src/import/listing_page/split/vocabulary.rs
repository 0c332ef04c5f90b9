//! Words with their counts.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// The number of a word in its vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordId(u32);

/// Counts of words with their total.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, WordId, RandomState>,
    counts: Vec<u32>,
    total: u32,
}

impl Vocabulary {
    /// Counts a word some times (0: only takes it in) and tells whether it is new.
    pub(super) fn learn(&mut self, word: &str, times: u32) -> (WordId, bool) {
        self.total += times;
        if let Some(&id) = self.ids.get(word) {
            self.counts[id.0 as usize] += times;
            return (id, false);
        }
        let id = WordId(u32::try_from(self.counts.len()).expect("a page has fewer than 2^32 different words"));
        self.ids.insert(word.to_owned(), id);
        self.counts.push(times);
        (id, true)
    }

    /// The word's number, if it was taken in.
    pub(super) fn id(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// The word's share, lowered as for a text with `smoothing` more words; 0 for a word that was not counted.
    pub(super) fn probability(&self, word: Option<WordId>, smoothing: f64) -> f64 {
        let count = word.map_or(0, |word| self.counts[word.0 as usize]);
        f64::from(count) / (f64::from(self.total) + smoothing)
    }
}
