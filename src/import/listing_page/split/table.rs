//! Words with counters for the places they were seen at.

use std::collections::HashMap;

use super::shape;
use super::words::{self, KeyBuild};

/// The places in which words are counted; the index into [`Counts`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Anywhere in an abstract.
    Text = 0,
    /// In a title, before its last word.
    Title = 1,
    /// The last word of a title.
    End = 2,
    /// The first word of a name.
    Given = 3,
    /// A word of a name that is neither first nor last.
    Middle = 4,
    /// The last word of a name.
    Family = 5,
}

const PLACES: usize = 6;

/// How often one word stands in each [`Place`].
#[derive(Clone, Copy, Default)]
pub(super) struct Counts([u32; PLACES]);

impl Counts {
    /// The count at one place.
    pub(super) fn at(&self, place: Place) -> u32 {
        self.0[place as usize]
    }

    /// Whether the word was seen in a title or abstract.
    pub(super) fn is_title_word(&self) -> bool {
        self.at(Place::Text) > 0 || self.at(Place::Title) > 0 || self.at(Place::End) > 0
    }
}

/// Words beyond this number are not added, so that memory stays bounded on any input.
const MOST_WORDS: usize = 1_500_000;

/// The counts of all words, kept under hashes of the words.
#[derive(Default, Clone)]
pub(super) struct Table {
    words: HashMap<u64, Counts, KeyBuild>,
    tokens: [f32; PLACES],
    kinds: [f32; PLACES],
}

impl Table {
    /// Counts a word at a place; says whether it is the first time there.
    pub(super) fn count(&mut self, key: u64, place: Place) -> bool {
        if self.words.len() >= MOST_WORDS && !self.words.contains_key(&key) {
            return false;
        }
        let counts = self.words.entry(key).or_default();
        let count = &mut counts.0[place as usize];
        *count = count.saturating_add(1);
        self.tokens[place as usize] += 1.0;
        let is_new = *count == 1;
        if is_new {
            self.kinds[place as usize] += 1.0;
        }
        is_new
    }

    /// The counts of a word; all zero for a word never seen.
    pub(super) fn get(&self, key: u64) -> Counts {
        self.words.get(&key).copied().unwrap_or_default()
    }

    /// Counted share of a word at one place, filled up with a coarser estimate.
    ///
    /// The weight of the estimate is the number of different words seen at the
    /// place (Witten and Bell): few words seen, much weight.
    pub(super) fn blend(&self, counts: &Counts, place: Place, coarser: f32) -> f32 {
        let kinds = self.kinds[place as usize] + 1.0;
        (counts.at(place) as f32 + kinds * coarser) / (self.tokens[place as usize] + kinds)
    }
}

/// The key of a token of a name: initials are counted by their form, not by their letters.
pub(super) fn name_key(token: &str) -> u64 {
    match shape::initials(token) {
        None => words::hash_word(token),
        Some((1, false)) => words::hash_exact("\u{1}"),
        Some((1, true)) => words::hash_exact("\u{1}."),
        Some((2, _)) => words::hash_exact("\u{1}.."),
        Some(_) => words::hash_exact("\u{1}..."),
    }
}

/// Which place the token at an index of a name of so many tokens stands at.
pub(super) fn place_in_name(at: usize, tokens: usize) -> Place {
    if at == 0 {
        Place::Given
    } else if at + 1 == tokens {
        Place::Family
    } else {
        Place::Middle
    }
}
