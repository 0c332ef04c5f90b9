//! What a page teaches of names and title words, beside the built-in prior.

use std::collections::HashMap;

use super::TitleLine;
use super::letters::Letters;
use super::line::{Line, words};
use super::prior;
use super::shape::{Core, SHAPE_COUNT, Shape};
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

/// How often each shape comes in each place, before a page is read; in the order of [`Shape`]. Estimated by eye.
const SHAPES: [[f64; SHAPE_COUNT]; 4] = [
    // lower, Capitalised, UPPER, X, X., miXed, Hy-Phen, Hy-phen, d1g1t, uncased, marks
    [380.0, 480.0, 30.0, 6.0, 0.3, 22.0, 25.0, 30.0, 18.0, 1.0, 18.0],
    [1.5, 900.0, 4.0, 3.0, 60.0, 6.0, 22.0, 6.0, 0.01, 2.0, 0.05],
    [60.0, 300.0, 3.0, 60.0, 500.0, 10.0, 10.0, 3.0, 0.01, 1.0, 0.5],
    [2.0, 920.0, 8.0, 0.5, 1.0, 22.0, 16.0, 1.0, 0.01, 2.0, 0.05],
];

/// How many words names have (index 1 to 6), in thousandths. Estimated by eye.
const NAME_LENGTHS: [f64; 7] = [0.0, 4.0, 730.0, 220.0, 38.0, 7.0, 1.0];

/// Counts of words with their total.
#[derive(Debug, Clone, Default)]
struct Words {
    counts: HashMap<String, u32>,
    total: u32,
}

impl Words {
    fn learn(&mut self, word: &str, weight: u32) {
        match self.counts.get_mut(word) {
            Some(count) => *count += weight,
            None => drop(self.counts.insert(word.to_owned(), weight)),
        }
        self.total += weight;
    }

    fn count(&self, word: &str) -> f64 {
        f64::from(self.counts.get(word).copied().unwrap_or(0))
    }

    /// The word's share, lowered as for a text with `smoothing` more words.
    fn probability(&self, word: &str, smoothing: f64) -> f64 {
        self.count(word) / (f64::from(self.total) + smoothing)
    }
}

/// What was learned from the page (and, later, from the catalog) about names and title words.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Words of abstracts and titles.
    running: Words,
    given: Words,
    family: Words,
    /// Whole names, folded.
    people: Words,
    spelling: [Letters; 3],
}

impl Evidence {
    /// The built-in prior only.
    pub fn new() -> Self {
        let mut evidence = Self {
            running: Words::default(),
            given: Words::default(),
            family: Words::default(),
            people: Words::default(),
            spelling: [Letters::new(), Letters::new(), Letters::new()],
        };
        let lists = [
            (Place::Title, prior::TITLE_WORDS),
            (Place::Given, prior::GIVEN_NAMES),
            (Place::Family, prior::FAMILY_NAMES),
        ];
        for (place, list) in lists {
            for word in list.split_ascii_whitespace() {
                evidence.learn_word(place, word, 1);
            }
        }
        evidence
    }

    /// Takes in a name that is surely a person's: the page's owner, or an author in the catalog.
    pub fn know_person(&mut self, name: &str) {
        self.learn_name(name, 3);
    }

    /// First pass over a page: the abstract shows words, the authors after the first show names.
    ///
    /// Memory grows with the vocabulary, not with the text.
    pub fn learn(&mut self, entry: &TitleLine<'_>) {
        for word in words(entry.abstract_text.unwrap_or_default()) {
            self.learn_running_word(word);
        }
        for name in Line::of(entry.line).sure_authors() {
            self.learn_name(name, 1);
        }
    }

    /// Second pass: an entry that was cut beyond doubt shows its title's words and its first author too.
    pub(super) fn learn_reading(&mut self, title: &str, first_author: &str) {
        for word in words(title) {
            self.learn_running_word(word);
        }
        self.learn_name(first_author, 1);
    }

    fn learn_running_word(&mut self, word: &str) {
        let word = word.to_lowercase();
        for part in parts(&word) {
            self.learn_word(Place::Title, part, 1);
        }
    }

    fn learn_name(&mut self, name: &str, weight: u32) {
        let all: Vec<_> = name.split(' ').map(Core::of).collect();
        if !(2..=4).contains(&all.len()) || all.iter().any(|word| matches!(word.shape, Shape::Digits | Shape::Marks)) {
            return;
        }
        self.people.learn(&fold(name), weight);
        for (at, word) in all.iter().enumerate() {
            let place = name_place(at, all.len());
            if place != Place::Middle && !matches!(word.shape, Shape::Initial | Shape::Letter) {
                for part in parts(&fold(word.text)) {
                    self.learn_word(place, part, weight);
                }
            }
        }
    }

