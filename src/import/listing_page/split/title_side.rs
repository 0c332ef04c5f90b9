//! The features of a reading that look at the title and at the letters around the cut.

use super::candidates::Candidate;
use super::feature::{Feature, Features};
use super::scorer::{End, Scorer, brackets};
use super::{shape, words};

/// What a word without any letter or digit counts for in a title.
const ONLY_SIGNS: f32 = -4.0;

impl Scorer<'_> {
    /// How well a word reads in a title: the logarithm of its chance.
    pub(super) fn title_word(&mut self, token: &str, is_end: bool) -> f32 {
        let last = words::last_piece(token).as_ptr();
        let mut sum = None;
        words::each_piece(token, |piece, key| {
            let is_end = is_end && piece.as_ptr() == last;
            let chance = self.evidence.title_chance(piece, key, is_end, self.own.share(key), &mut self.symbols);
            sum = Some(sum.unwrap_or(0.0) + chance);
        });
        sum.unwrap_or(ONLY_SIGNS)
    }

    /// The features of the title by the reading at this index, which cuts this word.
    pub(super) fn title_side(&mut self, word: usize, index: usize, found: &mut Features) {
        let text = &self.core[self.region.words[word].start..self.region.candidates[index].cut];
        found.add(Feature::TitleWords, self.facts[word].title_before);
        found.add(Feature::EndWord, self.title_word(text, true));
        let End { key, in_text, is_known } = self.ends[index];
        let piece = words::last_piece(text);
        found.set(Feature::EndInText, in_text);
        found.set(Feature::EndKnown, is_known);
        let has_capital = piece.chars().skip(1).any(char::is_uppercase);
        found.set(Feature::EndInTextExact, has_capital && self.own.has_exact(piece));
        let before = words::piece_before_last(text).map(words::hash_word);
        let before = before.or_else(|| word.checked_sub(1).map(|index| self.facts[index].last_piece));
        found.set(Feature::EndPairInText, in_text && before.is_some_and(|before| self.own.has_pair(before, key)));
        found.set(Feature::EndSingleLetter, piece.chars().count() == 1);
        found.set(Feature::EndFunctionWord, shape::is_function_word(text));
        found.set(Feature::EndOpenSign, text.ends_with(['(', '[', '-', '/', '\'', '“', '’', '&']));
        found.set(Feature::EndOpenBracket, self.facts[word].open_before + brackets(text) != 0);
        self.end_shape(piece, in_text || is_known, found);
        if !is_known {
            let other = piece.strip_suffix('s').map_or_else(|| format!("{piece}s"), str::to_owned);
            found.set(Feature::EndPluralKnown, self.evidence.is_title_word(words::hash_word(&other)));
        }
    }

    fn end_shape(&self, piece: &str, is_known: bool, found: &mut Features) {
        let shape = shape::shape(piece);
        let has_hump = shape.hump || shape.prefix_hump;
        found.set(Feature::EndHump, has_hump);
        found.set(Feature::EndDoubleCapital, shape.double_capital);
        let mut letters = piece.chars().rev();
        let (last, before) = (letters.next(), letters.next());
        let stray = last.is_some_and(char::is_uppercase) && before.is_some_and(char::is_lowercase);
        found.set(Feature::EndStrayCapital, stray);
        if has_hump && !is_known {
            let (head, tail) = shape::split_hump(piece);
            let head = words::hash_word(head);
            let head_known = self.own.has(head) || self.evidence.is_title_word(head);
            let tail_known = self.evidence.is_title_word(words::hash_word(tail));
            found.set(Feature::EndKnownWithRest, head_known && !tail_known);
            found.set(Feature::EndNamePrefix, shape::is_name_prefix(tail));
        }
    }

    /// The features of the reading that the whole line is the title.
    pub(super) fn no_author(&mut self, index: usize, found: &mut Features) {
        found.set(Feature::NoAuthor, true);
        if let Some(last) = self.facts.len().checked_sub(1) {
            found.set(Feature::NoAuthorHump, self.facts[last].shape.hump);
            self.title_side(last, index, found);
        }
    }

    /// What the letters at the cut look like.
    pub(super) fn border(&self, candidate: &Candidate, found: &mut Features) {
        let word = self.region.words[candidate.word];
        let given = &self.core[candidate.cut..word.end];
        let last = self.core[word.start..candidate.cut].chars().next_back().unwrap_or(' ');
        let mut letters = given.chars();
        let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
        let capitals = last.is_uppercase() && first.is_uppercase();
        found.set(Feature::SmallThenCapital, last.is_lowercase() && first.is_uppercase());
        found.set(Feature::CapitalThenName, capitals && second.is_lowercase());
        found.set(Feature::CapitalThenInitial, capitals && second == '.');
        found.set(Feature::CapitalThenSmall, last.is_uppercase() && first.is_lowercase());
        found.set(Feature::SmallThenSmall, last.is_lowercase() && first.is_lowercase());
        found.set(Feature::SignThenLetter, !last.is_alphanumeric());
        found.set(Feature::DigitThenLetter, last.is_numeric());
        found.set(Feature::StopThenLetter, last == '.');
        let scripts = shape::is_cased(last) != shape::is_cased(first);
        found.set(Feature::ScriptChange, scripts && last.is_alphabetic() && first.is_alphabetic());
        found.set(Feature::GivenInitial, second == '.' || second == ' ');
        found.set(Feature::GivenInText, self.own.has(words::hash_word(words::bare(given))));
        found.set(Feature::GivenSmallThenCapital, first.is_lowercase() && given.chars().any(char::is_uppercase));
    }
}
