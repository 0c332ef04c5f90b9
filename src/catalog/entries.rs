//! Writing what entries say: each becomes a paper, goes into the one it speaks of, or is kept as rejected or skipped.

use std::sync::Arc;

use rusqlite::{ErrorCode, params};

use super::often::Often;
use super::outcome::{Counts, Outcome, Written};
use super::place::Crowded;
use super::write::{Listing, Writer};
use super::{reading, statement};
use crate::identity::matching::Profile;
use crate::identity::merging::normalize;
use crate::record::{BadRecord, Doubt, Entry, PaperRecord, Reading};

/// An entry, made ready to be written. Nothing here needs the catalog, so it can be done ahead, on another thread.
#[derive(Debug)]
pub struct Prepared {
    entry: Entry,
    /// What the entry says, where it is a paper; the entry itself has it no more.
    profile: Option<Arc<Profile>>,
    /// The hash of all that its reading depends on, where that is known.
    pub(super) hash: Option<u128>,
}

impl Prepared {
    /// What was read, but for what it says of a paper.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The same, with the hash of all that its reading depends on, by which it may be known when it comes in again.
    pub fn with_hash(self, hash: Option<u128>) -> Self {
        Self { hash, ..self }
    }

    /// Whether it is a paper by the names of registries.
    pub(super) fn has_identifiers(&self) -> bool {
        self.profile.as_ref().is_some_and(|profile| !profile.record.identifiers.is_empty())
    }
}

impl From<Entry> for Prepared {
    fn from(mut entry: Entry) -> Self {
        let profile = match &mut entry.reading {
            Reading::Paper { record, .. } => {
                let mut record = std::mem::take(&mut **record);
                normalize(&mut record);
                Some(Arc::new(Profile::of(record)))
            }
            _ => None,
        };
        Self { entry, profile, hash: None }
    }
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

/// Where an entry stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) listing_id: i64,
    /// 1 is the listing's first entry.
    pub(super) position: u64,
    pub(super) line: u64,
}

/// An entry that is a paper, with all that is written of it.
pub(super) struct PaperEntry {
    pub(super) place: Place,
    pub(super) profile: Arc<Profile>,
    pub(super) doubt: Option<Doubt>,
    pub(super) note: Option<String>,
}

