//! By what papers could be found so far, in memory, while a new catalog is filled: most entries are of papers that are not
//! there, and need not be looked for in the file.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::identifier::Identifier;
use crate::identity::likeness::{MAX_SKETCH_DISTANCE, sketch_distance};
use crate::identity::matching::{Profile, is_generic};
use crate::record::PartialDate;

/// 16 MiB of bits, enough for ten million keys; with more, ever more are looked for in vain.
const WORDS: usize = 1 << 21;
/// The bits of a key stand together in so many words, a line of the processor's cache: memory is waited for once.
const WORDS_OF_LINE: usize = 8;
/// How many bits stand for a key.
const BITS_OF_KEY: u32 = 4;
/// How many chains of papers there are: 16 MiB; with more papers the chains grow.
const CHAINS: usize = 1 << 22;

/// How far chains are followed, and how many papers that look nearly the same are told.
const MAX_PASSED: usize = 1_000;
const MAX_NEAR: usize = 64;

/// What an entry may have been seen as.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing like it has been seen.
    No,
    /// It may have been.
    Maybe,
    /// It may be one of these papers, whose titles look nearly the same.
    Near(Vec<u32>),
}

/// A set that never denies an entry it was given, and seldom one that it was not.
pub(super) struct Seen {
    /// Identifiers, titles and first authors (a Bloom filter).
    bits: Vec<u64>,
    /// The newest paper of each chain, counted from 1.
    chains: Vec<u32>,
    papers: Vec<Paper>,
    /// Whether any paper is without a year.
    has_yearless: bool,
}

/// A paper in the chain of its first author and year.
struct Paper {
    title_sketch: i64,
    /// Its id; 0 where it has none yet.
    id: u32,
    /// The paper before it in the chain, counted from 1; 0: none.
    before: u32,
}

impl Seen {
    pub(super) fn new() -> Self {
        Self { bits: vec![0; WORDS], chains: vec![0; CHAINS], papers: Vec::new(), has_yearless: false }
    }

    /// Notes an entry, under the paper it became if it is one already.
    pub(super) fn add(&mut self, entry: &Profile, id: Option<i64>) {
        for identifier in &entry.record.identifiers {
            self.add_key(of_identifier(identifier));
        }
        self.add_key(of_title(entry));
        let Some(author) = entry.first_author.filter(|_| !is_generic(&entry.title_key)) else {
            return;
        };
        self.add_key(of_author(author));
        self.has_yearless |= year(entry).is_none();
        let chain = chain(author, year(entry));
        let id = id.and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
        self.papers.push(Paper { title_sketch: entry.title_sketch, id, before: self.chains[chain] });
        self.chains[chain] = u32::try_from(self.papers.len()).expect("fewer than 2^32 papers fit into memory");
    }

    /// Whether an entry may be of a paper that was seen: by an identifier, the title, or the first author with a year
    /// at most one apart and a title that looks nearly the same.
    pub(super) fn knows(&self, entry: &Profile) -> Known {
        let mut keys = entry.record.identifiers.iter().map(of_identifier).chain([of_title(entry)]);
        if keys.any(|key| self.may_hold(key)) {
            return Known::Maybe;
        }
        let Some(author) = entry.first_author.filter(|_| !is_generic(&entry.title_key)) else {
            return Known::No;
        };
        let Some(year) = year(entry) else {
            // It may be of any year.
            return if self.may_hold(of_author(author)) { Known::Maybe } else { Known::No };
        };
        let (mut near, mut passed) = (Vec::new(), 0);
        let years = [Some(year - 1), Some(year), Some(year + 1), None];
        let mut chains = years.map(|year| self.chains[chain(author, year)]);
        if !self.has_yearless {
            chains[3] = 0;
        }
        // Side by side, so that memory is waited for once for all of them.
        while chains != [0; 4] {
            passed += 1;
            if passed > MAX_PASSED || near.len() > MAX_NEAR {
                // The indexes tell it faster.
                return Known::Maybe;
            }
            for next in &mut chains {
                let Some(paper) = next.checked_sub(1).map(|at| &self.papers[at as usize]) else { continue };
                if sketch_distance(entry.title_sketch, paper.title_sketch) <= MAX_SKETCH_DISTANCE {
                    if paper.id == 0 {
                        return Known::Maybe;
                    }
                    near.push(paper.id);
                }
                *next = paper.before;
            }
        }
        if near.is_empty() { Known::No } else { Known::Near(near) }
    }

    fn add_key(&mut self, key: u64) {
        for (word, bit) in places(key) {
            self.bits[word] |= bit;
        }
    }

    fn may_hold(&self, key: u64) -> bool {
        places(key).all(|(word, bit)| self.bits[word] & bit != 0)
    }
}

fn year(entry: &Profile) -> Option<i16> {
    entry.record.published_on.map(PartialDate::year)
}

/// The chains of an author's years stand side by side, because they are looked at together.
#[expect(clippy::cast_possible_truncation, reason = "it is below the number of chains")]
fn chain(author: i64, year: Option<i16>) -> usize {
    let year = year.map_or(u64::MAX / 2, |year| u64::from(year.unsigned_abs()));
    (author.cast_unsigned().wrapping_add(year) % CHAINS as u64) as usize
}

fn of_identifier(identifier: &Identifier) -> u64 {
    xxh3_64_with_seed(identifier.value.as_bytes(), 2 + identifier.scheme as u64)
}

fn of_title(entry: &Profile) -> u64 {
    xxh3_64_with_seed(entry.title_key.as_bytes(), 1)
}

fn of_author(author: i64) -> u64 {
    xxh3_64_with_seed(&author.to_le_bytes(), 0)
}

/// The words of a key's bits, with the bit in each.
#[expect(clippy::cast_possible_truncation, reason = "parts of the hash that are below the bounds")]
fn places(key: u64) -> impl Iterator<Item = (usize, u64)> {
    let line = (key >> 40) as usize % (WORDS / WORDS_OF_LINE) * WORDS_OF_LINE;
    (0..BITS_OF_KEY).map(move |turn| {
        let part = key >> (9 * turn);
        (line + part as usize % WORDS_OF_LINE, 1 << (part >> 3 & 63))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{AuthorMention, PaperRecord};

    fn entry(title: &str, author: &str, date: &str) -> Profile {
        Profile::of(PaperRecord {
            title: title.into(),
            authors: vec![AuthorMention::printed(author)],
            published_on: PartialDate::parse(date),
            ..PaperRecord::default()
        })
    }

    #[test]
    fn an_entry_is_known_again_by_its_title_or_by_author_year_and_likeness() {
        let mut seen = Seen::new();
        let title = "Sign and Basis Invariant Networks for Spectral Graph Representation Learning";
        let typed = "Sign and Basis Invariant Netwroks for Spectral Grph Representation Learning";
        seen.add(&entry(title, "Derek Lim", "2022"), Some(7));
        assert_eq!(seen.knows(&entry(title, "Bo Ek", "2001")), Known::Maybe);
        assert_eq!(seen.knows(&entry(typed, "D. Lim", "2023")), Known::Near(vec![7]));
        assert_eq!(seen.knows(&entry(typed, "D. Lim", "")), Known::Maybe);
        assert_eq!(seen.knows(&entry(typed, "D. Lim", "2025")), Known::No);
        assert_eq!(seen.knows(&entry(typed, "Bo Ek", "2022")), Known::No);
        seen.add(&entry(typed, "D. Lim", "2024"), None);
        assert_eq!(seen.knows(&entry(&format!("{title} Again"), "D. Lim", "2025")), Known::Maybe);
    }
}
