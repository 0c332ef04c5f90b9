//! Writing what listings say: one transaction a listing, one savepoint a record.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rusqlite::{Connection, ErrorCode, params};

use super::paper_rulings::Rulings;
use super::seen::Seen;
use super::tidy::Touched;
use super::{paper, reading, statement};
use crate::identity::matching::Profile;
use crate::identity::merging::normalize;
use crate::record::{BadRecord, Doubt, Entry, PaperRecord, Reading};

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a paper that the catalog did not have.
    New,
    /// It added something to a paper that the catalog had.
    Merged,
    /// The catalog knew all of it.
    Unchanged,
    /// It could not be read or written.
    Rejected,
    /// It makes no paper: it speaks of a person or of a paper that is not here, or is withdrawn.
    Skipped,
}

impl Outcome {
    /// The word the catalog stores (`record.outcome`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Merged => "merged",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
            Self::Skipped => "skipped",
        }
    }
}

/// How many entries of a listing ended how. The five outcomes add up to the entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Papers that the catalog did not have.
    pub new: u64,
    /// Entries that added something to a known paper.
    pub merged: u64,
    /// Entries that added nothing.
    pub unchanged: u64,
    /// Entries that could not be read or written.
    pub rejected: u64,
    /// Entries that make no paper.
    pub skipped: u64,
    /// Imported entries whose reading is not sure.
    pub doubtful: u64,
    /// Lines that belong to no entry.
    pub stray: u64,
    /// Author lists that were cut and now are whole.
    pub completed: u64,
}

impl Counts {
    /// All entries.
    pub fn entries(&self) -> u64 {
        self.new + self.merged + self.unchanged + self.rejected + self.skipped
    }

    /// Adds the counts of another listing.
    pub fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.merged += other.merged;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
        self.skipped += other.skipped;
        self.doubtful += other.doubtful;
        self.stray += other.stray;
        self.completed += other.completed;
    }

    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Merged => self.merged += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Rejected => self.rejected += 1,
            Outcome::Skipped => self.skipped += 1,
        }
    }
}

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
}

/// A listing that is being written.
#[derive(Debug)]
pub struct Listing {
    pub(super) id: i64,
    pub(super) position: u64,
    /// What became of its entries so far.
    pub counts: Counts,
}

/// What was written for one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A paper's entry was imported with this outcome.
    Imported(Outcome),
    /// The entry was rejected, for this reason.
    Rejected(String),
    /// The entry makes no paper, for this reason; it is kept.
    Skipped(String),
    /// A line outside all entries, or what entries need to be read on their own, was kept.
    Stray,
}

/// Where an entry went.
pub(super) struct Placed {
    pub(super) id: i64,
    pub(super) outcome: Outcome,
    /// What the paper is now; `None` where it is what the entry says.
    pub(super) after: Option<PaperRecord>,
    /// Whether the author list was cut and now is whole.
    pub(super) completed: bool,
}

/// What is kept of an entry.
pub(super) enum Kept<'a> {
    Paper { paper_id: i64, doubt: Option<&'a Doubt>, said: Option<String>, is_addition: bool },
    Bad(&'a BadRecord),
}

/// A transaction on the catalog. Dropped without [`Writer::commit`], it leaves the catalog as it was.
pub struct Writer<'catalog> {
    pub(super) connection: &'catalog Connection,
    /// What papers named before they changed.
    pub(super) touched: RefCell<Touched>,
    /// The rulings on papers, once they are asked for.
    rulings: RefCell<Option<Rc<Rulings>>>,
    /// Whether every entry is taken for a paper that is not here yet.
    assumes_new: bool,
    /// Whether there are entries that are found otherwise than their papers, once it is asked for.
    other_keys: Cell<Option<bool>>,
    /// By what papers can be found, where the catalog was empty when this began; `None`: they are looked for in the file.
    pub(super) seen: RefCell<Option<Seen>>,
}

impl<'catalog> Writer<'catalog> {
    pub(super) fn begin(connection: &'catalog Connection) -> rusqlite::Result<Self> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        // Rulings find papers by what no entry says.
        let may_hold = "SELECT EXISTS (SELECT 1 FROM paper) OR EXISTS (SELECT 1 FROM decision)";
        let is_empty = !connection.query_row(may_hold, [], |row| row.get::<_, bool>(0))?;
        Ok(Self {
            connection,
            touched: RefCell::default(),
            rulings: RefCell::default(),
            assumes_new: false,
            other_keys: Cell::default(),
            seen: RefCell::new(is_empty.then(Seen::new)),
        })
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
        let mut add = self.connection.prepare_cached(include_str!("sql/insert_listing.sql"))?;
        add.execute(params![import_id, facts.path, facts.format, facts.as_of, facts.listed_under])?;
        Ok(Listing { id: self.connection.last_insert_rowid(), position: 0, counts: Counts::default() })
    }

