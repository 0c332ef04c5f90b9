//! Letter shapes of words: a four-letter model with smoothing, counted from word lists and the page.

use unicode_normalization::UnicodeNormalization;

use super::runs::Runs;

const SYMBOLS: usize = 32;
const EDGE: u8 = 0;
/// Letters beyond this number say nothing more about a word.
const MOST_LETTERS: usize = 60;

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
}

impl Context {
    fn count(&mut self, is_new: bool) {
        self.total += 1;
        self.kinds += if is_new { 1.0 } else { 0.0 };
    }
}

/// The word as symbols, with an edge before and after it.
#[derive(Default)]
pub(super) struct Symbols(Vec<u8>);

impl Symbols {
    /// Reads a word into the buffer, small letters without marks; very long words are cut off.
    pub(super) fn read(&mut self, word: &str) -> &[u8] {
        self.0.clear();
        self.0.push(EDGE);
        if word.is_ascii() {
            self.0.extend(word.bytes().take(MOST_LETTERS).map(|byte| symbol(char::from(byte.to_ascii_lowercase()))));
        } else {
            let plain = word.chars().flat_map(char::to_lowercase).nfd().filter(|letter| !is_mark(*letter));
            self.0.extend(plain.map(symbol).take(MOST_LETTERS));
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
        let mut past = usize::from(EDGE);
        for at in 1..symbols.len() {
            let next = usize::from(self.at(symbols, at));
            for order in 0..ORDERS.min(at + 1) {
                let before = past & last_symbols(order);
                let run = before * SYMBOLS + next;
                let count = match self.counts.get_mut(order) {
                    Some(counts) => {
                        counts[run] = counts[run].saturating_add(1);
                        Some(counts[run])
                    }
                    None => self.longest.add(run),
                };
                if let Some(count) = count {
                    self.contexts[order][before].count(count == 1);
                }
            }
            past = (past * SYMBOLS + next) & last_symbols(ORDERS);
        }
    }

    fn at(&self, symbols: &[u8], index: usize) -> u8 {
        if self.backward { symbols[symbols.len() - 1 - index] } else { symbols[index] }
    }

    /// The natural logarithm of the probability of a word's letters, edges included.
    pub(super) fn log_probability(&self, symbols: &[u8]) -> f32 {
        let mut sum = 0.0;
        let mut product = 1.0_f32;
        let mut past = usize::from(EDGE);
        for at in 1..symbols.len() {
            let next = usize::from(self.at(symbols, at));
            product *= self.step(past, next, ORDERS.min(at + 1));
            if product < 1e-25 {
                sum += product.ln();
                product = 1.0;
            }
            past = (past * SYMBOLS + next) & last_symbols(ORDERS);
        }
        sum + product.ln()
    }

    /// The chance of the next symbol after the past ones.
    fn step(&self, past: usize, next: usize, orders: usize) -> f32 {
        let mut chance = 1.0 / 32.0;
        for order in 0..orders {
            let before = past & last_symbols(order);
            let context = self.contexts[order][before];
            if context.total == 0 {
                break;
            }
            let run = before * SYMBOLS + next;
            let count = match self.counts.get(order) {
                Some(counts) => counts[run],
                None => self.longest.get(run),
            };
            chance = (count as f32 + context.kinds * chance) / (context.total as f32 + context.kinds);
        }
        chance
    }
}

/// A mask that keeps so many symbols of five bits each.
fn last_symbols(count: usize) -> usize {
    (1 << (5 * count)) - 1
}
