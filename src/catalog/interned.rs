//! The rows that papers share, known by hashes in memory while a new catalog is filled: who asks for an author or a venue by
//! name then needs no index in the file.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_128_with_seed;

/// By what a row is known. The numbers are part of the hash, so that a venue is never taken for an author.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// The key of an author's name.
    Author = 1,
    /// An author's id with a form of the name.
    AuthorForm,
    /// Scheme and value of what a registry calls a person.
    PersonIdentifier,
    /// An author's id with a scheme of which a value is known.
    PersonScheme,
    Affiliation,
    AffiliationName,
    AffiliationForm,
    Ror,
    Venue,
    VenueForm,
    Category,
}

/// 96 bits of a hash: among ten million rows, two of one hash are there once in a million billion catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key([u32; 3]);

impl std::hash::Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.0[0]) << 32 | u64::from(self.0[1]));
    }
}

/// What is hashed already is not hashed again.
#[derive(Debug, Default)]
struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are written as one number");
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The ids of rows by what they are known by. About 17 bytes a key.
#[derive(Debug, Default)]
pub(super) struct Interned {
    ids: HashMap<Key, u32, BuildHasherDefault<Unhashed>>,
}

impl Interned {
    pub(super) fn get(&self, kind: Kind, parts: &[&[u8]]) -> Option<i64> {
        self.ids.get(&key(kind, parts)).copied().map(i64::from)
    }

    /// Notes a row; false where there is one already, which stays.
    ///
    /// # Panics
    /// With more than 2^32 rows of one kind, which no memory holds.
    pub(super) fn add(&mut self, kind: Kind, parts: &[&[u8]], id: i64) -> bool {
        let id = u32::try_from(id).expect("rows are counted from 1 while a new catalog is filled");
        let entry = self.ids.entry(key(kind, parts));
        let is_new = matches!(entry, std::collections::hash_map::Entry::Vacant(_));
        entry.or_insert(id);
        is_new
    }

    /// The ids of all rows that share what they are known by, in ascending order.
    pub(super) fn all(&self, kind: Kind, part: &[u8]) -> Vec<i64> {
        let mut ids = Vec::new();
        while let Some(&known) = self.ids.get(&nth_key(kind, part, ids.len())) {
            ids.push(i64::from(known & !HAS_NEXT));
            if known & HAS_NEXT == 0 {
                break;
            }
        }
        ids.sort_unstable();
        ids
    }

    /// Notes one of the rows that share what they are known by.
    ///
    /// # Panics
    /// With more than 2^31 rows of one kind, which no memory holds.
    pub(super) fn add_one_of(&mut self, kind: Kind, part: &[u8], id: i64) {
        let id = u32::try_from(id).ok().filter(|id| id & HAS_NEXT == 0).expect("rows are counted from 1");
        let mut nth = 0;
        while let Some(known) = self.ids.get_mut(&nth_key(kind, part, nth)) {
            if *known & !HAS_NEXT == id {
                return;
            }
            *known |= HAS_NEXT;
            nth += 1;
        }
        self.ids.insert(nth_key(kind, part, nth), id);
    }
}

/// Marks one of several rows that is not the last of them.
const HAS_NEXT: u32 = 1 << 31;

/// The key of one of several rows that share what they are known by.
fn nth_key(kind: Kind, part: &[u8], nth: usize) -> Key {
    key(kind, &[part, &nth.to_le_bytes()])
}

fn key(kind: Kind, parts: &[&[u8]]) -> Key {
    // Hashed at once, which takes a fraction of the time that it takes piece by piece.
    let mut together = Vec::with_capacity(128);
    for part in parts {
        together.extend_from_slice(part);
        together.extend_from_slice(&part.len().to_le_bytes());
    }
    let hash = xxh3_128_with_seed(&together, kind as u64);
    #[expect(clippy::cast_possible_truncation, reason = "the parts of a number")]
    Key([hash as u32, (hash >> 32) as u32, (hash >> 64) as u32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_known_under_its_kind_alone() {
        let mut interned = Interned::default();
        assert!(interned.add(Kind::Venue, &[b"iclr"], 7));
        assert!(!interned.add(Kind::Venue, &[b"iclr"], 8));
        assert_eq!(interned.get(Kind::Venue, &[b"iclr"]), Some(7));
        assert_eq!(interned.get(Kind::Category, &[b"iclr"]), None);
        assert_eq!(interned.get(Kind::Venue, &[b"icl", b"r"]), None);
    }

    #[test]
    fn what_a_row_is_known_by_may_be_of_any_length() {
        let mut interned = Interned::default();
        for (id, length) in (1..).zip(220..260) {
            let name = vec![b'a'; length];
            assert!(interned.add(Kind::Venue, &[&name], id), "{length}");
            assert_eq!(interned.get(Kind::Venue, &[&name]), Some(id), "{length}");
        }
    }

    #[test]
    fn namesakes_are_all_known() {
        let mut interned = Interned::default();
        for id in [9, 4, 9] {
            interned.add_one_of(Kind::Author, b"ann lee", id);
        }
        assert_eq!(interned.all(Kind::Author, b"ann lee"), [4, 9]);
        assert_eq!(interned.all(Kind::Author, b"bo ek"), [] as [i64; 0]);
    }
}
