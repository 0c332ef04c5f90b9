//! Entries that make no paper of their own: what they add to papers and people that are here, and those that are skipped.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::entries::Kept;
use super::outcome::{Outcome, Written};
use super::source::Source;
use super::statement;
use super::statement::SaidAffiliation;
use super::write::{Listing, Writer};
use crate::identity::likeness::title_sketch;
use crate::identity::matching::{is_generic, title_key};
use crate::identity::merging::normalize;
use crate::identity::name::{group_key, name_key};
use crate::record::{Affiliation, AuthorMention, PaperRecord, PersonRecord};

/// How much of what later entries need is kept, in bytes.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// Why an entry about a person is skipped.
pub(super) const NO_PERSON: &str = "no paper in the catalog is by this person";
/// Why an addition is skipped.
pub(super) const NO_PAPER: &str = "no paper in the catalog has its identifier or title";

/// What is kept of an entry that makes no paper.
struct OtherEntry<'a> {
    author_id: Option<i64>,
    reason: Option<&'a str>,
    text: &'a str,
    said: Option<&'a str>,
}

/// What an entry says of a person, as `other_entry.said` keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct SaidPerson {
    names: Vec<String>,
    is_group: bool,
    identifiers: Vec<String>,
    affiliations: Vec<SaidAffiliation>,
}

impl From<&PersonRecord> for SaidPerson {
    fn from(person: &PersonRecord) -> Self {
        Self {
            names: person.names.clone(),
            is_group: person.is_group,
            identifiers: person.identifiers.iter().map(ToString::to_string).collect(),
            affiliations: person.affiliations.iter().map(SaidAffiliation::from).collect(),
        }
    }
}

impl From<SaidPerson> for PersonRecord {
    fn from(said: SaidPerson) -> Self {
        Self {
            names: said.names,
            is_group: said.is_group,
            identifiers: said.identifiers.iter().filter_map(|text| statement::person_identifier(text)).collect(),
            affiliations: said.affiliations.into_iter().map(Affiliation::from).collect(),
        }
    }
}

fn person_key(person: &PersonRecord, name: &str) -> String {
    if person.is_group { group_key(name) } else { name_key(name) }
}

/// The paper that an addition is for.
pub(super) enum Target {
    Paper(i64),
    None(&'static str),
}

impl Writer<'_> {
    /// Adds what an entry says to the paper it names, by identifier or else by exact title; it never makes a paper.
    pub(super) fn add_to_known(
        &self,
        listing: &mut Listing,
        line: u64,
        note: Option<&str>,
        record: &PaperRecord,
    ) -> anyhow::Result<Written> {
        let id = match self.target(record)? {
            Target::Paper(id) => id,
            Target::None(reason) => {
                let urls = record.links.iter().map(|link| link.url.as_str());
                let text = std::iter::once(record.title.as_str()).chain(urls).collect::<Vec<_>>().join(" ");
                let said = statement::in_full(record)?;
                let other = OtherEntry { author_id: None, reason: Some(reason), text: &text, said: Some(&said) };
                self.add_other(listing, line, Outcome::Skipped, &other)?;
                return Ok(Written::Skipped(reason.to_owned()));
            }
        };
        let mut record = record.clone();
        normalize(&mut record);
        let placed = self.add_to(id, &record)?;
        let said = statement::beside(&record, placed.after.as_ref().unwrap_or(&record))?;
        let kept = Kept::Paper { paper_id: id, doubt: None, said, is_addition: true, outcome: placed.outcome };
        self.add_record(listing.next_place(line), note, kept)?;
        listing.counts.count(placed.outcome);
        Ok(Written::Imported(placed.outcome))
    }