/// What is kept of an entry.
pub(super) enum Kept<'a> {
    Paper { paper_id: i64, doubt: Option<&'a Doubt>, said: Option<String>, is_addition: bool, outcome: Outcome },
    Bad(&'a BadRecord),
}

impl Writer<'_> {
    /// Writes one entry: as a new paper, into the paper it speaks of, or as a rejected record.
    ///
    /// Fails only when the catalog cannot be written at all.
    pub fn write_entry(&self, listing: &mut Listing, prepared: &Prepared) -> anyhow::Result<Written> {
        let before = listing.position;
        let written = self.write_read(listing, prepared)?;
        if listing.position > before {
            self.note_hash_of(listing, prepared, &written)?;
        }
        Ok(written)
    }

    fn write_read(&self, listing: &mut Listing, prepared: &Prepared) -> anyhow::Result<Written> {
        let Prepared { entry, profile, .. } = prepared;
        let note = note(entry);
        match (&entry.reading, profile) {
            (Reading::Paper { doubt, .. }, Some(profile)) => {
                let place = listing.next_place(entry.line);
                let entry = PaperEntry { place, profile: Arc::clone(profile), doubt: doubt.clone(), note };
                if let Some(written) = self.write_in_bulk(&entry, &mut listing.counts)? {
                    return Ok(written);
                }
                self.write_paper(&entry, &mut listing.counts)
            }
            (Reading::Paper { .. }, None) => unreachable!("a paper is prepared with its profile"),
            (Reading::Bad(bad), _) => {
                let place = listing.next_place(entry.line);
                self.reject(place, note.as_deref(), bad, &mut listing.counts)
            }
            (Reading::Addition(record), _) => {
                self.leave_bulk()?;
                self.add_to_known(listing, entry.line, note.as_deref(), record)
            }
            (Reading::Person(person), _) => {
                self.leave_bulk()?;
                self.write_person(listing, entry.line, person)
            }
            (Reading::Skipped { reason, text }, _) => self.skip(listing, entry.line, reason, text),
            (Reading::Head(text), _) => self.keep_head(listing, text),
            (Reading::Stray(text), _) => self.keep_stray(listing, entry.line, text),
        }
    }

    /// Writes an entry that is a paper, wherever it belongs.
    pub(super) fn write_paper(&self, entry: &PaperEntry, counts: &mut Counts) -> anyhow::Result<Written> {
        match self.place(&entry.profile) {
            Ok(placed) => self.keep_placed(entry, &placed, counts),
            Err(error) if is_refusal(&error) => self.refuse(entry, &error, counts),
            Err(error) => Err(error),
        }
    }

    /// Keeps what an entry says beside the paper it went into.
    pub(super) fn keep_placed(
        &self,
        entry: &PaperEntry,
        placed: &Placed,
        counts: &mut Counts,
    ) -> anyhow::Result<Written> {
        let PaperEntry { place, profile, doubt, note } = entry;
        let record = &profile.record;
        let said = statement::beside(record, placed.after.as_ref().unwrap_or(record))?;
        let (paper_id, outcome, doubt) = (placed.id, placed.outcome, doubt.as_ref());
        let kept = Kept::Paper { paper_id, doubt, said, is_addition: false, outcome };
        self.add_record(*place, note.as_deref(), kept)?;
        counts.count(outcome);
        counts.completed += u64::from(placed.completed);
        counts.doubtful += u64::from(doubt.is_some());
        if let Some(doubt) = doubt {
            reading::note_doubt(self.connection, (place.listing_id, place.position), paper_id, record, doubt)?;
        }
        Ok(Written::Imported(outcome))
    }

    /// Keeps an entry that the catalog's own rules refuse.
    pub(super) fn refuse(
        &self,
        entry: &PaperEntry,
        error: &anyhow::Error,
        counts: &mut Counts,
    ) -> anyhow::Result<Written> {
        let reason = format!("the catalog does not take it: {error:#}");
        let text = statement::in_full(&entry.profile.record)?;
        self.reject(entry.place, entry.note.as_deref(), &BadRecord { reason, text }, counts)
    }

    fn reject(
        &self,
        place: Place,
        note: Option<&str>,
        bad: &BadRecord,
        counts: &mut Counts,
    ) -> anyhow::Result<Written> {
        self.add_record(place, note, Kept::Bad(bad))?;
        counts.count(Outcome::Rejected);
        Ok(Written::Rejected(bad.reason.clone()))
    }

    fn keep_stray(&self, listing: &mut Listing, line: u64, text: &str) -> anyhow::Result<Written> {
        let add = include_str!("sql/insert_stray_line.sql");
        self.connection.prepare_cached(add)?.execute(params![listing.id, line.cast_signed(), text])?;
        listing.counts.stray += 1;
        Ok(Written::Stray)
    }

    pub(super) fn add_record(&self, place: Place, note: Option<&str>, kept: Kept<'_>) -> anyhow::Result<()> {
        let (outcome, paper_id, doubt, said, is_addition, bad) = match kept {
            Kept::Paper { paper_id, doubt, said, is_addition, outcome } => {
                (outcome, Some(paper_id), doubt, said, is_addition, None)
            }
            Kept::Bad(bad) => (Outcome::Rejected, None, None, None, false, Some(bad)),
        };
        let values = params![
            place.listing_id,
            place.position.cast_signed(),
            place.line.cast_signed(),
            outcome.as_str(),
            paper_id,
            doubt.map(Doubt::in_words),
            note,
            bad.map(|bad| &bad.reason),
            bad.map(|bad| &bad.text),
            said,
            is_addition,
        ];
        self.terms.add_row(Often::Record, values)?;
        Ok(())
    }
}

impl Listing {
    /// Where the next entry of it stands.
    pub(super) fn next_place(&mut self, line: u64) -> Place {
        self.position += 1;
        Place { listing_id: self.id, position: self.position, line }
    }
}

/// What was repaired in reading an entry, and what it says beside.
fn note(entry: &Entry) -> Option<String> {
    let notes: Vec<_> = entry.notes.iter().chain(&entry.set_aside).map(String::as_str).collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}

/// Whether the catalog's own rules refuse what an entry says.
pub(super) fn is_refusal(error: &anyhow::Error) -> bool {
    let of_sqlite = error.downcast_ref::<rusqlite::Error>();
    of_sqlite.is_some_and(|error| error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation))
        || error.is::<Crowded>()
}
