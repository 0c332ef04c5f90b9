//! What a page teaches of names and title words, beside the built-in prior.

use super::TitleLine;
use super::letters::Letters;
use super::line::Line;
use super::own_words::OwnWords;
use super::prior;
use super::shape::{Core, SHAPE_COUNT, Shape};
use super::vocabulary::{Vocabulary, WordId};
use super::words::{parts, words};
use crate::identity::fold::fold;

/// A word's place in a text, which decides what it may look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a title.
    Title,
    /// The first word of a name.
    Given,
    /// Between the first and the last word of a name.
    Middle,
    /// The last word of a name.
    Family,
}

impl Place {
    /// The place of the word `at` of a name of some words. A name of one word is a family name.
    pub(super) fn in_name(at: usize, length: usize) -> Self {
        match at {
            0 if length > 1 => Self::Given,
            at if at + 1 == length => Self::Family,
            _ => Self::Middle,
        }
    }
}

/// How often each shape comes in each place, in thousandths; in the order of [`Shape`]. Estimated by eye.
#[rustfmt::skip]
const SHAPES: [[f64; SHAPE_COUNT]; 4] = [
    // lower Capital UPPER X    X.     UAVs  SSaul tailS fMRI  McKin Hy-Ph Hy-ph HY-ph d1g1t uncas marks
    [380.0, 480.0, 30.0,  6.0,  0.3,   6.0,  1.5,  0.1,  2.0,  12.0, 25.0, 30.0, 6.0,  18.0, 1.0,  18.0],
    [0.05,  900.0, 4.0,   3.0,  60.0,  0.01, 0.4,  0.2,  0.02, 6.0,  22.0, 6.0,  0.1,  0.01, 2.0,  0.05],
    [60.0,  300.0, 3.0,   60.0, 500.0, 0.01, 0.3,  0.1,  0.05, 10.0, 10.0, 3.0,  0.1,  0.01, 1.0,  0.5],
    [0.3,   920.0, 8.0,   0.5,  0.2,   0.01, 0.5,  0.1,  1.0,  22.0, 16.0, 1.0,  0.1,  0.01, 2.0,  0.05],
];

/// How many words names have (index 1 to 6), in thousandths. Estimated by eye.
const NAME_LENGTHS: [f64; 7] = [0.0, 4.0, 730.0, 220.0, 38.0, 7.0, 1.0];
/// How many names are written without any capital, in thousandths. Estimated by eye.
const SMALL_NAMES: f64 = 0.5;
/// The share of all words from which on a word's spelling is not looked at.
const WELL_KNOWN: f64 = 1e-3;
/// The price of a mark before or after a title's word, and of one in a name; natural logs.
const TITLE_MARK: f64 = -1.5;
const NAME_MARK: f64 = -9.0;

/// What was learned from the page (and, later, from the catalog) about names and title words.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Words of abstracts and titles.
    running: Vocabulary,
    given: Vocabulary,
    family: Vocabulary,
    /// Whole names, folded.
    people: Vocabulary,
    /// How words of titles, given names and family names are spelled.
    spelling: [Letters; 3],
}

impl Evidence {
    /// The built-in prior only.
    pub fn new() -> Self {
        let mut evidence = Self {
            running: Vocabulary::default(),
            given: Vocabulary::default(),
            family: Vocabulary::default(),
            people: Vocabulary::default(),
            spelling: [Letters::new(), Letters::new(), Letters::new()],
        };
        for (place, list) in [
            (Place::Title, prior::TITLE_WORDS),
            (Place::Given, prior::GIVEN_NAMES),
            (Place::Family, prior::FAMILY_NAMES),
        ] {
            for word in list.split_ascii_whitespace() {
                evidence.learn_word(place, word, 1);
            }
        }
        evidence
    }

    /// Takes in a name that is surely a person's: the page's owner, or an author in the catalog.
    pub fn know_person(&mut self, name: &str) {
        self.learn_name(name, 3, true);
    }

    /// First pass over a page: the abstract shows words, the authors after the first show names. Returns the words of
    /// the abstract, by which the entry's own title is known.
    ///
    /// Memory grows with the vocabulary, not with the text.
    pub fn learn(&mut self, entry: &TitleLine<'_>) -> OwnWords {
        let line = Line::of(entry.line);
        for name in line.sure_authors() {
            self.learn_name(name, 1, line.is_cut);
        }
        self.learn_text(entry.abstract_text.unwrap_or_default())
    }

    /// Second pass: an entry that was cut beyond doubt shows its title's words and its first author too.
    pub(super) fn learn_reading(&mut self, title: &str, first_author: &str) {
        self.learn_text(title);
        self.learn_name(first_author, 1, true);
    }

    fn learn_text(&mut self, text: &str) -> OwnWords {
        let lower = text.to_lowercase();
        let mut ids = Vec::with_capacity(lower.len() / 5);
        for word in words(&lower) {
            if word.contains('-') {
                ids.push(self.running.learn(word, 0).0);
                ids.extend(parts(word).map(|part| self.learn_word(Place::Title, part, 1)));
            } else {
                ids.push(self.learn_word(Place::Title, word, 1));
            }
        }
        OwnWords::of(ids)
    }