    pub(super) fn target(&self, record: &PaperRecord) -> rusqlite::Result<Target> {
        for identifier in &record.identifiers {
            let same = "SELECT min(paper_id) FROM identifier WHERE scheme = ?1 AND value = ?2";
            let values = params![identifier.scheme.as_str(), identifier.value];
            let found: Option<i64> = self.connection.prepare_cached(same)?.query_row(values, |row| row.get(0))?;
            if let Some(id) = found {
                return Ok(Target::Paper(id));
            }
        }
        let key = title_key(&record.title);
        if record.title.is_empty() || is_generic(&key) {
            return Ok(Target::None(
                "no paper in the catalog has its identifier, and its title is no name of one paper",
            ));
        }
        let of_title =
            "SELECT min(id), count(*) FROM paper WHERE title_sketch = ?2 AND title_key = ?1 AND merged_into IS NULL";
        let mut of_title = self.connection.prepare_cached(of_title)?;
        let (id, count): (Option<i64>, i64) =
            of_title.query_row(params![key, title_sketch(&key)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (id, count) {
            (Some(id), 1) => Target::Paper(id),
            (None, _) => Target::None(NO_PAPER),
            (Some(_), _) => Target::None("several papers in the catalog have its title"),
        })
    }

    /// Notes what an entry says of a person who is here: names, identifiers, places.
    pub(super) fn write_person(
        &self,
        listing: &mut Listing,
        line: u64,
        person: &PersonRecord,
    ) -> anyhow::Result<Written> {
        let text = person.names.join("; ");
        let said = serde_json::to_string(&SaidPerson::from(person))?;
        let Some(id) = self.known_person(person)? else {
            let reason = NO_PERSON;
            let other = OtherEntry { author_id: None, reason: Some(reason), text: &text, said: Some(&said) };
            self.add_other(listing, line, Outcome::Skipped, &other)?;
            return Ok(Written::Skipped(reason.to_owned()));
        };
        let outcome = if self.add_person(id, person)? { Outcome::Merged } else { Outcome::Unchanged };
        let other = OtherEntry { author_id: Some(id), reason: None, text: &text, said: Some(&said) };
        self.add_other(listing, line, outcome, &other)?;
        Ok(Written::Imported(outcome))
    }

    /// The author whom an entry about a person means, if a paper is by them.
    pub(super) fn known_person(&self, person: &PersonRecord) -> rusqlite::Result<Option<i64>> {
        let mut known = None;
        for name in &person.names {
            known = known.or(self.terms.known_author(&person_key(person, name), &person.identifiers)?);
        }
        Ok(known)
    }

    /// Adds to an author what an entry says of the person. False when all of it was known.
    pub(super) fn add_person(&self, id: i64, person: &PersonRecord) -> rusqlite::Result<bool> {
        let before = self.connection.total_changes();
        for name in &person.names {
            if self.terms.add_name(id, name, &person_key(person, name))? {
                let author = AuthorMention { is_group: person.is_group, ..AuthorMention::printed(name) };
                self.terms.prefer_name(id, &author)?;
            }
        }
        self.terms.add_person_identifiers(id, &person.identifiers)?;
        if person.is_group {
            self.terms.mark_as_group(id)?;
        }
        for affiliation in &person.affiliations {
            let affiliation_id = self.terms.affiliation_id(affiliation)?;
            let add = "INSERT OR IGNORE INTO author_affiliation (author_id, affiliation_id, name_as_printed) VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(add)?.execute(params![id, affiliation_id, affiliation.name])?;
        }
        Ok(self.connection.total_changes() > before)
    }

    /// Keeps an entry that makes no paper.
    pub(super) fn skip(&self, listing: &mut Listing, line: u64, reason: &str, text: &str) -> anyhow::Result<Written> {
        let other = OtherEntry { author_id: None, reason: Some(reason), text, said: None };
        self.add_other(listing, line, Outcome::Skipped, &other)?;
        Ok(Written::Skipped(reason.to_owned()))
    }

    fn add_other(
        &self,
        listing: &mut Listing,
        line: u64,
        outcome: Outcome,
        other: &OtherEntry<'_>,
    ) -> anyhow::Result<()> {
        listing.position += 1;
        listing.counts.count(outcome);
        let add = include_str!("sql/insert_other_entry.sql");
        let position = listing.position.cast_signed();
        let OtherEntry { author_id, reason, text, said } = other;
        let values = params![listing.id, position, line.cast_signed(), author_id, reason, text, said];
        self.connection.prepare_cached(add)?.execute(values)?;
        Ok(())
    }

    /// Keeps an addition as skipped whose paper is gone.
    pub(super) fn skip_addition(&self, source: &Source) -> anyhow::Result<()> {
        let said = statement::in_full(&source.profile.record)?;
        for (listing_id, position) in &source.rows {
            self.connection
                .execute(include_str!("sql/skip_addition.sql"), params![listing_id, position, said, NO_PAPER])?;
            let gone = "DELETE FROM record WHERE listing_id = ?1 AND position = ?2";
            self.connection.execute(gone, params![listing_id, position])?;
        }
        Ok(())
    }

    /// Keeps what the entries that follow need to be read on their own.
    pub(super) fn keep_head(&self, listing: &Listing, text: &str) -> anyhow::Result<Written> {
        let known = "SELECT length(CAST(head AS BLOB)) FROM listing WHERE id = ?1";
        let length: Option<Option<i64>> =
            self.connection.query_row(known, [listing.id], |row| row.get(0)).optional()?;
        let length = usize::try_from(length.flatten().unwrap_or(0)).unwrap_or(MAX_HEAD_BYTES);
        if length + text.len() <= MAX_HEAD_BYTES {
            let add = "UPDATE listing SET head = coalesce(head, '') || ?2 WHERE id = ?1";
            self.connection.prepare_cached(add)?.execute(params![listing.id, text])?;
        }
        Ok(Written::Stray)
    }
}
