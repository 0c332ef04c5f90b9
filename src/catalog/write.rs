//! A transaction on the catalog, and the listings that it takes in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rusqlite::{Connection, params};

use super::blocks::Changes;
use super::bulk::Bulk;
use super::outcome::{Counts, Finished};
use super::paper;
use super::paper_rulings::Rulings;
use super::place::Repeats;
use super::stop::Stop;
use super::terms::Terms;
use super::text_index::Building;
use super::tidy::Touched;

/// What is noted of one run of the import command.
#[derive(Debug, Clone)]
pub struct ImportFacts {
    /// UTC, RFC 3339.
    pub started_at: String,
    /// The version of the program that ran.
    pub program_version: String,
}

/// What is noted of an input file before it is read.
#[derive(Debug, Clone)]
pub struct ListingFacts {
    /// As given; `-` for standard input.
    pub path: String,
    /// The name of its format.
    pub format: String,
    /// The day that dates without a year were read on, `YYYY-MM-DD`.
    pub as_of: String,
    /// The page's owner, if one was given.
    pub listed_under: Option<String>,
    /// Which columns of a table hold what, as the user named them; `None`: as the reader knows them.
    pub columns: Option<String>,
}

/// A listing that is being written.
#[derive(Debug)]
pub struct Listing {
    pub(super) id: i64,
    pub(super) position: u64,
    /// The hashes of its last entries, which are not saved yet.
    pub(super) hashes: Vec<u128>,
    /// What became of its entries so far, but for those that are put off.
    pub counts: Counts,
}

impl Listing {
    /// Its id in the catalog.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// How many entries of it were written or put off.
    pub fn entry_count(&self) -> u64 {
        self.position
    }
}

/// A transaction on the catalog. Dropped without [`Writer::commit`], it leaves the catalog as it was.
pub struct Writer<'catalog> {
    pub(super) connection: &'catalog Connection,
    /// Whether to stop, for what is done on other threads.
    pub(super) stop: &'catalog Stop,
    /// Finds and makes the rows that papers share.
    pub(super) terms: Terms<'catalog>,
    /// What papers named before they changed.
    pub(super) touched: RefCell<Touched>,
    /// While a new catalog is filled.
    pub(super) bulk: RefCell<Option<Bulk>>,
    /// What became of the entries that were put off.
    pub(super) finished: RefCell<Finished>,
    /// The id that is kept for the paper of the entry that is written now, if it makes one; else the next one is taken.
    pub(super) kept_id: Cell<Option<i64>>,
    /// The index of words, while an empty catalog is filled.
    pub(super) text: RefCell<Option<Building>>,
    /// Whether the index of words is to be built anew in the end.
    pub(super) builds_text: Cell<bool>,
    /// Whether that was done.
    pub(super) carried_text: Cell<bool>,
    /// What is to be packed again.
    pub(super) changes: RefCell<Changes>,
    /// Whether a listing can be given up without the others.
    keeps_listings_apart: bool,
    /// Where entries go that came again and again.
    pub(super) repeats: RefCell<Repeats>,
    /// The rulings on papers, once they are asked for.
    rulings: RefCell<Option<Rc<Rulings>>>,
    /// Whether every entry is taken for a paper that is not here yet.
    assumes_new: bool,
    /// Whether there are entries that are found otherwise than their papers, once it is asked for.
    other_keys: Cell<Option<bool>>,
}

