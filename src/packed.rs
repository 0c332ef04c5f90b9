//! What counting needs to know of papers, packed by blocks of 1,024: the one shape between the catalog, which keeps it in the
//! table `paper_block`, and the reports, which read a million papers of it at once.
//!
//! A block is four pieces of bytes, all numbers little-endian. The facts are 9 bytes a paper, in the order of the keys: date,
//! venue and flags. Each of the three lists is, for every paper, where its part ends, counted in members (4 bytes), and then
//! all members (4 bytes each), those of a paper ascending and each once. A key of which there is no paper that counts has
//! facts of zeros and empty lists; keys after the block's last paper are left out.

use std::ops::Range;

/// Papers a block, at most.
pub const BLOCK_LENGTH: usize = 1 << BLOCK_BITS;
const BLOCK_BITS: u32 = 10;

const FACTS_LENGTH: usize = 9;
const NUMBER_LENGTH: usize = 4;

/// The block in which a paper is.
pub fn block_of(paper_id: i64) -> i64 {
    paper_id >> BLOCK_BITS
}

/// The place of a paper in its block.
pub fn slot_of(paper_id: i64) -> usize {
    usize::try_from(paper_id & (BLOCK_LENGTH as i64 - 1)).expect("the remainder of a division is small")
}

/// The paper at a place of a block.
pub fn paper_at(block: i64, slot: usize) -> i64 {
    (block << BLOCK_BITS) + slot as i64
}

/// What is told where something else stands in place of a block.
pub fn damaged(block: i64) -> String {
    let first = paper_at(block, 0);
    format!("what is kept of the papers from {first} on is damaged: `paperdex check` says more")
}

/// When a paper came out, as far as stated, as one number: earlier dates have smaller ones, a year comes before its months and
/// a month before its days, and 0 is not stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateKey(u32);

impl DateKey {
    const MONTH_BITS: u32 = 5;
    const DAY_BITS: u32 = 6;
    const YEAR_AT: u32 = Self::MONTH_BITS + Self::DAY_BITS;

    /// Of a date as the catalog writes it (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`); not stated where it is none.
    pub fn of(date: &str) -> Self {
        Self::read(date, 0, 0).unwrap_or_default()
    }

    /// The last one of a time: of a year, or of a month, the last day that could be in it.
    pub fn last_of(date: &str) -> Self {
        Self::read(date, (1 << Self::MONTH_BITS) - 1, (1 << Self::DAY_BITS) - 1).unwrap_or_default()
    }

    fn read(date: &str, month: u32, day: u32) -> Option<Self> {
        let mut parts = date.split('-');
        let year: u32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let mut next = |otherwise| parts.next().map_or(Some(otherwise), |part| part.parse().ok());
        let (month, day) = (next(month)?, next(day)?);
        let fits = month < 1 << Self::MONTH_BITS && day < 1 << Self::DAY_BITS && parts.next().is_none();
        fits.then_some(Self(1 + (year << Self::YEAR_AT | month << Self::DAY_BITS | day)))
    }

    /// A Gregorian year alone; not stated before the year 0.
    pub fn of_year(year: i16) -> Self {
        u32::try_from(year).map_or(Self(0), |year| Self(1 + (year << Self::YEAR_AT)))
    }

    /// The last day of a year that could be; not stated before the year 0.
    pub fn last_of_year(year: i16) -> Self {
        u32::try_from(year).map_or(Self(0), |year| Self((year + 1) << Self::YEAR_AT))
    }

    /// Whether a date is stated.
    pub fn is_stated(self) -> bool {
        self.0 > 0
    }

    /// The Gregorian year; `None`: not stated.
    pub fn year(self) -> Option<u16> {
        self.0.checked_sub(1).map(|date| (date >> Self::YEAR_AT) as u16)
    }
}

/// What is known of a paper in one number each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// When it came out.
    pub date: DateKey,
    /// Its venue; 0: none.
    pub venue_id: u32,
    flags: u8,
}

impl Facts {
    const COUNTS: u8 = 1;
    const AUTHORS_COMPLETE: u8 = 2;
    const WITH_CODE: u8 = 4;
    const WITH_CODE_URL: u8 = 8;

    /// Of a paper that counts. `code_stated`: a source states code; `with_code_url`: it gives the address.
    pub fn new(date: DateKey, venue_id: u32, authors_complete: bool, code_stated: bool, with_code_url: bool) -> Self {
        let flag = |is_set, flag| if is_set { flag } else { 0 };
        let flags = Self::COUNTS
            | flag(authors_complete, Self::AUTHORS_COMPLETE)
            | flag(code_stated || with_code_url, Self::WITH_CODE)
            | flag(with_code_url, Self::WITH_CODE_URL);
        Self { date, venue_id, flags }
    }

    /// Whether there is a paper that counts: one that went into another does not.
    pub fn counts(self) -> bool {
        self.flags & Self::COUNTS != 0
    }

