//! Every place where a line could be cut, and how likely each is.

use super::evidence::{Evidence, OwnWords};
use super::line::Line;
use super::shape::Core;

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
pub(super) fn best_two(
    line: &Line<'_>,
    abstract_text: Option<&str>,
    evidence: &Evidence,
) -> (Option<Cut>, Option<Cut>) {
    let own = OwnWords::of(abstract_text.unwrap_or_default());
    let as_title: Vec<f64> = line.parts.iter().map(|part| title_score(part, evidence, &own)).collect();
    let (mut best, mut next): (Option<Cut>, Option<Cut>) = (None, None);
    for author_count in line.author_counts() {
        let glued = line.parts.len() - author_count;
        let before: f64 = as_title[..glued].iter().sum();
        let after: f64 = line.parts[glued + 1..].iter().map(|name| evidence.name(name)).sum();
        let all_title: f64 = as_title.iter().sum();
        each_cut(line.parts[glued], evidence, &own, |at, score| {
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

fn title_score(text: &str, evidence: &Evidence, own: &OwnWords<'_>) -> f64 {
    text.split(' ').filter(|word| !word.is_empty()).map(|word| evidence.title_word(Core::of(word), own)).sum()
}

/// Calls `found` with each place in a part where a title could end and a name begin, and its log-likelihood.
fn each_cut(part: &str, evidence: &Evidence, own: &OwnWords<'_>, mut found: impl FnMut(usize, f64)) {
    let mut before = 0.0;
    let mut start = 0;
    for word in part.split(' ') {
        let mut previous = None;
        for (inside, letter) in word.char_indices() {
            if let Some(previous) = previous.replace(letter)
                && may_begin_name(previous, letter)
            {
                let at = start + inside;
                let end = evidence.title_word(Core::of(&word[..inside]), own);
                found(at, before + end + evidence.name(&part[at..]));
            }
        }
        before += evidence.title_word(Core::of(word), own);
        start += word.len() + 1;
    }
}

/// Whether a name could begin with `letter` right after `previous`. A small letter after a small letter never does:
/// nothing on the line would show it.
fn may_begin_name(previous: char, letter: char) -> bool {
    letter.is_alphabetic() && !(letter.is_lowercase() && previous.is_lowercase())
        || letter == '-' && matches!(previous, '.' | ')')
}
