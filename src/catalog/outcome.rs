//! What becomes of entries, one by one and counted.

use std::collections::BTreeMap;

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

/// What was written for one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A paper's entry was imported with this outcome.
    Imported(Outcome),
    /// The entry was rejected, for this reason.
    Rejected(String),
    /// The entry makes no paper, for this reason; it is kept.
    Skipped(String),
    /// The entry may be of a paper that is here: it is written with [`Writer::finish`](super::Writer::finish).
    PutOff,
    /// A line outside all entries, or what entries need to be read on their own, was kept.
    Stray,
}

/// What became of the entries that were put off.
#[derive(Debug, Clone, Default)]
pub struct Finished {
    /// By the id of their listing.
    pub counts: BTreeMap<i64, Counts>,
    /// Those that were rejected: the id of the listing, the line, and why.
    pub rejected: Vec<(i64, u64, String)>,
}
