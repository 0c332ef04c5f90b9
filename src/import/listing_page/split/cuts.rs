//! Every place where a line could be cut, and how likely each is.

use super::evidence::{Evidence, Place};
use super::line::Line;
use super::own_words::OwnWords;
use super::shape::{Core, Shape};

/// The most words that a name may have beside its first.
const MAX_FURTHER_WORDS: usize = 6;
/// Words that are so much less likely in a name than in a title are in no name, whatever stands before them.
const HOPELESS: f64 = -60.0;
/// The price of a title that ends in a hyphen: none does, but a word that was torn apart.
const TORN_WORD: f64 = -12.0;

/// One way to read a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cut {
    /// How many comma parts hold authors, the glued one included.
    author_count: usize,
    /// Where the first author begins in the glued part, in bytes.
    at: usize,
    /// The log-likelihood of the whole reading.
    pub(super) score: f64,
    /// `score` against the line being all title.
    pub(super) gain: f64,
}

impl Cut {
    /// How much likelier it is than another cut; without end where there is no other.
    pub(super) fn margin(&self, other: Option<Self>) -> f64 {
        other.map_or(f64::INFINITY, |other| self.score - other.score)
    }

    /// Title and authors as this cut reads them.
    pub(super) fn reading(self, line: &Line<'_>) -> (String, Vec<String>) {
        let glued = line.parts.len() - self.author_count;
        let (title_end, first) = line.parts[glued].split_at(self.at);
        let mut title = line.parts[..glued].join(", ");
        if glued > 0 {
            title.push_str(", ");
        }
        title.push_str(title_end);
        let others = line.parts[glued + 1..].iter();
        let authors = [first].into_iter().chain(others.copied()).map(|name| name.trim().to_owned());
        (title.trim_end().to_owned(), authors.filter(|name| !name.is_empty()).collect())
    }
}

/// The likeliest cut and the next, if there are any.
pub(super) fn best_two(line: &Line<'_>, own: &OwnWords, evidence: &Evidence) -> (Option<Cut>, Option<Cut>) {
    let scorer = Scorer { evidence, own };
    let words: Vec<Vec<Word<'_>>> = line.parts.iter().map(|part| scorer.words(part)).collect();
    let as_title: Vec<f64> = words.iter().map(|words| words.iter().map(|word| word.as_title).sum()).collect();
    let all_title: f64 = as_title.iter().sum();
    let (mut best, mut next): (Option<Cut>, Option<Cut>) = (None, None);
    for author_count in line.author_counts() {
        let glued = line.parts.len() - author_count;
        let before: f64 = as_title[..glued].iter().sum();
        let after: f64 = line.parts[glued + 1..].iter().map(|name| evidence.name(name)).sum();
        scorer.each_cut(line.parts[glued], &words[glued], |at, score| {
            let score = before + score + after + count_prior(author_count, line.is_cut);
            let cut = Cut { author_count, at, score, gain: score - all_title };
            if best.is_none_or(|best| cut.score > best.score) {
                next = best.replace(cut);
            } else if next.is_none_or(|next| cut.score > next.score) {
                next = Some(cut);
            }
        });
    }
    (best, next)
}

/// Of complete lists, few have one author and most three (the page shows no more). Estimated by eye.
fn count_prior(author_count: usize, is_cut: bool) -> f64 {
    match author_count {
        _ if is_cut => 0.0,
        1 => 0.10_f64.ln(),
        2 => 0.40_f64.ln(),
        _ => 0.50_f64.ln(),
    }
}

/// A word of a comma part.
struct Word<'a> {
    /// Where it begins in the part, in bytes.
    start: usize,
    text: &'a str,
    core: Core<'a>,
    /// Its log-likelihood in a title.
    as_title: f64,
}

struct Scorer<'a> {
    evidence: &'a Evidence,
    own: &'a OwnWords,
}

impl Scorer<'_> {
    fn words<'text>(&self, part: &'text str) -> Vec<Word<'text>> {
        let mut start = 0;
        let word = |text: &'text str| {
            let core = Core::of(text);
            let as_title = if text.is_empty() { 0.0 } else { self.evidence.title_word(core, self.own) };
            let word = Word { start, text, core, as_title };
            start += text.len() + 1;
            word
        };
        part.split(' ').map(word).collect()
    }

    /// Calls `found` with each place in a part where a title could end and a name begin, and its log-likelihood.
    fn each_cut(&self, part: &str, words: &[Word<'_>], mut found: impl FnMut(usize, f64)) {
        let further = self.further_words(words);
        let first = words.len() - further.len();
        let mut before: f64 = words[..first].iter().map(|word| word.as_title).sum();
        for (at, word) in words.iter().enumerate().skip(first) {
            let is_small = words.len() > at + 1 && words[at + 1..].iter().all(|word| word.core.shape == Shape::Lower);
            let mut previous = None;
            for (inside, letter) in word.text.char_indices() {
                let Some(previous) = previous.replace(letter) else { continue };
                if may_begin_name(previous, letter, is_small) {
                    let name = self.name_from(part, words, at, inside) + further[words.len() - 1 - at];
                    let name = self.evidence.or_known(&part[word.start + inside..], name);
                    found(word.start + inside, before + self.title_end(&word.text[..inside]) + name);
                }
            }
            before += word.as_title;
        }
    }

    /// The log-likelihoods of the last 0, 1, 2, … words as the rest of a name, as far as they can be one.
    fn further_words(&self, words: &[Word<'_>]) -> Vec<f64> {
        let mut sums = vec![0.0];
        let (mut sum, mut gain) = (0.0, 0.0);
        for (at, word) in words.iter().enumerate().skip(1).rev().take(MAX_FURTHER_WORDS) {
            let place = if at + 1 == words.len() { Place::Family } else { Place::Middle };
            let as_name = self.evidence.name_word(place, word.core);
            sum += as_name;
            gain += as_name - word.as_title;
            if gain < HOPELESS {
                break;
            }
            sums.push(sum);
        }
        sums
    }

    /// The log-likelihood of a name's first word, which begins inside the word `at`, and of the name's form.
    fn name_from(&self, part: &str, words: &[Word<'_>], at: usize, inside: usize) -> f64 {
        let word = &words[at];
        let core = Core::of(&part[word.start + inside..word.start + word.text.len()]);
        let shapes =
            words[at..].iter().map(|further| if further.start == word.start { core.shape } else { further.core.shape });
        let place = Place::in_name(0, words.len() - at);
        self.evidence.name_word(place, core) + self.evidence.name_form(shapes)
    }

    fn title_end(&self, text: &str) -> f64 {
        let torn = if text.ends_with('-') { TORN_WORD } else { 0.0 };
        self.evidence.title_word(Core::of(text), self.own) + torn
    }
}

/// Whether a name could begin with `letter` right after `previous`. After a small letter a small one begins only a
/// name without capitals; a hyphen begins what was torn off an initial (`Q. -H. Meng`).
fn may_begin_name(previous: char, letter: char, is_small: bool) -> bool {
    let both_small = letter.is_lowercase() && previous.is_lowercase();
    letter.is_alphabetic() && (!both_small || is_small) || letter == '-' && matches!(previous, '.' | ')')
}
