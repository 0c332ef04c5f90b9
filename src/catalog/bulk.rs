//! Filling a new catalog: the rows go in first and the indexes are made of all of them at the end, in order. What is needed to
//! know an entry again is kept in memory meanwhile; an entry that may be of a paper that is here is put off, and takes the
//! ordinary way once the indexes are there. So there is one meaning, and it is reached faster.

use std::sync::Arc;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::candidates::WORTH_COMPARING;
use super::entries::{PaperEntry, Place, is_refusal};
use super::outcome::{Counts, Written};
use super::own_schema::definitions;
use super::seen::{Known, Seen};
use super::write::Writer;
use super::{paper, statement};
use crate::identity::likeness::similarity;
use crate::identity::matching::Profile;
use crate::record::{Doubt, PaperRecord, TitleAndAuthors};

/// How many entries that were put off are held in memory at a time.
const BATCH: usize = 256;

/// A new catalog while it is filled.
pub(super) struct Bulk {
    /// By what its papers can be found.
    seen: Seen,
    /// The indexes, which are left out meanwhile.
    indexes: Indexes,
    /// The id that was given or kept last; 0: none yet.
    last_id: i64,
}

/// Whether a catalog holds nothing yet, neither papers nor what would decide about them.
pub(super) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row(include_str!("sql/is_empty.sql"), [], |row| row.get(0))
}

impl Bulk {
    pub(super) fn begin(connection: &Connection) -> rusqlite::Result<Self> {
        connection.execute_batch(include_str!("sql/begin_bulk.sql"))?;
        Ok(Self { seen: Seen::new(), indexes: Indexes::drop(connection)?, last_id: 0 })
    }
}

/// Indexes that are left out for a while, as the statements that make them.
#[derive(Debug, Default)]
pub(super) struct Indexes(Vec<&'static str>);

impl Indexes {
    /// Leaves out all of ours that are not a table's own keys. The statements are ours, too: what stands in a file that somebody
    /// else made is not run.
    pub(super) fn drop(connection: &Connection) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare(include_str!("sql/indexes.sql"))?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let ours = names.iter().filter_map(|name| definitions().get_key_value(name.as_str()));
        let mut indexes = Vec::new();
        for (name, definition) in ours {
            connection.execute_batch(&format!("DROP INDEX {name}"))?;
            indexes.push(definition.sql);
        }
        Ok(Self(indexes))
    }

    /// Makes them of the rows that are there now.
    pub(super) fn make(self, connection: &Connection) -> rusqlite::Result<()> {
        self.0.iter().try_for_each(|sql| connection.execute_batch(sql))
    }
}

/// A doubt, as it is kept with an entry that is put off.
#[derive(Serialize, Deserialize)]
struct KeptDoubt {
    reason: String,
    other: Option<(String, Vec<String>)>,
}

