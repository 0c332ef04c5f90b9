//! Every reading of a title line that could be right.

use unicode_normalization::char::is_combining_mark;

use super::evidence::Evidence;
use super::own_text::OwnText;
use super::{shape, words};

/// How many words a first author may have.
pub(super) const MOST_NAME_WORDS: usize = 7;
/// A comma part of more words than this is not an author, even with the title run into it.
const MOST_PART_WORDS: usize = 12;
/// How many bytes the first word of a name may have.
const MOST_GIVEN_BYTES: usize = 100;
/// How many words a first author written in small letters may have.
const SMALL_NAME_WORDS: usize = 4;

/// One word of the part of the line in which the cut may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Which comma part the word belongs to.
    pub(super) part: usize,
}

/// One way to read the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The byte at which the first author begins.
    pub(super) cut: usize,
    /// The index of the word that is cut, among the words of the region.
    pub(super) word: usize,
    /// The comma part the first author stands in; all later parts are authors.
    pub(super) part: usize,
}

/// The end of the line, in which the cut must be, and the ways to cut it.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) words: Vec<Word>,
    pub(super) candidates: Vec<Candidate>,
}

impl Region {
    /// The indexes of the words of one comma part.
    pub(super) fn part(&self, part: usize) -> std::ops::Range<usize> {
        part_range(&self.words, part)
    }
}

fn part_range(words: &[Word], part: usize) -> std::ops::Range<usize> {
    let from = words.partition_point(|word| word.part < part);
    let to = words.partition_point(|word| word.part <= part);
    from..to
}

impl Candidate {
    /// Whether this is the reading that the line has no author at all.
    pub(super) fn is_without_author(&self, region: &Region) -> bool {
        self.word == region.words.len()
    }
}

/// Lists the readings of a line with these comma parts; the last one is that it has no author.
pub(super) fn list(
    core: &str,
    parts: &[(usize, usize)],
    more_authors: bool,
    evidence: &Evidence,
    own: &OwnText,
) -> Region {
    let (earliest, latest) = author_parts(core, parts, more_authors);
    let mut words = Vec::with_capacity(24);
    for (part, &(start, end)) in parts.iter().enumerate().skip(earliest) {
        let first_kept = words.len();
        let mut at = start;
        for token in core[start..end].split(' ') {
            if !token.is_empty() {
                words.push(Word { start: at, end: at + token.len(), part });
            }
            at += token.len() + 1;
        }
        // Only the earliest part is cut down: the others lie wholly inside the region.
        if part == earliest && words.len() > first_kept + MOST_NAME_WORDS + 1 {
            words.drain(first_kept..words.len() - MOST_NAME_WORDS - 1);
        }
    }
    // "A Reply to Smith et al.": where the mark cannot be one, it is no sign of a name written small.
    let may_be_small = !more_authors || parts.len() >= 3;
    let mut finder = Finder { core, evidence, own, may_be_small, found: Vec::with_capacity(24) };
    for part in earliest..=latest {
        finder.cut_part(part, &words);
    }
    finder.found.push(Candidate { cut: core.len(), word: words.len(), part: parts.len() - 1 });
    Region { words, candidates: finder.found }
}

/// The first and last comma part in which the first author may stand.
fn author_parts(core: &str, parts: &[(usize, usize)], more_authors: bool) -> (usize, usize) {
    let third_last = parts.len().saturating_sub(3);
    // A part that is too long for an author is title, and so are all before it.
    let is_long = |&(start, end): &(usize, usize)| core[start..end].matches(' ').nth(MOST_PART_WORDS).is_some();
    let earliest = parts.iter().rposition(is_long).map_or(third_last, |long| long.max(third_last));
    // With "et al." exactly three authors are printed.
    if more_authors && parts.len() >= 3 { (earliest, earliest) } else { (earliest, parts.len() - 1) }
}

/// Where in a word a name written in small letters may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Small {
    /// Nowhere: the word is known as a whole, or too far from the end.
    Never,
    /// Where a word known from titles or the abstract has just ended.
    AfterKnownWord,
    /// At any letter: there is no capital to cut at.
    Anywhere,
}

/// Collects the places where a name could begin.
struct Finder<'a> {
    core: &'a str,
    evidence: &'a Evidence,
    own: &'a OwnText,
    may_be_small: bool,
    found: Vec<Candidate>,
}

impl Finder<'_> {
    fn cut_part(&mut self, part: usize, words: &[Word]) {
        let std::ops::Range { start: from, end: to } = part_range(words, part);
        let near = to.saturating_sub(SMALL_NAME_WORDS).max(from);
        // Where the family name is written small, or there is no capital to cut at, the name may begin anywhere.
        let family = words[near..to].last().map(|word| shape::shape(&self.core[word.start..word.end]));
        let anywhere = family.is_some_and(|family| family.lower)
            || words[near..to].iter().all(|word| !self.has_inner_start(*word));
        for (index, word) in words.iter().enumerate().take(to).skip(to.saturating_sub(MOST_NAME_WORDS).max(from)) {
            let small = if !self.may_be_small || index < near || self.is_known(&self.core[word.start..word.end]) {
                Small::Never
            } else if anywhere {
                Small::Anywhere
            } else {
                Small::AfterKnownWord
            };
            self.cut_word(index, *word, small);
        }
    }

    fn has_inner_start(&self, word: Word) -> bool {
        let token = &self.core[word.start..word.end];
        token.chars().skip(1).any(|letter| letter.is_alphabetic() && !letter.is_lowercase())
    }

    fn cut_word(&mut self, index: usize, word: Word, small: Small) {
        let token = &self.core[word.start..word.end];
        let mut before: Option<char> = None;
        let mut capitals = 0;
        for (offset, letter) in token.char_indices() {
            if let Some(last) = before
                && token.len() - offset <= MOST_GIVEN_BYTES
                && (letter.is_alphabetic()
                    && !is_combining_mark(letter)
                    && (!letter.is_lowercase() || self.starts_small(token, offset, last, capitals, small)))
            {
                self.found.push(Candidate { cut: word.start + offset, word: index, part: word.part });
            }
            capitals = if letter.is_uppercase() { capitals + 1 } else { 0 };
            before = Some(letter);
        }
    }

    /// Whether a name written small could begin at this offset of a word, after so many capitals.
    fn starts_small(&self, token: &str, offset: usize, last: char, capitals: usize, small: Small) -> bool {
        if small == Small::Never {
            return false;
        }
        if !last.is_alphanumeric() {
            return small == Small::Anywhere || !matches!(last, '-' | '\'' | '’' | '.' | '(' | '/');
        }
        let long_enough = offset > last.len_utf8() && token.len() > offset + 1;
        if small == Small::Anywhere || !long_enough || capitals > 0 {
            return long_enough && (small == Small::Anywhere || capitals > 1);
        }
        self.is_known(&token[..offset])
    }

    /// Whether the word ends in a word known from titles or the abstract.
    fn is_known(&self, word: &str) -> bool {
        let piece = words::last_piece(word);
        let key = words::hash_word(piece);
        piece.len() > 1 && (self.own.has(key) || self.evidence.is_title_word(key))
    }
}
