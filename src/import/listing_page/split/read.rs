//! Chooses the best reading of a title line.

use super::candidates::{self, Candidate};
use super::evidence::Evidence;
use super::feature::Features;
use super::line::{self, Line};
use super::own_text::OwnText;
use super::scorer::Scorer;
use super::weights::SURE;
use super::{Doubt, Split, TitleLine, shape, sure, words};

/// A list of authors with "et al." prints exactly this many.
const PRINTED_BEFORE_MORE: usize = 3;
/// More words than this are not a name.
const MOST_AUTHOR_WORDS: usize = 7;

/// The best readings of a line.
struct Ranked {
    best: Candidate,
    second: Option<Candidate>,
    /// The chance of the best reading among all.
    chance: f32,
}

/// Reads one title line with what was learned from the page.
///
/// A line without any author comes back as the title, with a doubt. Title,
/// authors and affiliations together hold the whole line, separators and the
/// "et al." mark aside.
pub fn split(entry: &TitleLine<'_>, evidence: &Evidence) -> Split {
    let line = line::read(entry.line);
    let parts = line::comma_parts(line.core);
    let ranked = plain_reading(&line, &parts, evidence).unwrap_or_else(|| {
        let own = OwnText::read(entry.abstract_text.unwrap_or(""));
        rank(&line, &parts, evidence, own)
    });
    let (title, authors) = cut(line.core, &parts, &ranked.best);
    let reason = doubt_reason(&line, &ranked, &authors);
    let doubt = reason.map(|reason| {
        let other = ranked.second.map(|second| cut(line.core, &parts, &second));
        let (other_title, other_authors) = other.unwrap_or_default();
        Doubt { reason: reason.to_owned(), other_title, other_authors }
    });
    let affiliations = line.slugs.iter().map(ToString::to_string).collect();
    if authors.is_empty() {
        return Split { title: line.body.to_owned(), authors, authors_complete: false, affiliations, doubt };
    }
    Split { title, authors, authors_complete: !line.more_authors, affiliations, doubt }
}

/// The reading of a line that can be cut in a single way, between a known word and a known given name.
///
/// Most lines are like this; they need no weighing.
fn plain_reading(line: &Line<'_>, parts: &[(usize, usize)], evidence: &Evidence) -> Option<Ranked> {
    let (title, first) = sure::cut(line.core, parts, line.more_authors)?;
    let end = title.rsplit(' ').next().map_or("", words::last_piece);
    let given = first.split(' ').next()?;
    let is_plain = end.len() > 1 && evidence.knows_besides(end, given);
    let part = parts.iter().position(|&(_, end)| title.len() < end)?;
    is_plain.then_some(Ranked { best: Candidate { cut: title.len(), word: 0, part }, second: None, chance: 1.0 })
}

fn doubt_reason(line: &Line<'_>, ranked: &Ranked, authors: &[String]) -> Option<&'static str> {
    if authors.is_empty() {
        return Some("no author was found on the title line");
    }
    if line.more_authors && authors.len() != PRINTED_BEFORE_MORE {
        return Some("\"et al.\" stands after fewer than three authors");
    }
    if authors.iter().any(|author| is_no_name(author)) {
        return Some("a part between commas does not look like a name");
    }
    if ranked.chance >= SURE {
        return None;
    }
    match ranked.second {
        Some(second) if second.part != ranked.best.part => Some("it is not sure which of the comma parts are authors"),
        _ => Some("it is not sure where the title ends and the first author begins"),
    }
}

/// Whether a printed author has what only sentences have.
fn is_no_name(author: &str) -> bool {
    let mut tokens = author.split(' ');
    author.contains(['·', '?', ':', '!'])
        || tokens.clone().count() > MOST_AUTHOR_WORDS
        || (!shape::is_group(author) && tokens.any(shape::is_function_word))
}

fn cut(core: &str, parts: &[(usize, usize)], candidate: &Candidate) -> (String, Vec<String>) {
    let title = core[..candidate.cut].to_owned();
    if candidate.cut == core.len() {
        return (title, Vec::new());
    }
    let first = (candidate.cut, parts[candidate.part].1);
    let all = std::iter::once(first).chain(parts[candidate.part + 1..].iter().copied());
    let names = all.map(|(start, end)| core[start..end].trim()).filter(|name| !name.is_empty());
    (title, names.map(str::to_owned).collect())
}

fn rank(line: &Line<'_>, parts: &[(usize, usize)], evidence: &Evidence, own: OwnText) -> Ranked {
    let (candidates, features) = score_all(line, parts, evidence, own);
    let scores: Vec<f32> = features.iter().map(Features::score).collect();
    let best = highest(&scores, None).unwrap_or(0);
    let second = highest(&scores, Some(best));
    let total: f32 = scores.iter().map(|score| (score - scores[best]).exp()).sum();
    Ranked { best: candidates[best], second: second.map(|at| candidates[at]), chance: 1.0 / total }
}

/// The index of the highest score, one index left out.
fn highest(scores: &[f32], except: Option<usize>) -> Option<usize> {
    (0..scores.len()).filter(|at| Some(*at) != except).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
}

/// All readings of a line with their features; the last one is that it has no author.
pub(super) fn score_all(
    line: &Line<'_>,
    parts: &[(usize, usize)],
    evidence: &Evidence,
    mut own: OwnText,
) -> (Vec<Candidate>, Vec<Features>) {
    own.push(sure::title_start(line.core, parts));
    let region = candidates::list(line.core, parts, line.more_authors, evidence, &own);
    let mut scorer = Scorer::new(line.core, parts, &region, evidence, &own);
    let features = (0..region.candidates.len()).map(|index| scorer.features(index)).collect();
    (region.candidates, features)
}
