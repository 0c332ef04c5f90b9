//! The words of one entry's own abstract and title.

use super::words;
use crate::import::clean::beginning;

/// How much of an abstract is looked at, in bytes: every reading of a title line asks for words of it.
const MAX_BYTES: usize = 64 * 1024;

/// Which words stand in an entry's own abstract and in the part of its title that is surely title.
///
/// The last words of a title come back in its abstract far more often than a
/// person's name does.
#[derive(Default)]
pub(super) struct OwnText {
    words: Vec<u64>,
    exact: Vec<u64>,
}

impl OwnText {
    /// Reads the abstract.
    pub(super) fn read(abstract_text: &str) -> Self {
        let abstract_text = beginning(abstract_text, MAX_BYTES);
        let mut own = Self { words: Vec::with_capacity(abstract_text.len() / 6), exact: Vec::with_capacity(40) };
        own.push(abstract_text);
        own
    }

    /// Adds text that surely belongs to the entry.
    pub(super) fn push(&mut self, text: &str) {
        words::each_piece(text, |piece, key| {
            self.words.push(key);
            if piece.bytes().any(|byte| !byte.is_ascii_lowercase()) {
                self.exact.push(words::hash_exact(piece));
            }
        });
    }

    /// Whether the word stands in the text.
    pub(super) fn has(&self, key: u64) -> bool {
        self.words.contains(&key)
    }

    /// Whether the word stands in the text with the same capitals.
    pub(super) fn has_exact(&self, piece: &str) -> bool {
        self.exact.contains(&words::hash_exact(piece))
    }

    /// Whether the two words stand side by side in the text.
    pub(super) fn has_pair(&self, first: u64, second: u64) -> bool {
        self.words.windows(2).any(|pair| pair[0] == first && pair[1] == second)
    }

    /// The share of this word among all words of the text, careful with short texts.
    pub(super) fn share(&self, key: u64) -> f32 {
        let found = self.words.iter().filter(|own| **own == key).count();
        found as f32 / (self.words.len() as f32 + 20.0)
    }
}