    /// `is_sure` is false where a title may have run into the name: then it must look like nothing else.
    fn learn_name(&mut self, name: &str, weight: u32, is_sure: bool) {
        let all: Vec<_> = name.split(' ').map(Core::of).collect();
        let is_plain = |shape| {
            matches!(
                shape,
                Shape::Capitalised | Shape::Initial | Shape::Letter | Shape::HyphenCapitals | Shape::HyphenLower
            )
        };
        let is_like_name = |shape| is_plain(shape) || is_sure && !matches!(shape, Shape::Digits | Shape::Marks);
        if !(2..=4).contains(&all.len()) || !all.iter().all(|word| is_like_name(word.shape)) {
            return;
        }
        self.people.learn(&fold(name), weight);
        for (at, word) in all.iter().enumerate() {
            let place = Place::in_name(at, all.len());
            if place != Place::Middle && !matches!(word.shape, Shape::Initial | Shape::Letter) {
                for part in fold(word.text).split(' ').filter(|part| !part.is_empty()) {
                    self.learn_word(place, part, weight);
                }
            }
        }
    }

    fn learn_word(&mut self, place: Place, word: &str, weight: u32) -> WordId {
        let (words, spelling) = match place {
            Place::Title => (&mut self.running, 0),
            Place::Given => (&mut self.given, 1),
            Place::Middle | Place::Family => (&mut self.family, 2),
        };
        // Spelling is learned from each word once: common words are not more typical for their frequency.
        let (id, is_new) = words.learn(word, weight);
        if is_new {
            self.spelling[spelling].learn(word);
        }
        id
    }

    /// The log-likelihood of a word of a title; `own` are the words of the entry's own abstract.
    pub(super) fn title_word(&self, word: Core<'_>, own: &OwnWords) -> f64 {
        let lower = word.text.to_lowercase();
        let letters: f64 = parts(&lower).map(|part| self.running_probability(part, own).ln()).sum();
        // A word that the abstract has as it stands is no two words.
        let whole = if own.has(self.running.id(&lower)) { 1.5 } else { 0.0 };
        shape_score(Place::Title, word.shape) + TITLE_MARK * word.mark_count as f64 + letters + whole
    }

    fn running_probability(&self, word: &str, own: &OwnWords) -> f64 {
        let id = self.running.id(word);
        let seen = 0.45 * own.probability(id) + 0.40 * self.running.probability(id, 2_000.0);
        // How a word is spelled says nothing beside the word itself.
        if seen > WELL_KNOWN { seen } else { seen + 0.15 * self.spelling[0].probability(word) }
    }

    /// The log-likelihood of a name.
    pub(super) fn name(&self, name: &str) -> f64 {
        let words: Vec<_> = name.split(' ').map(Core::of).collect();
        let each = words.iter().enumerate().map(|(at, word)| self.name_word(Place::in_name(at, words.len()), *word));
        let spelled = each.sum::<f64>() + self.name_form(words.iter().map(|word| word.shape));
        self.or_known(name, spelled)
    }

    /// The part of a name's log-likelihood that its words do not have alone: how many they are, and that a name has
    /// no capital at all or none missing.
    pub(super) fn name_form(&self, mut shapes: impl ExactSizeIterator<Item = Shape>) -> f64 {
        let length = shapes.len();
        let of_length = (NAME_LENGTHS.get(length).copied().unwrap_or(0.02) / 1_000.0).ln();
        let is_small = length > 1 && shapes.all(|shape| shape == Shape::Lower);
        if !is_small {
            return of_length;
        }
        let priced: f64 = (0..length).map(|at| shape_score(Place::in_name(at, length), Shape::Lower)).sum();
        of_length + (SMALL_NAMES / 1_000.0).ln() - priced
    }

    /// A name that was seen whole is as likely as it is frequent, whatever its words.
    pub(super) fn or_known(&self, name: &str, spelled: f64) -> f64 {
        let known = self.people.probability(self.people.id(&fold(name)), 500.0);
        if known > 0.0 { spelled.max((0.5 * known).ln()) } else { spelled }
    }

    /// The log-likelihood of a word in a place of a name.
    pub(super) fn name_word(&self, place: Place, word: Core<'_>) -> f64 {
        let is_suffix = place == Place::Family && matches!(word.text, "Jr" | "Sr" | "II" | "III" | "IV");
        let is_nickname = place == Place::Middle && word.mark_count == 2;
        let marks = match word.mark_count {
            0 => 0.0,
            _ if is_suffix || is_nickname => -3.0,
            count => NAME_MARK * count as f64,
        };
        let letters = match word.shape {
            Shape::Initial | Shape::Letter => -26_f64.ln() * word.text.matches(char::is_alphabetic).count() as f64,
            Shape::Uncased => -4.0 * word.text.chars().count() as f64,
            _ => fold(word.text).split(' ').map(|part| self.name_probability(place, part).ln()).sum(),
        };
        shape_score(place, word.shape) + marks + letters
    }

    fn name_probability(&self, place: Place, word: &str) -> f64 {
        let (given, family) = match place {
            Place::Given => (0.9, 0.1),
            Place::Family => (0.1, 0.9),
            Place::Middle | Place::Title => (0.5, 0.5),
        };
        let seen_given = self.given.probability(self.given.id(word), 1_000.0);
        let seen_family = self.family.probability(self.family.id(word), 1_000.0);
        let seen = given * seen_given + family * seen_family;
        let spelled = given * self.spelling[1].probability(word) + family * self.spelling[2].probability(word);
        0.5 * seen + 0.5 * spelled
    }
}

fn shape_score(place: Place, shape: Shape) -> f64 {
    let row = &SHAPES[place as usize];
    (row[shape as usize] / row.iter().sum::<f64>()).ln()
}