    /// Whether the author list is whole.
    pub fn authors_complete(self) -> bool {
        self.flags & Self::AUTHORS_COMPLETE != 0
    }

    /// Whether a source states code or gives its address.
    pub fn with_code(self) -> bool {
        self.flags & Self::WITH_CODE != 0
    }

    /// Whether an address of code is among the links.
    pub fn with_code_url(self) -> bool {
        self.flags & Self::WITH_CODE_URL != 0
    }
}

/// To what papers belong, in several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Places named on the paper
    Affiliations,
    /// Subject classes
    Categories,
    /// People
    Authors,
}

impl List {
    /// All of them, in the order of the table's columns.
    pub const ALL: [Self; 3] = [Self::Affiliations, Self::Categories, Self::Authors];

    /// Its column in the table `paper_block`.
    pub fn column(self) -> &'static str {
        match self {
            Self::Affiliations => "affiliations",
            Self::Categories => "categories",
            Self::Authors => "authors",
        }
    }
}

/// A paper as a block has it. By default one that does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackedPaper {
    facts: Facts,
    /// Ascending, each once.
    lists: [Vec<u32>; 3],
}

impl PackedPaper {
    /// With the keys of its affiliations, categories and authors, in any order.
    pub fn new(facts: Facts, mut lists: [Vec<u32>; 3]) -> Self {
        for ids in &mut lists {
            ids.sort_unstable();
            ids.dedup();
        }
        Self { facts, lists }
    }
}

/// One list of all papers of a block.
#[derive(Debug, Default)]
struct Members {
    ends: Vec<u32>,
    ids: Vec<u32>,
}

impl Members {
    fn range(&self, slot: usize) -> Range<usize> {
        let end = |slot: usize| self.ends.get(slot).map_or(0, |end| *end as usize);
        let begin = slot.checked_sub(1).map_or(0, end);
        begin..end(slot).max(begin)
    }

    fn of(&self, slot: usize) -> &[u32] {
        &self.ids[self.range(slot)]
    }

    fn push(&mut self, ids: &[u32]) {
        self.ids.extend_from_slice(ids);
        self.ends.push(u32::try_from(self.ids.len()).expect("a block's members were counted in memory"));
    }

    /// Reads the list of `papers` papers; `false` where the bytes are not one.
    fn read(&mut self, bytes: &[u8], papers: usize) -> bool {
        let Some((ends, ids)) = bytes.split_at_checked(papers * NUMBER_LENGTH) else { return false };
        read_numbers(ends, &mut self.ends);
        read_numbers(ids, &mut self.ids);
        ids.len() % NUMBER_LENGTH == 0
            && self.ends.is_sorted()
            && self.ends.last().map_or(0, |end| *end as usize) == self.ids.len()
    }

    fn bytes(&self) -> Vec<u8> {
        self.ends.iter().chain(&self.ids).flat_map(|number| number.to_le_bytes()).collect()
    }
}

fn read_numbers(bytes: &[u8], numbers: &mut Vec<u32>) {
    numbers.clear();
    numbers.extend(bytes.as_chunks::<NUMBER_LENGTH>().0.iter().map(|number| u32::from_le_bytes(*number)));
}

/// Up to [`BLOCK_LENGTH`] papers with neighbouring keys.
#[derive(Debug, Default)]
pub struct Block {
    facts: Vec<Facts>,
    lists: [Members; 3],
}

impl Block {
    /// How many places it has, up to its last paper.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether it has no paper.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The facts of all places.
    pub fn facts(&self) -> &[Facts] {
        &self.facts
    }

    /// The members of a list of one paper; none where the list was not read.
    pub fn members(&self, list: List, slot: usize) -> &[u32] {
        self.lists[list as usize].of(slot)
    }

    /// Puts a paper at a place, which must be after all that are there.
    pub fn push(&mut self, slot: usize, paper: &PackedPaper) {
        if paper.facts.counts() {
            while self.len() <= slot {
                let last = if self.len() == slot { paper } else { &PackedPaper::default() };
                self.facts.push(last.facts);
                for (members, ids) in self.lists.iter_mut().zip(&last.lists) {
                    members.push(ids);
                }
            }
        }
    }

    /// The same block with other papers at some places, given in order.
    #[must_use]
    pub fn with(&self, papers: &[(usize, PackedPaper)]) -> Self {
        let mut changed = Self::default();
        let mut papers = papers.iter().peekable();
        for slot in 0..BLOCK_LENGTH {
            match papers.next_if(|(at, _)| *at == slot) {
                Some((_, paper)) => changed.push(slot, paper),
                None if slot < self.len() => changed.push(slot, &self.paper(slot)),
                None => {}
            }
        }
        changed
    }

    fn paper(&self, slot: usize) -> PackedPaper {
        PackedPaper { facts: self.facts[slot], lists: List::ALL.map(|list| self.members(list, slot).to_vec()) }
    }

