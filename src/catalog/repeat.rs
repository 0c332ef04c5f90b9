//! Input files that were read before, byte for byte and in the same way: they are not read again, and the entries of the first
//! stand for theirs. Where the first is taken back and the other is not, the entries go over to the other.

use std::collections::BTreeSet;

use rusqlite::params;

use super::outcome::Counts;
use super::write::{Listing, ListingFacts, Writer};

/// An input file in force whose entries can stand for those of one with the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBefore {
    listing_id: i64,
    /// XXH3, 128 bits, of its bytes, in hexadecimal.
    pub hash: String,
    entry_count: u64,
}

impl Writer<'_> {
    /// The input files in force of as many bytes that this version read in the same way, with nothing in them that would be
    /// told again: entries that were rejected, skipped or doubted, lines outside entries. `depends_on_day`: whether the
    /// reading depends on the day, and on rulings.
    pub fn read_before(
        &self,
        facts: &ListingFacts,
        byte_count: u64,
        program_version: &str,
        depends_on_day: bool,
    ) -> anyhow::Result<Vec<ReadBefore>> {
        if self.bulk.borrow().is_some() {
            // What became of its files is known in the end.
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(include_str!("sql/read_before.sql"))?;
        let day = depends_on_day.then_some(&facts.as_of);
        let same =
            params![byte_count.cast_signed(), facts.format, facts.listed_under, facts.columns, day, program_version];
        let before = statement.query_map(same, |row| {
            let entry_count: i64 = row.get("entry_count")?;
            let entry_count = entry_count.cast_unsigned();
            Ok(ReadBefore { listing_id: row.get("listing_id")?, hash: row.get("hash")?, entry_count })
        })?;
        Ok(before.collect::<Result<_, _>>()?)
    }

    /// Notes an input file that repeats one that was read before.
    pub fn repeat_listing(
        &self,
        import_id: i64,
        facts: &ListingFacts,
        byte_count: u64,
        before: &ReadBefore,
    ) -> anyhow::Result<Listing> {
        let mut listing = self.begin_listing(import_id, facts)?;
        listing.position = before.entry_count;
        listing.counts = Counts { unchanged: before.entry_count, ..Counts::default() };
        let repeat = "UPDATE listing SET repeats_id = ?2 WHERE id = ?1";
        self.connection.execute(repeat, [listing.id, before.listing_id])?;
        self.finish_listing(&listing, byte_count, &before.hash)?;
        Ok(listing)
    }

    /// Before an import is taken back: its entries that stand for those of input files that stay go over to these. Returns
    /// the files that got them.
    pub(super) fn leave_to_repeats(&self, import_id: i64) -> anyhow::Result<BTreeSet<i64>> {
        self.hand_over_rows(include_str!("sql/repeats_that_stay.sql"), import_id)
    }

    /// Before an import is brought back: entries that were taken back with the files that its own repeat are its own.
    pub(super) fn take_from_repeated(&self, import_id: i64) -> anyhow::Result<BTreeSet<i64>> {
        self.hand_over_rows(include_str!("sql/repeated_that_left.sql"), import_id)
    }

    /// Gives the entries of input files to files that repeat them, in pairs as a statement finds them.
    fn hand_over_rows(&self, pairs: &str, import_id: i64) -> anyhow::Result<BTreeSet<i64>> {
        let mut statement = self.connection.prepare(pairs)?;
        let pairs = statement.query_map([import_id], |row| Ok((row.get("from_id")?, row.get("to_id")?)))?;
        let pairs = pairs.collect::<Result<Vec<(i64, i64)>, _>>()?;
        for (from, to) in &pairs {
            let move_entries = "UPDATE record SET listing_id = ?2 WHERE listing_id = ?1";
            self.connection.execute(move_entries, [from, to])?;
            for step in [
                "UPDATE entry_hash SET listing_id = ?2 WHERE listing_id = ?1",
                "UPDATE listing SET repeats_id = ?2 WHERE repeats_id = ?1 AND id <> ?2",
                include_str!("sql/take_counts_over.sql"),
                include_str!("sql/repeat_counts.sql"),
            ] {
                self.connection.execute(step, [from, to])?;
            }
        }
        Ok(pairs.into_iter().map(|(_, to)| to).collect())
    }
}