    /// Writes one entry: as a new paper, into the paper it speaks of, or as a rejected record.
    ///
    /// Fails only when the catalog cannot be written at all.
    pub fn write_entry(&self, listing: &mut Listing, entry: &Entry) -> anyhow::Result<Written> {
        let (record, doubt) = match &entry.reading {
            Reading::Paper { record, doubt } => (record, doubt.as_ref()),
            Reading::Bad(bad) => return self.reject(listing, entry, bad),
            Reading::Addition(record) => return self.add_to_known(listing, entry, record),
            Reading::Person(person) => return self.write_person(listing, entry.line, person),
            Reading::Skipped { reason, text } => return self.skip(listing, entry.line, reason, text),
            Reading::Head(text) => return self.keep_head(listing, text),
            Reading::Stray(text) => return self.keep_stray(listing, entry.line, text),
        };
        let mut record = PaperRecord::clone(record);
        normalize(&mut record);
        let profile = Rc::new(Profile::of(record));
        let record = &profile.record;
        self.connection.prepare_cached("SAVEPOINT entry")?.execute([])?;
        match self.place(&profile) {
            Ok(placed) => {
                self.connection.prepare_cached("RELEASE entry")?.execute([])?;
                let paper_id = placed.id;
                let said = statement::beside(record, placed.after.as_ref().unwrap_or(record))?;
                listing.counts.completed += u64::from(placed.completed);
                let kept = Kept::Paper { paper_id, doubt, said, is_addition: false };
                self.add_record(listing, entry, placed.outcome, kept)?;
                if let Some(doubt) = doubt {
                    reading::note_doubt(self.connection, (listing.id, listing.position), paper_id, record, doubt)?;
                }
                Ok(Written::Imported(placed.outcome))
            }
            Err(error) if is_refusal(&error) => {
                self.connection.execute_batch("ROLLBACK TO entry; RELEASE entry")?;
                let reason = format!("the catalog does not take it: {error:#}");
                let text = statement::in_full(record)?;
                self.reject(listing, entry, &BadRecord { reason, text })
            }
            Err(error) => Err(error),
        }
    }

    /// Notes the size and hash of a listing that was read to its end, and its counts.
    pub fn finish_listing(&self, listing: &Listing, byte_count: u64, hash: &str) -> anyhow::Result<()> {
        self.tidy()?;
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
        Ok(())
    }

    /// Makes all of it part of the catalog.
    pub fn commit(self) -> anyhow::Result<()> {
        self.connection.execute_batch("COMMIT")?;
        Ok(())
    }

    fn reject(&self, listing: &mut Listing, entry: &Entry, bad: &BadRecord) -> anyhow::Result<Written> {
        self.add_record(listing, entry, Outcome::Rejected, Kept::Bad(bad))?;
        Ok(Written::Rejected(bad.reason.clone()))
    }

    fn keep_stray(&self, listing: &mut Listing, line: u64, text: &str) -> anyhow::Result<Written> {
        let add = include_str!("sql/insert_stray_line.sql");
        self.connection.prepare_cached(add)?.execute(params![listing.id, line.cast_signed(), text])?;
        listing.counts.stray += 1;
        Ok(Written::Stray)
    }

    pub(super) fn add_record(
        &self,
        listing: &mut Listing,
        entry: &Entry,
        outcome: Outcome,
        kept: Kept<'_>,
    ) -> anyhow::Result<()> {
        let (paper_id, doubt, said, is_addition, bad) = match kept {
            Kept::Paper { paper_id, doubt, said, is_addition } => (Some(paper_id), doubt, said, is_addition, None),
            Kept::Bad(bad) => (None, None, None, false, Some(bad)),
        };
        listing.position += 1;
        listing.counts.count(outcome);
        listing.counts.doubtful += u64::from(doubt.is_some());
        let notes: Vec<_> = entry.notes.iter().chain(&entry.set_aside).map(String::as_str).collect();
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        self.connection.prepare_cached(include_str!("sql/insert_record.sql"))?.execute(params![
            listing.id,
            listing.position.cast_signed(),
            entry.line.cast_signed(),
            outcome.as_str(),
            paper_id,
            doubt.map(Doubt::in_words),
            note,
            bad.map(|bad| &bad.reason),
            bad.map(|bad| &bad.text),
            said,
            is_addition,
        ])?;
        Ok(())
    }
}

/// Whether the catalog's own rules refuse what an entry says.
fn is_refusal(error: &anyhow::Error) -> bool {
    let of_sqlite = error.downcast_ref::<rusqlite::Error>();
    of_sqlite.is_some_and(|error| error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation))
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            // A rollback that fails leaves a transaction that ends with the connection.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}
