//! Taking an import back, and bringing it back: its entries stay in the file with all that they say and count nowhere; every
//! paper they were in is made again from the entries that remain.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, bail};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::other::{NO_PERSON, SaidPerson, Target};
use super::outcome::Outcome;
use super::place::made_from;
use super::source::{self, Source};
use super::statement;
use super::write::Writer;
use crate::identity::matching::Profile;
use crate::identity::merging::normalize;
use crate::record::{PaperRecord, PersonRecord};

/// What taking an import back comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPlan {
    /// The import.
    pub import_id: i64,
    /// When it began, UTC, RFC 3339.
    pub started_at: String,
    /// Its input files.
    pub paths: Vec<String>,
    /// Its entries, also rejected and skipped ones.
    pub entry_count: i64,
    /// Papers that no other import speaks of: they go.
    pub removed_count: i64,
    /// Papers that other imports speak of too: they keep what those brought.
    pub kept_count: i64,
}

/// What taking an import back would come to; the last one in force where none is named.
///
/// Fails when there is none, and when it is taken back already.
pub fn undo_plan(connection: &Connection, import_id: Option<i64>) -> anyhow::Result<UndoPlan> {
    let last = "SELECT max(id) FROM import WHERE undone_at IS NULL";
    let import_id = match import_id {
        Some(id) => id,
        None => connection
            .query_row(last, [], |row| row.get::<_, Option<i64>>(0))?
            .context("no import is left that could be taken back")?,
    };
    let started_at = begun_at(connection, import_id)?;
    let mut paths = connection.prepare("SELECT path FROM listing WHERE import_id = ?1 ORDER BY id")?;
    let paths = paths.query_map([import_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let plan = connection.query_row(include_str!("sql/undo_plan.sql"), [import_id], |row| {
        Ok(UndoPlan {
            import_id,
            started_at,
            paths,
            entry_count: row.get("entry_count")?,
            removed_count: row.get("removed_count")?,
            kept_count: row.get("kept_count")?,
        })
    })?;
    Ok(plan)
}

/// When an import began. Fails when there is none with this number, and when it is taken back already.
fn begun_at(connection: &Connection, import_id: i64) -> anyhow::Result<String> {
    let facts = "SELECT started_at, undone_at FROM import WHERE id = ?1";
    let facts = connection
        .query_row(facts, [import_id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)));
    let (started_at, undone_at) = facts
        .optional()?
        .with_context(|| format!("there is no import with the number {import_id}: see `paperdex imports`"))?;
    if let Some(at) = undone_at {
        bail!("import {import_id} is taken back already, since {at}");
    }
    Ok(started_at)
}

/// A doubtful reading, kept with its entry while its import is undone.
#[derive(Serialize, Deserialize)]
struct KeptDoubt {
    run_together: String,
    title: String,
    authors: String,
    other_title: Option<String>,
    other_authors: Option<String>,
    doubt: String,
    decision_id: Option<i64>,
    settled_as: Option<i64>,
}

impl Writer<'_> {
    /// Takes an import back. Returns the number of the undoing, by which it can be taken back.
    ///
    /// Fails when it is not in force.
    pub(super) fn undo_import(&self, import_id: i64, undone_at: &str) -> anyhow::Result<i64> {
        begun_at(self.connection, import_id)?;
        let inherited = self.leave_to_repeats(import_id)?;
        let listings: BTreeSet<i64> =
            self.ids("SELECT id FROM listing WHERE import_id = ?1", import_id)?.into_iter().collect();
        let set = "UPDATE import SET undone_at = ?2 WHERE id = ?1";
        self.connection.execute(set, params![import_id, undone_at])?;
        self.take_persons_out(import_id)?;
        self.take_papers_out(import_id)?;
        // All entries leave before anything is grouped anew, or those that are still to leave would be grouped too.
        let (mut shared, mut further) = (Vec::new(), BTreeSet::new());
        for paper_id in self.ids(include_str!("sql/papers_of_import.sql"), import_id)? {
            if self.take_out(paper_id, &listings)? {
                shared.push(paper_id);
            }
        }
        for paper_id in shared {
            let staying = source::of_paper(self.connection, paper_id)?;
            further.extend(staying.iter().flat_map(|source| source.rows.iter().map(|(listing_id, _)| *listing_id)));
            let settled = self.regroup(staying)?;
            for (id, _) in settled.papers {
                self.renew_outcomes(id)?;
            }
        }
        further.extend(self.renew_inherited(&inherited)?);
        self.tidy()?;
        self.reopen_settled()?;
        self.count_again(&further)?;
        self.note_undoing("import", import_id, undone_at)
    }

    /// Entries that went over to later listings come after those of the listings between. Returns all whose entries have other
    /// outcomes now.
    fn renew_inherited(&self, listings: &BTreeSet<i64>) -> anyhow::Result<BTreeSet<i64>> {
        let (mut papers, mut renewed) = (BTreeSet::new(), BTreeSet::new());
        for id in listings {
            let mut statement = self.connection.prepare_cached(include_str!("sql/papers_shared_by_listing.sql"))?;
            let shared = statement.query_map([id], |row| Ok((row.get("paper_id")?, row.get("other_id")?)))?;
            for shared in shared {
                let (paper_id, other_id): (i64, i64) = shared?;
                papers.insert(paper_id);
                renewed.extend([*id, other_id]);
            }
        }
        papers.into_iter().try_for_each(|paper_id| self.renew_outcomes(paper_id))?;
        Ok(renewed)
    }

    /// Takes the entries of some listings out of a paper; false where none stays and the paper is gone.
    fn take_out(&self, paper_id: i64, listings: &BTreeSet<i64>) -> anyhow::Result<bool> {
        let mut staying = Vec::new();
        let is_leaving = |place: &(i64, i64)| listings.contains(&place.0);
        for mut source in source::of_paper(self.connection, paper_id)? {
            let (leaving, rows): (Vec<_>, Vec<_>) = source.rows.iter().copied().partition(is_leaving);
            if !leaving.is_empty() {
                let said = statement::in_full(&source.profile.record)?;
                let mut take = self.connection.prepare_cached(include_str!("sql/take_record_out.sql"))?;
                for (listing_id, position) in leaving {
                    take.execute(params![listing_id, position, said])?;
                }
            }
            source.rows = rows;
            if !source.rows.is_empty() {
                staying.push(source);
            }
        }
        self.touch(paper_id)?;
        self.keep_doubts(paper_id, listings, &staying)?;
        if staying.is_empty() {
            super::paper::remove(self.connection, paper_id)?;
        }
        Ok(!staying.is_empty())
    }

    /// The doubts about entries that leave are kept with them; one that another entry shares goes over to it.
    fn keep_doubts(&self, paper_id: i64, listings: &BTreeSet<i64>, staying: &[Source]) -> anyhow::Result<()> {
        let doubts = self.doubts(paper_id)?;
        for (id, listing_id, position, doubt) in
            doubts.into_iter().filter(|(_, listing_id, ..)| listings.contains(listing_id))
        {
            let heir = staying
                .iter()
                .filter(|source| {
                    format!("{}{}", source.profile.record.title, printed(&source.profile.record)) == doubt.run_together
                })
                .find_map(|source| source.rows.first());
            if let Some((heir_listing, heir_position)) = heir {
                let give = "UPDATE doubtful_reading SET listing_id = ?2, position = ?3 WHERE id = ?1";
                self.connection.execute(give, params![id, heir_listing, heir_position])?;
                let tell = "UPDATE record SET doubt = (SELECT doubt FROM record WHERE listing_id = ?3 AND position = ?4) \
                            WHERE listing_id = ?1 AND position = ?2";
                self.connection.execute(tell, params![heir_listing, heir_position, listing_id, position])?;
            } else {
                let keep = "UPDATE record SET said = json_set(said, '$.doubtful', json(?3)) WHERE listing_id = ?1 AND position = ?2";
                self.connection.execute(keep, params![listing_id, position, serde_json::to_string(&doubt)?])?;
                self.connection.execute("DELETE FROM doubtful_reading WHERE id = ?1", [id])?;
            }
        }
        Ok(())
    }

    fn doubts(&self, paper_id: i64) -> anyhow::Result<Vec<(i64, i64, i64, KeptDoubt)>> {
        let mut statement = self.connection.prepare_cached(include_str!("sql/doubts_of_paper.sql"))?;
        let rows = statement.query_map([paper_id], |row| {
            let doubt = KeptDoubt {
                run_together: row.get("run_together")?,
                title: row.get("title")?,
                authors: row.get("authors")?,
                other_title: row.get("other_title")?,
                other_authors: row.get("other_authors")?,
                doubt: row.get("doubt")?,
                decision_id: row.get("decision_id")?,
                settled_as: row.get("settled_as")?,
            };
            Ok((row.get("id")?, row.get("listing_id")?, row.get("position")?, doubt))
        })?;
        let mut doubts = rows.collect::<Result<Vec<_>, _>>()?;
        doubts.sort_unstable_by_key(|(id, ..)| *id);
        Ok(doubts)
    }

    fn take_persons_out(&self, import_id: i64) -> anyhow::Result<()> {
        let persons = self.ids(include_str!("sql/persons_of_import.sql"), import_id)?;
        self.touched.borrow_mut().authors.extend(&persons);
        for id in persons {
            self.touched
                .borrow_mut()
                .affiliations
                .extend(self.ids("SELECT affiliation_id FROM author_affiliation WHERE author_id = ?1", id)?);
        }
        self.connection.execute(include_str!("sql/take_persons_out.sql"), [import_id])?;
        Ok(())
    }

    /// Brings an import back that was taken back. Returns the number of its entries that are papers.
    pub(super) fn redo_import(&self, import_id: i64) -> anyhow::Result<usize> {
        let set = "UPDATE import SET undone_at = NULL WHERE id = ?1 AND undone_at IS NOT NULL";
        if self.connection.execute(set, [import_id])? == 0 {
            bail!("import {import_id} is in force");
        }
        self.take_from_repeated(import_id)?;
        let mut statement = self.connection.prepare(include_str!("sql/records_of_import.sql"))?;
        let rows = statement.query_map([import_id], |row| {
            Ok(((row.get("listing_id")?, row.get("position")?), row.get("said")?, row.get("is_addition")?))
        })?;
        let rows = rows.collect::<Result<Vec<((i64, i64), String, bool)>, _>>()?;
        for (place, said, is_addition) in &rows {
            let mut record = statement::read(Some(said), &PaperRecord::default())?;
            normalize(&mut record);
            let profile = Arc::new(Profile::of(record));
            let record = &profile.record;
            let placed = if *is_addition {
                match self.target(record)? {
                    Target::Paper(id) => self.add_to(id, record)?,
                    Target::None(_) => {
                        self.skip_addition(&Source { rows: vec![*place], ..Source::incoming(profile, true) })?;
                        continue;
                    }
                }
            } else {
                self.place(&profile)?
            };
            let beside = statement::beside(record, placed.after.as_ref().unwrap_or(record))?;
            let update =
                "UPDATE record SET paper_id = ?3, said = ?4, outcome = ?5 WHERE listing_id = ?1 AND position = ?2";
            self.connection.prepare_cached(update)?.execute(params![
                place.0,
                place.1,
                placed.id,
                beside,
                placed.outcome.as_str()
            ])?;
            self.bring_doubt_back(*place, placed.id, said)?;
        }
        self.bring_others_back()?;
        self.tidy()?;
        self.look_again()?;
        let listings = self.ids("SELECT id FROM listing WHERE import_id = ?1", import_id)?.into_iter().collect();
        self.count_again(&listings)?;
        let repeated =
            "SELECT ifnull(sum(unchanged_count), 0) FROM listing WHERE import_id = ?1 AND repeats_id IS NOT NULL";
        let repeated: i64 = self.connection.query_row(repeated, [import_id], |row| row.get(0))?;
        Ok(rows.len() + usize::try_from(repeated)?)
    }

    fn bring_doubt_back(&self, place: (i64, i64), paper_id: i64, said: &str) -> anyhow::Result<()> {
        #[derive(Deserialize)]
        struct WithDoubt {
            doubtful: Option<KeptDoubt>,
        }
        let WithDoubt { doubtful } = serde_json::from_str(said).context("what an entry says is damaged")?;
        if let Some(kept) = doubtful {
            let add = include_str!("sql/bring_doubt_back.sql");
            self.connection.execute(
                add,
                params![
                    paper_id,
                    place.0,
                    place.1,
                    kept.run_together,
                    kept.title,
                    kept.authors,
                    kept.other_title,
                    kept.other_authors,
                    kept.doubt,
                    kept.decision_id,
                    kept.settled_as,
                ],
            )?;
        }
        Ok(())
    }

    /// Entries about people, and additions, whose person or paper is here again.
    fn bring_others_back(&self) -> anyhow::Result<()> {
        let mut statement = self.connection.prepare(include_str!("sql/waiting_entries.sql"))?;
        let rows =
            statement.query_map([], |row| Ok(((row.get("listing_id")?, row.get("position")?), row.get("said")?)))?;
        let rows = rows.collect::<Result<Vec<((i64, i64), String)>, _>>()?;
        let mut listings = BTreeSet::new();
        for (place, said) in rows {
            let is_back = match serde_json::from_str::<SaidPerson>(&said) {
                Ok(person) => self.bring_person_back(place, &person.into())?,
                Err(_) => self.bring_addition_back(place, &said)?,
            };
            if is_back {
                listings.insert(place.0);
            }
        }
        self.count_again(&listings)
    }

    fn bring_person_back(&self, (listing_id, position): (i64, i64), person: &PersonRecord) -> anyhow::Result<bool> {
        let known = self.known_person(person)?;
        if let Some(id) = known {
            self.add_person(id, person)?;
        }
        let reason = known.is_none().then_some(NO_PERSON);
        let update = "UPDATE other_entry SET author_id = ?3, reason = ?4 WHERE listing_id = ?1 AND position = ?2";
        self.connection.execute(update, params![listing_id, position, known, reason])?;
        Ok(known.is_some())
    }

    fn bring_addition_back(&self, (listing_id, position): (i64, i64), said: &str) -> anyhow::Result<bool> {
        let record = statement::read(Some(said), &PaperRecord::default())?;
        let Target::Paper(id) = self.target(&record)? else { return Ok(false) };
        let placed = self.add_to(id, &record)?;
        let beside = statement::beside(&record, placed.after.as_ref().unwrap_or(&record))?;
        let back = include_str!("sql/bring_addition_back.sql");
        self.connection.execute(back, params![listing_id, position, placed.outcome.as_str(), placed.id, beside])?;
        let gone = "DELETE FROM other_entry WHERE listing_id = ?1 AND position = ?2";
        self.connection.execute(gone, params![listing_id, position])?;
        Ok(true)
    }

    /// What became of the entries of a paper, were they to come in again in the order in which they came.
    fn renew_outcomes(&self, paper_id: i64) -> anyhow::Result<()> {
        let sources = source::of_paper(self.connection, paper_id)?;
        let rulings = self.paper_rulings()?;
        let mut in_order = BTreeMap::new();
        for source in &sources {
            in_order.extend(source.rows.iter().map(|place| (*place, source)));
        }
        let (mut so_far, mut before): (Vec<&Source>, Option<PaperRecord>) = (Vec::new(), None);
        for ((listing_id, position), source) in in_order {
            if !so_far.iter().any(|known| std::ptr::eq(*known, source)) {
                so_far.push(source);
            }
            let after = made_from(&so_far, &rulings)?;
            let outcome = match &before {
                None => Outcome::New,
                Some(before) if *before == after => Outcome::Unchanged,
                Some(_) => Outcome::Merged,
            };
            before = Some(after);
            let update = "UPDATE record SET outcome = ?3 WHERE listing_id = ?1 AND position = ?2 AND outcome <> ?3";
            self.connection.prepare_cached(update)?.execute(params![listing_id, position, outcome.as_str()])?;
        }
        Ok(())
    }

    /// Counts anew what became of the entries of some listings.
    fn count_again(&self, listings: &BTreeSet<i64>) -> anyhow::Result<()> {
        for id in listings {
            self.connection.prepare_cached(include_str!("sql/count_again.sql"))?.execute([id])?;
        }
        Ok(())
    }

    fn ids(&self, sql: &str, id: i64) -> rusqlite::Result<Vec<i64>> {
        self.connection.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect()
    }
}

fn printed(record: &PaperRecord) -> String {
    record.printed_names().collect::<Vec<_>>().join(", ")
}
