//! What is known about names and title words: the built-in prior and what the page teaches.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::grams::{Grams, Symbols};
use super::table::{Counts, Place, Table, name_key, place_in_name};
use super::words::{self, KeyBuild};
use super::{TitleLine, line, prior_names, prior_words, shape, sure};

/// Names beyond this number are not added, so that memory stays bounded on any input.
const MOST_PERSONS: usize = 1_500_000;
/// A word seen this often needs no help from its letters.
const WELL_KNOWN: u32 = 3;
/// What the letters of a well-known word count for: nearly nothing.
const NEGLIGIBLE: f32 = 1e-9;

/// The prior is counted once: pages are often small and many.
static PRIOR: OnceLock<Evidence> = OnceLock::new();

/// What was learned from the page (and, later, from the catalog) about names and title words.
///
/// Words are kept as hashes with a few counters: memory grows with the
/// vocabulary of the page, not with its text.
#[derive(Clone)]
pub struct Evidence {
    words: Table,
    persons: HashMap<u64, u32, KeyBuild>,
    title_letters: Grams,
    given_letters: Grams,
    family_letters: Grams,
}

impl Default for Evidence {
    fn default() -> Self {
        Self::new()
    }
}

impl Evidence {
    /// The built-in prior only.
    pub fn new() -> Self {
        PRIOR.get_or_init(Self::prior).clone()
    }

    fn prior() -> Self {
        let mut evidence = Self {
            words: Table::default(),
            persons: HashMap::default(),
            title_letters: Grams::new(false),
            given_letters: Grams::new(true),
            family_letters: Grams::new(true),
        };
        let lists = [
            (prior_names::GIVEN, Place::Given),
            (prior_names::FAMILY, Place::Family),
            (prior_names::PARTICLES, Place::Middle),
            (prior_words::ENDS, Place::End),
            (prior_words::INNER, Place::Title),
        ];
        for (list, place) in lists {
            for word in list.split_whitespace() {
                evidence.count(word, words::hash_word(word), place);
            }
        }
        evidence
    }

    /// Takes in a name that is surely a person's: the page's owner, or an author already in the catalog.
    pub fn know_person(&mut self, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        if self.persons.len() < MOST_PERSONS {
            *self.persons.entry(words::hash_word(name)).or_insert(0) += 1;
        }
        let tokens = name.split_whitespace().count();
        for (at, token) in name.split_whitespace().enumerate() {
            self.count(token, name_key(token), place_in_name(at, tokens));
        }
    }

    /// Takes in one entry of the page (the first pass): its co-authors, its title words and its abstract.
    ///
    /// A first author and a last title word are only learned where the line
    /// can be cut in a single way.
    pub fn learn(&mut self, entry: &TitleLine<'_>) {
        self.count_text(entry.abstract_text.unwrap_or(""), Place::Text);
        let line = line::read(entry.line);
        let parts = line::comma_parts(line.core);
        for name in sure::names(line.core, &parts, line.more_authors) {
            self.know_person(name);
        }
        if let Some((title, first)) = sure::cut(line.core, &parts, line.more_authors) {
            let last = title.rfind([' ', '-', '/']).map_or(0, |at| at + 1);
            self.count_text(&title[..last], Place::Title);
            self.count_text(&title[last..], Place::End);
            self.know_person(first);
        } else {
            self.count_text(sure::title_start(line.core, &parts), Place::Title);
        }
    }

    fn count_text(&mut self, text: &str, place: Place) {
        words::each_piece(text, |piece, key| self.count(piece, key, place));
    }

    /// Letter shapes are counted once for each word: they stand for words not seen before.
    fn count(&mut self, word: &str, key: u64, place: Place) {
        if !self.words.count(key, place) {
            return;
        }
        let mut symbols = Symbols::default();
        let symbols = symbols.read(word);
        match place {
            Place::Text | Place::Title | Place::End => self.title_letters.add(symbols),
            Place::Given | Place::Middle => self.given_letters.add(symbols),
            Place::Family => self.family_letters.add(symbols),
        }
    }

    /// How often this full name was seen as an author beyond doubt.
    pub(super) fn times_seen(&self, name: &str) -> u32 {
        self.persons.get(&words::hash_word(name)).copied().unwrap_or(0)
    }

    /// Whether a word is known from titles or abstracts.
    pub(super) fn is_title_word(&self, key: u64) -> bool {
        self.words.get(key).is_title_word()
    }

    /// Whether both a last title word and a given name are known besides the entry they were read from.
    pub(super) fn knows_besides(&self, end: &str, given: &str) -> bool {
        let end = self.words.get(words::hash_word(end));
        let elsewhere = end.at(Place::Text) > 0 || end.at(Place::Title) > 0 || end.at(Place::End) > 1;
        elsewhere && self.words.get(name_key(given)).at(Place::Given) > 1
    }

    /// Whether a word stands inside names written small: `van`, `de`.
    pub(super) fn is_particle(&self, word: &str) -> bool {
        let counts = self.words.get(words::hash_word(word));
        counts.at(Place::Middle) > counts.at(Place::Text) / 50
    }

    /// Whether a token was seen at this place of a name.
    pub(super) fn is_known_name(&self, token: &str, place: Place) -> bool {
        self.words.get(name_key(token)).at(place) > 0
    }

    /// The logarithm of the chance that one piece of a title is this word.
    pub(super) fn title_chance(
        &self,
        piece: &str,
        key: u64,
        is_end: bool,
        own_share: f32,
        symbols: &mut Symbols,
    ) -> f32 {
        let counts = self.words.get(key);
        let mut chance = if counts.at(Place::Text) >= WELL_KNOWN {
            NEGLIGIBLE
        } else {
            self.title_letters.log_probability(symbols.read(piece)).exp()
        };
        chance = self.words.blend(&counts, Place::Text, chance);
        chance = self.words.blend(&counts, Place::Title, chance);
        if is_end {
            chance = self.words.blend(&counts, Place::End, chance);
        }
        (chance * 0.7 + own_share * 0.3).max(1e-30).ln()
    }

    /// The logarithm of the chance that a token stands at this place of a name.
    pub(super) fn name_chance(&self, token: &str, place: Place, symbols: &mut Symbols) -> f32 {
        let counts = self.words.get(name_key(token));
        if let Some((letters, _)) = shape::initials(token) {
            return self.words.blend(&counts, place, 0.001).max(1e-30).ln() - 3.0 * letters as f32;
        }
        let letters = self.name_letters(token, &counts, place, symbols);
        let elsewhere = match place {
            Place::Given => [Place::Middle, Place::Family],
            Place::Middle => [Place::Given, Place::Family],
            _ => [Place::Middle, Place::Given],
        };
        let mut chance = letters;
        for other in elsewhere {
            chance = 0.5 * chance + 0.5 * self.words.blend(&counts, other, chance);
        }
        self.words.blend(&counts, place, chance).max(1e-30).ln()
    }

    fn name_letters(&self, token: &str, counts: &Counts, place: Place, symbols: &mut Symbols) -> f32 {
        if counts.at(place) >= WELL_KNOWN {
            return NEGLIGIBLE;
        }
        let grams = if place == Place::Family { &self.family_letters } else { &self.given_letters };
        grams.log_probability(symbols.read(token)).exp()
    }
}