    fn learn_word(&mut self, place: Place, word: &str, weight: u32) {
        let (words, spelling) = match place {
            Place::Title => (&mut self.running, 0),
            Place::Given => (&mut self.given, 1),
            Place::Middle | Place::Family => (&mut self.family, 2),
        };
        // Spelling is learned from each word once: common words are not more typical for their frequency.
        if words.count(word) == 0.0 {
            self.spelling[spelling].learn(word, 1);
        }
        words.learn(word, weight);
    }

    /// The log-likelihood of a word of a title; `own` are the words of the entry's own abstract.
    pub(super) fn title_word(&self, word: Core<'_>, own: &OwnWords<'_>) -> f64 {
        let shape = shape_probability(Place::Title, word.shape);
        let marks = f64::from(u8::try_from(word.mark_count).unwrap_or(u8::MAX)) * -1.5;
        let lower = word.text.to_lowercase();
        let letters: f64 = parts(&lower).map(|part| self.running_probability(part, own).ln()).sum();
        // A word that the abstract has as it stands, capitals and all, is no two words.
        let whole = if own.has(&lower) { 1.5 } else { 0.0 };
        shape.ln() + marks + letters + whole
    }

    fn running_probability(&self, word: &str, own: &OwnWords<'_>) -> f64 {
        let spelled = self.spelling[0].probability(word);
        let of_page = self.running.probability(word, 2_000.0);
        0.45 * own.probability(word) + 0.40 * of_page + 0.15 * spelled
    }

    /// The log-likelihood of a name.
    pub(super) fn name(&self, name: &str) -> f64 {
        let words: Vec<_> = name.split(' ').map(Core::of).collect();
        let length = NAME_LENGTHS.get(words.len()).copied().unwrap_or(0.02).max(0.02) / 1_000.0;
        let each = words.iter().enumerate().map(|(at, word)| self.name_word(name_place(at, words.len()), *word));
        let spelled: f64 = length.ln() + each.sum::<f64>();
        let known = self.people.probability(&fold(name), 500.0);
        // A name that was seen whole is as likely as it is frequent, whatever its words.
        (spelled.exp() + 0.5 * known).max(f64::MIN_POSITIVE).ln().max(spelled)
    }

    fn name_word(&self, place: Place, word: Core<'_>) -> f64 {
        let shape = shape_probability(place, word.shape).ln();
        let is_suffix = place == Place::Family && matches!(word.text, "Jr" | "Sr" | "II" | "III" | "IV");
        let is_nickname = place == Place::Middle && word.mark_count == 2;
        let marks = match word.mark_count {
            0 => 0.0,
            _ if is_suffix || is_nickname => -3.0,
            count => -9.0 * f64::from(u8::try_from(count).unwrap_or(u8::MAX)),
        };
        let letters = match word.shape {
            Shape::Initial | Shape::Letter => {
                (1.0_f64 / 26.0).ln() * word.text.matches(char::is_alphabetic).count() as f64
            }
            Shape::Uncased => -4.0 * word.text.chars().count() as f64,
            _ => parts(&fold(word.text)).map(|part| self.name_probability(place, part).ln()).sum(),
        };
        shape + marks + letters
    }

    fn name_probability(&self, place: Place, word: &str) -> f64 {
        let (given, family) = match place {
            Place::Given => (0.9, 0.1),
            Place::Family => (0.1, 0.9),
            Place::Middle | Place::Title => (0.5, 0.5),
        };
        let seen = given * self.given.probability(word, 1_000.0) + family * self.family.probability(word, 1_000.0);
        let spelled = given * self.spelling[1].probability(word) + family * self.spelling[2].probability(word);
        0.5 * seen + 0.5 * spelled
    }
}

fn name_place(at: usize, length: usize) -> Place {
    match at {
        0 if length > 1 => Place::Given,
        at if at + 1 == length => Place::Family,
        _ => Place::Middle,
    }
}

fn shape_probability(place: Place, shape: Shape) -> f64 {
    let row = &SHAPES[place as usize];
    row[shape as usize] / row.iter().sum::<f64>()
}

/// The parts of a word in lower case: `self-supervised` is two words that were seen elsewhere.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
        .filter(|part| !part.is_empty())
}

/// The words of an entry's own abstract, in lower case.
pub(super) struct OwnWords<'a> {
    words: std::collections::HashSet<std::borrow::Cow<'a, str>>,
}

impl<'a> OwnWords<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let lower = |word: &'a str| {
            if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
                std::borrow::Cow::Owned(word.to_lowercase())
            } else {
                std::borrow::Cow::Borrowed(word)
            }
        };
        let mut all = std::collections::HashSet::new();
        for word in words(text) {
            all.insert(lower(word));
            if word.contains('-') {
                all.extend(parts(word).map(lower));
            }
        }
        Self { words: all }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn probability(&self, word: &str) -> f64 {
        if self.has(word) { 1.0 / (self.words.len() as f64 + 20.0) } else { 0.0 }
    }
}
