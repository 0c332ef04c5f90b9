//! Scores the readings of one line.

use super::candidates::{Candidate, Region};
use super::evidence::Evidence;
use super::feature::{Feature, Features};
use super::grams::Symbols;
use super::own_text::OwnText;
use super::shape::{self, Shape};
use super::words;

/// What is worth keeping about one word of the region while all readings are scored.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    /// How well the words before this one read as a title.
    pub(super) title_before: f32,
    /// The last piece of the word, as a hash.
    pub(super) last_piece: u64,
    /// How well the word reads inside a name and at its end; `NAN` until asked for.
    pub(super) in_name: [f32; 2],
    pub(super) shape: Shape,
    pub(super) is_particle: bool,
    /// How many brackets are open before the word.
    pub(super) open_before: i32,
    /// The byte up to which the word, cut somewhere, ends in a known word.
    known_until: usize,
}

/// What is known of the last piece of the title by one reading.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) key: u64,
    pub(super) in_text: bool,
    pub(super) is_known: bool,
}

/// What all readings of one line share.
pub(super) struct Scorer<'a> {
    pub(super) core: &'a str,
    pub(super) parts: &'a [(usize, usize)],
    pub(super) region: &'a Region,
    pub(super) evidence: &'a Evidence,
    pub(super) own: &'a OwnText,
    pub(super) symbols: Symbols,
    pub(super) facts: Vec<Facts>,
    pub(super) ends: Vec<End>,
    /// For each comma part, how well it reads as a name and what in it names do not have.
    pub(super) part_names: Vec<(f32, f32)>,
}

impl<'a> Scorer<'a> {
    /// Prepares what all readings share.
    pub(super) fn new(
        core: &'a str,
        parts: &'a [(usize, usize)],
        region: &'a Region,
        evidence: &'a Evidence,
        own: &'a OwnText,
    ) -> Self {
        let mut scorer = Self {
            core,
            parts,
            region,
            evidence,
            own,
            symbols: Symbols::default(),
            facts: Vec::with_capacity(region.words.len()),
            ends: Vec::with_capacity(region.candidates.len()),
            part_names: vec![(0.0, 0.0); parts.len()],
        };
        scorer.gather_facts();
        scorer.gather_ends();
        scorer.score_other_names();
        scorer
    }

    fn gather_facts(&mut self) {
        let mut title_before = 0.0;
        let mut open_before = self.region.words.first().map_or(0, |word| brackets(&self.core[..word.start]));
        for word in &self.region.words {
            let token = &self.core[word.start..word.end];
            let shape = shape::shape(token);
            self.facts.push(Facts {
                title_before,
                last_piece: words::hash_word(words::last_piece(token)),
                in_name: [f32::NAN; 2],
                shape,
                is_particle: shape.lower && self.evidence.is_particle(token),
                open_before,
                known_until: 0,
            });
            title_before += self.title_word(token, false);
            open_before += brackets(token);
        }
    }

    fn gather_ends(&mut self) {
        for candidate in &self.region.candidates {
            let word = self.region.words.get(candidate.word).or(self.region.words.last());
            let start = word.map_or(0, |word| word.start);
            let key = words::hash_word(words::last_piece(&self.core[start..candidate.cut]));
            let end = End { key, in_text: self.own.has(key), is_known: self.evidence.is_title_word(key) };
            self.ends.push(end);
            if let Some(facts) = self.facts.get_mut(candidate.word)
                && (end.in_text || end.is_known)
            {
                facts.known_until = candidate.cut;
            }
        }
    }

    /// The features of the reading at this index of the region's candidates.
    pub(super) fn features(&mut self, index: usize) -> Features {
        let mut found = Features::new();
        let candidate = self.region.candidates[index];
        if candidate.is_without_author(self.region) {
            self.no_author(index, &mut found);
            return found;
        }
        self.title_side(candidate.word, index, &mut found);
        found.set(Feature::LongerEndKnown, self.facts[candidate.word].known_until > candidate.cut);
        self.name_side(&candidate, &mut found);
        self.border(&candidate, &mut found);
        self.other_names(&candidate, &mut found);
        found
    }

    fn other_names(&self, candidate: &Candidate, found: &mut Features) {
        for (chance, odd) in self.part_names.iter().skip(candidate.part + 1) {
            found.add(Feature::OtherNames, *chance);
            found.add(Feature::OtherNamesOdd, *odd);
        }
        let authors = self.parts.len() - candidate.part;
        found.set(Feature::OneAuthor, authors == 1);
        found.set(Feature::TwoAuthors, authors == 2);
    }
}

/// Opening brackets less closing ones.
pub(super) fn brackets(text: &str) -> i32 {
    let side = |byte: u8| i32::from(byte == b'(') - i32::from(byte == b')');
    text.bytes().map(side).sum()
}
