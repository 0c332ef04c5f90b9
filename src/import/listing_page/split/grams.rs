//! Letter shapes of words: a four-letter model with smoothing, counted from word lists and the page.

use unicode_normalization::UnicodeNormalization;

use super::runs::Runs;

const SYMBOLS: usize = 32;
const EDGE: u8 = 0;

const ORDERS: usize = 4;

/// How often letters follow letters in one kind of word.
///
/// Probabilities are smoothed from one order to the next by the number of
/// different followers seen (Witten and Bell), so that a model that has seen
/// few words is careful by itself.
#[derive(Clone)]
pub(super) struct Grams {
    /// How often runs of one, two and three letters were seen.
    counts: [Vec<u32>; ORDERS - 1],
    /// How often runs of four letters were seen: only a few of the possible ones ever are.
    longest: Runs,
    contexts: [Vec<Context>; ORDERS],
    backward: bool,
}

/// What was seen after one run of letters.
#[derive(Clone, Copy, Default)]
struct Context {
    total: u32,
    /// The number of different followers.
    kinds: f32,
    /// One divided by total and kinds together.
    inverse: f32,
}

impl Context {
    fn count(&mut self, is_new: bool) {
        self.total += 1;
        self.kinds += if is_new { 1.0 } else { 0.0 };
        self.inverse = 1.0 / (self.total as f32 + self.kinds);
    }
}

/// The word as symbols, with an edge before and after it.
#[derive(Default)]
pub(super) struct Symbols(Vec<u8>);

impl Symbols {
    /// Reads a word into the buffer, small letters without marks.
    pub(super) fn read(&mut self, word: &str) -> &[u8] {
        self.0.clear();
        self.0.push(EDGE);
        if word.is_ascii() {
            self.0.extend(word.bytes().map(|byte| symbol(char::from(byte.to_ascii_lowercase()))));
        } else {
            let plain = word.chars().flat_map(char::to_lowercase).nfd().filter(|letter| !is_mark(*letter));
            self.0.extend(plain.map(symbol));
        }
        self.0.push(EDGE);
        &self.0
    }
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036f}')
}

fn symbol(letter: char) -> u8 {
    match letter {
        'a'..='z' => letter as u8 - b'a' + 1,
        '\'' | '’' | '‘' | '`' => 27,
        '-' | '\u{2010}'..='\u{2013}' => 28,
        '.' => 29,
        '0'..='9' => 30,
        'ł' => 12,
        'ø' => 15,
        'ı' => 9,
        'ß' => 19,
        'đ' => 4,
        _ => 31,
    }
}

impl Grams {
    /// A model without counts; `backward` reads words from their end.
    pub(super) fn new(backward: bool) -> Self {
        let size = |order: u32| SYMBOLS.pow(order);
        Self {
            counts: [1, 2, 3].map(|order| vec![0; size(order)]),
            longest: Runs::new(),
            contexts: [0, 1, 2, 3].map(|order| vec![Context::default(); size(order)]),
            backward,
        }
    }

    /// Counts one word.
    pub(super) fn add(&mut self, symbols: &[u8]) {
        for at in 1..symbols.len() {
            let mut before = 0;
            for order in 0..ORDERS {
                let slot = before * SYMBOLS + usize::from(self.at(symbols, at));
                let count = match self.counts.get_mut(order) {
                    Some(counts) => {
                        counts[slot] = counts[slot].saturating_add(1);
                        Some(counts[slot])
                    }
                    None => self.longest.add(slot),
                };
                if let Some(count) = count {
                    self.contexts[order][before].count(count == 1);
                }
                if order + 1 > at {
                    break;
                }
                before += usize::from(self.at(symbols, at - order - 1)) << (5 * order);
            }
        }
    }

    fn at(&self, symbols: &[u8], index: usize) -> u8 {
        if self.backward { symbols[symbols.len() - 1 - index] } else { symbols[index] }
    }

    /// The natural logarithm of the probability of a word's letters, edges included.
    pub(super) fn log_probability(&self, symbols: &[u8]) -> f32 {
        let mut sum = 0.0;
        let mut product = 1.0_f32;
        for at in 1..symbols.len() {
            product *= self.step(symbols, at);
            if product < 1e-25 {
                sum += product.ln();
                product = 1.0;
            }
        }
        sum + product.ln()
    }

    fn step(&self, symbols: &[u8], at: usize) -> f32 {
        let mut chance = 1.0 / 32.0;
        let mut before = 0;
        let next = usize::from(self.at(symbols, at));
        for order in 0..ORDERS {
            let context = self.contexts[order][before];
            if context.total == 0 {
                break;
            }
            let run = before * SYMBOLS + next;
            let count = match self.counts.get(order) {
                Some(counts) => counts[run],
                None => self.longest.get(run),
            };
            chance = (count as f32 + context.kinds * chance) * context.inverse;
            if order + 1 > at {
                break;
            }
            before += usize::from(self.at(symbols, at - order - 1)) << (5 * order);
        }
        chance
    }
}