impl Writer<'_> {
    /// Writes an entry while a new catalog is filled. `None`: it is to be written in the ordinary way.
    pub(super) fn write_in_bulk(&self, entry: &PaperEntry, counts: &mut Counts) -> anyhow::Result<Option<Written>> {
        let mut bulk = self.bulk.borrow_mut();
        let Some(bulk) = &mut *bulk else { return Ok(None) };
        if !self.assumes_new() && self.may_be_here(&bulk.seen, &entry.profile)? {
            bulk.seen.add(&entry.profile, None);
            bulk.last_id += 1;
            self.put_off(entry, bulk.last_id)?;
            return Ok(Some(Written::PutOff));
        }
        self.kept_id.set(Some(bulk.last_id + 1));
        match self.make_whole_paper(&entry.profile) {
            Ok(placed) => {
                bulk.last_id = placed.id;
                self.index_entry(placed.id, &entry.profile)?;
                if !self.assumes_new() {
                    bulk.seen.add(&entry.profile, Some(placed.id));
                }
                self.keep_placed(entry, &placed, counts).map(Some)
            }
            Err(error) if is_refusal(&error) => self.refuse(entry, &error, counts).map(Some),
            Err(error) => Err(error),
        }
    }

    /// Whether an entry may be of a paper that is here, or of one that is put off.
    fn may_be_here(&self, seen: &Seen, entry: &Profile) -> rusqlite::Result<bool> {
        let near = match seen.knows(entry) {
            Known::No => return Ok(false),
            Known::Maybe => return Ok(true),
            Known::Near(near) => near,
        };
        for id in near {
            let title = paper::title_key_of(self.connection, i64::from(id))?;
            if similarity(&entry.title_key, &title) >= WORTH_COMPARING {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn put_off(&self, entry: &PaperEntry, paper_id: i64) -> anyhow::Result<()> {
        let PaperEntry { place, profile, doubt, note } = entry;
        let doubt = doubt.as_ref().map(|doubt| KeptDoubt {
            reason: doubt.reason.clone(),
            other: doubt.other.as_ref().map(|other| (other.title.clone(), other.authors.clone())),
        });
        let doubt = doubt.map(|doubt| serde_json::to_string(&doubt)).transpose()?;
        self.connection.prepare_cached(include_str!("sql/put_off.sql"))?.execute(params![
            place.listing_id,
            place.position.cast_signed(),
            place.line.cast_signed(),
            statement::in_full(&profile.record)?,
            doubt,
            note,
            paper_id,
        ])?;
        Ok(())
    }

    /// Goes over to the ordinary way of writing: makes the indexes, and writes what was put off.
    pub(super) fn leave_bulk(&self) -> anyhow::Result<()> {
        let Some(bulk) = self.bulk.take() else { return Ok(()) };
        self.end_text()?;
        self.terms.leave_memory();
        drop(bulk.seen);
        self.connection.execute_batch(include_str!("sql/end_bulk.sql"))?;
        bulk.indexes.make(self.connection)?;
        self.end_blocks()?;
        let mut last = 0;
        loop {
            let entries = self.those_put_off(last)?;
            let Some((reached, _)) = entries.last() else { break };
            last = *reached;
            for (kept_id, entry) in &entries {
                self.kept_id.set(Some(*kept_id));
                self.write_put_off(entry)?;
            }
            self.kept_id.take();
        }
        self.connection.execute_batch("DROP TABLE temp.put_off")?;
        self.tidy()?;
        for (listing_id, counts) in &self.finished.borrow().counts {
            let Counts { new, merged, unchanged, rejected, completed, .. } = counts;
            let counts = [new, merged, unchanged, rejected, completed].map(|count| count.cast_signed());
            let [new, merged, unchanged, rejected, completed] = counts;
            self.connection.execute(
                include_str!("sql/count_put_off.sql"),
                params![listing_id, new, merged, unchanged, rejected, completed],
            )?;
        }
        Ok(())
    }

    fn write_put_off(&self, entry: &PaperEntry) -> anyhow::Result<()> {
        let mut counts = Counts::default();
        let written = self.write_paper(entry, &mut counts)?;
        let mut finished = self.finished.borrow_mut();
        let Place { listing_id, line, .. } = entry.place;
        finished.counts.entry(listing_id).or_default().add(&counts);
        if let Written::Rejected(reason) = written {
            finished.rejected.push((listing_id, line, reason));
        }
        Ok(())
    }

    /// Some entries that were put off, after one, with the ids that are kept for them.
    fn those_put_off(&self, after: i64) -> anyhow::Result<Vec<(i64, PaperEntry)>> {
        let mut statement = self.connection.prepare_cached(include_str!("sql/those_put_off.sql"))?;
        let mut rows = statement.query(params![after, BATCH as i64])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let (line, position): (i64, i64) = (row.get("line")?, row.get("position")?);
            let place = Place {
                listing_id: row.get("listing_id")?,
                position: position.cast_unsigned(),
                line: line.cast_unsigned(),
            };
            let said: String = row.get("said")?;
            let profile = Arc::new(Profile::of(statement::read(Some(&said), &PaperRecord::default())?));
            let doubt: Option<String> = row.get("doubt")?;
            let doubt = doubt.map(|doubt| serde_json::from_str(&doubt)).transpose()?;
            let doubt = doubt.map(|KeptDoubt { reason, other }| Doubt {
                reason,
                other: other.map(|(title, authors)| TitleAndAuthors { title, authors }),
            });
            entries.push((row.get("paper_id")?, PaperEntry { place, profile, doubt, note: row.get("note")? }));
        }
        Ok(entries)
    }
}