impl<'catalog> Writer<'catalog> {
    pub(super) fn begin(connection: &'catalog Connection, stop: &'catalog Stop) -> rusqlite::Result<Self> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        connection.execute_batch(include_str!("sql/begin_changes.sql"))?;
        Ok(Self {
            connection,
            stop,
            terms: Terms::new(connection, false),
            touched: RefCell::default(),
            bulk: RefCell::default(),
            finished: RefCell::default(),
            kept_id: Cell::default(),
            repeats: RefCell::default(),
            text: RefCell::default(),
            builds_text: Cell::default(),
            carried_text: Cell::default(),
            changes: RefCell::default(),
            keeps_listings_apart: false,
            rulings: RefCell::default(),
            assumes_new: false,
            other_keys: Cell::default(),
        })
    }

    /// The same, for an import of any number of listings, each of which can be given up. An empty catalog is filled faster.
    pub(super) fn begin_import(connection: &'catalog Connection, stop: &'catalog Stop) -> anyhow::Result<Self> {
        connection.execute_batch(include_str!("sql/forget_schema.sql"))?;
        let mut writer = Self::begin(connection, stop)?;
        writer.keeps_listings_apart = true;
        if super::bulk::is_empty(connection)? {
            writer.terms = Terms::new(connection, true);
            writer.bulk = RefCell::new(Some(Bulk::begin(connection)?));
            writer.begin_blocks();
            writer.begin_text()?;
        }
        Ok(writer)
    }

    /// The same, taking every entry for a paper that is not here yet: what `benches/matching.rs` compares with. Never for
    /// listings that may have a paper twice.
    pub fn assuming_new(mut self) -> Self {
        self.assumes_new = true;
        self
    }

    /// Whether there may be entries that are found otherwise than their papers.
    pub(super) fn has_other_keys(&self) -> rusqlite::Result<bool> {
        if self.other_keys.get().is_none() {
            self.other_keys.set(Some(paper::has_other_keys(self.connection)?));
        }
        Ok(self.other_keys.get() == Some(true))
    }

    /// To be called when there are entries that are found otherwise than their papers.
    pub(super) fn note_other_keys(&self) {
        self.other_keys.set(Some(true));
    }

    /// Whether every entry is taken for a new paper.
    pub(super) fn assumes_new(&self) -> bool {
        self.assumes_new
    }

    /// What the user ruled on papers.
    pub(super) fn paper_rulings(&self) -> anyhow::Result<Rc<Rulings>> {
        if let Some(rulings) = &*self.rulings.borrow() {
            return Ok(Rc::clone(rulings));
        }
        let rulings = Rc::new(Rulings::load(self.connection)?);
        *self.rulings.borrow_mut() = Some(Rc::clone(&rulings));
        Ok(rulings)
    }

    /// To be called when a ruling was added or taken back.
    pub(super) fn forget_rulings(&self) {
        self.rulings.take();
    }

    /// Notes a run of the import command and returns its id.
    pub fn add_import(&self, facts: &ImportFacts) -> anyhow::Result<i64> {
        let add = "INSERT INTO import (started_at, program_version) VALUES (?1, ?2)";
        self.connection.prepare_cached(add)?.execute(params![facts.started_at, facts.program_version])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Begins an input file of an import.
    pub fn begin_listing(&self, import_id: i64, facts: &ListingFacts) -> anyhow::Result<Listing> {
        if self.keeps_listings_apart {
            self.connection.execute_batch("SAVEPOINT listing")?;
        }
        let mut add = self.connection.prepare_cached(include_str!("sql/insert_listing.sql"))?;
        add.execute(params![import_id, facts.path, facts.format, facts.as_of, facts.listed_under, facts.columns])?;
        Ok(Listing {
            id: self.connection.last_insert_rowid(),
            position: 0,
            hashes: Vec::new(),
            counts: Counts::default(),
        })
    }

    /// Whether SQLite took the whole transaction back by itself, as it does when a disk is full. Nothing may be written then.
    pub fn is_lost(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Takes back what was written of a listing that could not be read to its end. A transaction of one listing alone is
    /// left as it is: it is to be dropped.
    pub fn abandon_listing(&self) -> anyhow::Result<()> {
        if !self.keeps_listings_apart {
            return Ok(());
        }
        self.connection.execute_batch("ROLLBACK TO listing; RELEASE listing")?;
        self.repeats.borrow_mut().forget();
        self.drop_text();
        self.drop_blocks();
        // What is known in memory includes what was taken back.
        self.leave_bulk()
    }

    /// Notes the size and hash of a listing that was read to its end, and its counts.
    pub fn finish_listing(&self, listing: &Listing, byte_count: u64, hash: &str) -> anyhow::Result<()> {
        self.save_hashes(listing)?;
        if self.bulk.borrow().is_none() {
            self.tidy()?;
        }
        let Counts { new, merged, unchanged, rejected, skipped, completed, .. } = listing.counts;
        self.connection.prepare_cached(include_str!("sql/finish_listing.sql"))?.execute(params![
            listing.id,
            byte_count.cast_signed(),
            hash,
            new.cast_signed(),
            merged.cast_signed(),
            unchanged.cast_signed(),
            rejected.cast_signed(),
            skipped.cast_signed(),
            completed.cast_signed(),
        ])?;
        if self.keeps_listings_apart {
            self.connection.execute_batch("RELEASE listing")?;
        }
        Ok(())
    }

    /// Writes what was put off. To be called after the last listing.
    pub fn finish(&self) -> anyhow::Result<Finished> {
        self.leave_bulk()?;
        Ok(self.finished.take())
    }

    /// Makes all of it part of the catalog.
    pub fn commit(self) -> anyhow::Result<()> {
        self.leave_bulk()?;
        self.settle_blocks()?;
        self.carry_text_over()?;
        self.settle_text()?;
        self.connection.execute_batch(include_str!("sql/end_changes.sql"))?;
        self.connection.execute_batch("COMMIT")?;
        if self.carried_text.get() {
            self.connection.execute_batch(include_str!("sql/forget_schema.sql"))?;
        }
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            // A rollback that fails leaves a transaction that ends with the connection.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}
