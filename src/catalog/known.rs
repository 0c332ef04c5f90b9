//! Entries that came in before, byte for byte and read in the same way: they are known by the hashes of their bytes before they
//! are read, and end as `unchanged` beside the paper that the first is of.
//!
//! Nothing else could become of them. What an entry says is equal to what the first says, so that the two are of one paper
//! whatever else is known (`relation`), and the paper is found by an identifier of the entry, under which every paper stands
//! that has an entry with it. So only entries with identifiers have hashes here; those that were doubted, mended or told of
//! have none, and those whose first is of no paper any more are read again.

use std::hash::{BuildHasher, RandomState};

use rusqlite::{Connection, OptionalExtension, params};

use super::entries::{Kept, Prepared};
use super::often::Often;
use super::outcome::{Outcome, Written};
use super::write::{Listing, ListingFacts, Writer};
use crate::record::Reading;

/// How many entries share a row of `entry_hash`.
const CHUNK: usize = 1024;

/// The bytes of one hash.
const HASH_BYTES: usize = 16;

/// What stands in the place of an entry that has no hash.
const NO_HASH: u128 = 0;

/// An input of fewer bytes is read at once: some hundred entries, which takes no longer than to look what is known.
const LEAST_BYTES: u64 = 256 * 1024;

/// What is known is loaded of input files of so many times the bytes at most. To load a hash takes less than a two-hundredth
/// of the time that it takes to read an entry and find its paper: so it never costs a quarter more than it could save, and a
/// few entries that go into a large catalog do not pay for what is in it.
const MOST_TIMES_THE_BYTES: u64 = 50;

/// The memory that a hash takes while it is looked for: itself, and up to three places of the table.
const BYTES_OF_HASH: u64 = 32;

/// Where an entry is that came in before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    listing_id: i64,
    position: i64,
}

/// The hashes of entries that came in before: a table with open addressing, half of what the standard library's takes.
pub struct KnownEntries {
    /// How many there may be.
    most: usize,
    /// As they were loaded, chunk by chunk.
    hashes: Vec<u128>,
    /// Places in `hashes`, counted from 1, each where its hash points to or after it; 0: none. Their number is a power of two.
    slots: Vec<u32>,
    /// So that nobody can write entries that all look for one place.
    secret: u64,
    /// Where in `hashes` each chunk begins, and the entry that is its first.
    chunks: Vec<(usize, Known)>,
}

impl KnownEntries {
    /// Room for so many.
    fn with_capacity(count: usize) -> Self {
        let slots = vec![0; (count + count / 3 + 1).next_power_of_two()];
        let secret = RandomState::new().hash_one(count);
        Self { most: count, hashes: Vec::with_capacity(count), slots, secret, chunks: Vec::new() }
    }

    /// Takes the hashes of the entries that follow one, as far as there is room.
    fn add(&mut self, first: Known, hashes: &[u8]) {
        self.chunks.push((self.hashes.len(), first));
        let room = self.most - self.hashes.len();
        for bytes in hashes.chunks_exact(HASH_BYTES).take(room) {
            let hash = u128::from_le_bytes(bytes.try_into().expect("the chunks have this length"));
            self.hashes.push(hash);
            if hash != NO_HASH {
                let slot = self.slot(hash);
                // The first is as good as any that follow.
                if self.slots[slot] == 0 {
                    self.slots[slot] = u32::try_from(self.hashes.len()).expect("memory holds fewer than 2^32 hashes");
                }
            }
        }
    }