    /// Reads the facts and some lists, given the bytes of each column; `false` where they are no block, of which nothing is kept.
    /// Fails where `bytes` does.
    pub fn read<'a, E>(&mut self, lists: &[List], bytes: impl Fn(&str) -> Result<&'a [u8], E>) -> Result<bool, E> {
        let mut is_read = self.read_facts(bytes("facts")?);
        for list in lists {
            is_read = is_read && self.read_list(*list, bytes(list.column())?);
        }
        if !is_read {
            *self = Self::default();
        }
        Ok(is_read)
    }

    /// Reads the facts, and with them how many papers there are. `false` where the bytes are no such facts.
    fn read_facts(&mut self, bytes: &[u8]) -> bool {
        self.facts.clear();
        for members in &mut self.lists {
            members.ends.clear();
            members.ids.clear();
        }
        let (facts, rest) = bytes.as_chunks::<FACTS_LENGTH>();
        if !rest.is_empty() || facts.len() > BLOCK_LENGTH {
            return false;
        }
        self.facts.extend(facts.iter().map(|[d0, d1, d2, d3, v0, v1, v2, v3, flags]| Facts {
            date: DateKey(u32::from_le_bytes([*d0, *d1, *d2, *d3])),
            venue_id: u32::from_le_bytes([*v0, *v1, *v2, *v3]),
            flags: *flags,
        }));
        true
    }

    /// Reads a list, after the facts. `false` where the bytes are not that list.
    fn read_list(&mut self, list: List, bytes: &[u8]) -> bool {
        let papers = self.len();
        self.lists[list as usize].read(bytes, papers)
    }

    /// The bytes of the facts.
    pub fn facts_bytes(&self) -> Vec<u8> {
        let bytes = |facts: &Facts| {
            facts.date.0.to_le_bytes().into_iter().chain(facts.venue_id.to_le_bytes()).chain([facts.flags])
        };
        self.facts.iter().flat_map(bytes).collect()
    }

    /// The bytes of a list.
    pub fn list_bytes(&self, list: List) -> Vec<u8> {
        self.lists[list as usize].bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(date: &str, authors: &[u32]) -> PackedPaper {
        let facts = Facts::new(DateKey::of(date), 7, true, true, false);
        PackedPaper::new(facts, [vec![], vec![3], authors.to_vec()])
    }

    fn read(block: &Block) -> Block {
        let mut read = Block::default();
        assert!(read.read_facts(&block.facts_bytes()));
        assert!(List::ALL.into_iter().all(|list| read.read_list(list, &block.list_bytes(list))));
        read
    }

    #[test]
    fn a_block_is_read_as_it_was_written_and_changed_paper_by_paper() {
        let mut block = Block::default();
        block.push(2, &paper("2020-05", &[1, 9]));
        block.push(5, &paper("2021", &[]));
        let block = read(&block);
        assert_eq!(block.len(), 6);
        assert_eq!(block.paper(2), paper("2020-05", &[1, 9]));
        assert_eq!(block.paper(3), PackedPaper::default());
        let changed = read(&block.with(&[(0, paper("1999-12-31", &[4])), (5, PackedPaper::default())]));
        assert_eq!(changed.len(), 3, "what follows the last paper is left out");
        assert_eq!(changed.paper(0), paper("1999-12-31", &[4]));
        assert_eq!(changed.paper(2), paper("2020-05", &[1, 9]));
    }

    #[test]
    fn dates_are_ordered_as_their_texts_are() {
        let dates = ["", "0000", "1999", "1999-12", "1999-12-31", "2020", "2020-01", "2020-01-01", "2020-02", "9999"];
        let keys: Vec<_> = dates.map(DateKey::of).into_iter().collect();
        assert!(keys.is_sorted_by(|one, next| one < next), "{keys:?}");
        assert_eq!(DateKey::of("2020-05").year(), Some(2020));
        assert_eq!(DateKey::of("20-05").year(), None);
        assert!(DateKey::of("2020-12-31") < DateKey::last_of("2020") && DateKey::last_of("2020") < DateKey::of("2021"));
        assert_eq!(DateKey::last_of("2020-05-03"), DateKey::of("2020-05-03"));
    }

    #[test]
    fn bytes_that_are_no_block_are_refused_and_not_trusted() {
        let mut block = Block::default();
        block.push(1, &paper("2020", &[1, 2]));
        let mut read = Block::default();
        assert!(!read.read_facts(&[1; 10]) && !read.read_facts(&[0; FACTS_LENGTH * (BLOCK_LENGTH + 1)]));
        assert!(read.read_facts(&block.facts_bytes()));
        let authors = block.list_bytes(List::Authors);
        for end in 0..authors.len() {
            assert!(!read.read_list(List::Authors, &authors[..end]));
        }
        let mut wild = authors.clone();
        wild[NUMBER_LENGTH] = 200;
        assert!(!read.read_list(List::Authors, &wild));
    }
}