    /// Where a hash is, or would be.
    fn slot(&self, hash: u128) -> usize {
        let mask = self.slots.len() - 1;
        // The upper bits of a product with the golden ratio depend on all bits below them (Knuth, volume 3, section 6.4).
        let mixed = ((hash ^ hash >> 64) as u64 ^ self.secret).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut slot = (mixed >> 32) as usize & mask;
        while self.slots[slot] != 0 && self.hashes[self.slots[slot] as usize - 1] != hash {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The entry with a hash.
    pub fn find(&self, hash: u128) -> Option<Known> {
        if hash == NO_HASH {
            return None;
        }
        let place = (self.slots[self.slot(hash)] as usize).checked_sub(1)?;
        let chunk = self.chunks.partition_point(|(begin, _)| *begin <= place) - 1;
        let (begin, Known { listing_id, position }) = self.chunks[chunk];
        let position = position.checked_add(i64::try_from(place - begin).ok()?)?;
        Some(Known { listing_id, position })
    }
}

impl Prepared {
    /// The hash by which the entry may be known when it comes in again; `None` where it must be read again: what is told of it
    /// would not be told, or nothing shows that its paper would be found again.
    fn lasting_hash(&self, written: &Written) -> Option<u128> {
        let entry = self.entry();
        let is_paper = matches!(entry.reading, Reading::Paper { doubt: None, .. }) && entry.notes.is_empty();
        let is_kept = matches!(written, Written::Imported(_) | Written::PutOff);
        self.hash.filter(|_| is_paper && is_kept && self.has_identifiers())
    }
}

impl Writer<'_> {
    /// The entries in force that are known by their hashes, for an input of some bytes that is read now; `memory`: how much an
    /// import may take. `None` where to look for them would take longer than to read what there is.
    pub fn known_entries(
        &self,
        facts: &ListingFacts,
        byte_count: u64,
        program_version: &str,
        memory: u64,
    ) -> anyhow::Result<Option<KnownEntries>> {
        // While an empty catalog is filled, it is not yet known what becomes of its entries.
        if byte_count < LEAST_BYTES || self.bulk.borrow().is_some() {
            return Ok(None);
        }
        let mut room = usize::try_from(memory / 3 / BYTES_OF_HASH).unwrap_or(usize::MAX);
        let mut bytes_left = byte_count.saturating_mul(MOST_TIMES_THE_BYTES);
        let mut statement = self.connection.prepare_cached(include_str!("sql/known_listings.sql"))?;
        let same = params![facts.format, facts.listed_under, facts.columns, program_version];
        let mut rows = statement.query(same)?;
        let (mut listings, mut count) = (Vec::new(), 0);
        // The newest are the likeliest to be like the one that comes in.
        while let Some(row) = rows.next()?.filter(|_| room > 0) {
            let (bytes, entries): (i64, i64) = (row.get("byte_count")?, row.get("entry_count")?);
            let Some(left) = bytes_left.checked_sub(bytes.cast_unsigned()) else { break };
            let entries = usize::try_from(entries).unwrap_or(0).min(room);
            (bytes_left, room, count) = (left, room - entries, count + entries);
            listings.push(row.get::<_, i64>("listing_id")?);
        }
        if count == 0 {
            return Ok(None);
        }
        let mut known = KnownEntries::with_capacity(count);
        for listing_id in listings {
            load(self.connection, listing_id, &mut known)?;
        }
        Ok(Some(known))
    }

    /// Writes an entry that is known by its hash. False, and nothing is written, where it is to be read all the same.
    pub fn write_known(&self, listing: &mut Listing, line: u64, hash: u128, known: Known) -> anyhow::Result<bool> {
        // The two are not one statement: SQLite would put the row aside in between, in a table made for it.
        let first = self.terms.find_row(Often::KnownRecord, [known.listing_id, known.position], |row| {
            Ok((row.get("paper_id")?, row.get::<_, Option<String>>("note")?, row.get("said")?))
        })?;
        let Some((paper_id, note, said)) = first else { return Ok(false) };
        let outcome = Outcome::Unchanged;
        let kept = Kept::Paper { paper_id, doubt: None, said, is_addition: false, outcome };
        self.add_record(listing.next_place(line), note.as_deref(), kept)?;
        listing.counts.count(outcome);
        self.note_hash(listing, hash)?;
        Ok(true)
    }

    /// Notes the hash of an entry that was just written, where it is one by which the entry may be known.
    pub(super) fn note_hash_of(
        &self,
        listing: &mut Listing,
        prepared: &Prepared,
        written: &Written,
    ) -> anyhow::Result<()> {
        self.note_hash(listing, prepared.lasting_hash(written).unwrap_or(NO_HASH))
    }

    fn note_hash(&self, listing: &mut Listing, hash: u128) -> anyhow::Result<()> {
        listing.hashes.push(hash);
        if listing.hashes.len() == CHUNK {
            self.save_hashes(listing)?;
            listing.hashes.clear();
        }
        Ok(())
    }

    /// Saves the hashes that are noted and not saved yet, if there are any.
    pub(super) fn save_hashes(&self, listing: &Listing) -> anyhow::Result<()> {
        let hashes = &listing.hashes;
        if hashes.iter().all(|hash| *hash == NO_HASH) {
            return Ok(());
        }
        let first = listing.position + 1 - hashes.len() as u64;
        let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        let add = "INSERT INTO entry_hash (listing_id, first_position, hashes) VALUES (?1, ?2, ?3)";
        self.connection.prepare_cached(add)?.execute(params![listing.id, first.cast_signed(), bytes])?;
        Ok(())
    }

    /// Forgets the hashes of entries, given with listing and position, that say no more what was read of them.
    pub(super) fn forget_hashes(&self, places: &[(i64, i64)]) -> anyhow::Result<()> {
        for (listing_id, position) in places {
            let at = usize::try_from(position - 1)? % CHUNK;
            let first = position - i64::try_from(at)?;
            let chunk = "SELECT hashes FROM entry_hash WHERE listing_id = ?1 AND first_position = ?2";
            let mut chunk = self.connection.prepare_cached(chunk)?;
            let hashes = chunk.query_row([*listing_id, first], |row| row.get::<_, Vec<u8>>(0)).optional()?;
            let Some(mut hashes) = hashes else { continue };
            if let Some(hash) = hashes.chunks_exact_mut(HASH_BYTES).nth(at) {
                hash.copy_from_slice(&NO_HASH.to_le_bytes());
            }
            let put = "UPDATE entry_hash SET hashes = ?3 WHERE listing_id = ?1 AND first_position = ?2";
            self.connection.prepare_cached(put)?.execute(params![listing_id, first, hashes])?;
        }
        Ok(())
    }
}

fn load(connection: &Connection, listing_id: i64, known: &mut KnownEntries) -> anyhow::Result<()> {
    let chunks = "SELECT first_position, hashes FROM entry_hash WHERE listing_id = ?1 ORDER BY first_position";
    let mut statement = connection.prepare_cached(chunks)?;
    let mut rows = statement.query([listing_id])?;
    while let Some(row) = rows.next()? {
        known.add(Known { listing_id, position: row.get(0)? }, row.get_ref(1)?.as_blob()?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_hash_and_none_by_another() {
        let mut known = KnownEntries::with_capacity(7);
        let bytes = |hashes: &[u128]| hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect::<Vec<_>>();
        let far = 1 << 64;
        known.add(Known { listing_id: 1, position: 1025 }, &bytes(&[5, NO_HASH, far + 5]));
        known.add(Known { listing_id: 2, position: 1 }, &bytes(&[far + 5, 2 * far + 5, 6, 7, 8]));
        let found = |hash| known.find(hash).map(|Known { listing_id, position }| (listing_id, position));
        assert_eq!(found(5), Some((1, 1025)));
        assert_eq!(found(far + 5), Some((1, 1027)), "the first of two");
        assert_eq!(found(2 * far + 5), Some((2, 2)));
        assert_eq!(found(7), Some((2, 4)));
        assert_eq!(found(8), None, "there was no room for it");
        for hash in [NO_HASH, 9, 3 * far + 5] {
            assert_eq!(found(hash), None);
        }
    }
}
