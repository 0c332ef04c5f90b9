//! Entries that make no paper of their own: what they add to papers and people that are here, and those that are skipped.

use rusqlite::{OptionalExtension, params};

use super::write::{Kept, Listing, Outcome, Placed, Writer, Written};
use super::{paper, said, terms};
use crate::identity::matching::{is_generic, title_key};
use crate::identity::name::{group_key, name_key};
use crate::record::{Entry, PaperRecord, PersonRecord};

/// How much of what later entries need is kept, in bytes.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// The paper that an addition is for.
enum Target {
    Paper(i64),
    None(&'static str),
}

impl Writer<'_> {
    /// Adds what an entry says to the paper it names, by identifier or else by exact title; it never makes a paper.
    pub(super) fn add_to_known(
        &self,
        listing: &mut Listing,
        entry: &Entry,
        record: &PaperRecord,
    ) -> anyhow::Result<Written> {
        let id = match self.target(record)? {
            Target::Paper(id) => id,
            Target::None(reason) => {
                let urls = record.links.iter().map(|link| link.url.as_str());
                let text = std::iter::once(record.title.as_str()).chain(urls).collect::<Vec<_>>().join(" ");
                return self.skip(listing, entry.line, reason, &text);
            }
        };
        let known = paper::load(self.connection, id)?;
        let Placed { outcome, after, .. } = self.write_into(id, &known, record)?;
        // What an addition does not say is not said otherwise.
        let mut mentioned = record.clone();
        if mentioned.authors.is_empty() {
            (mentioned.authors, mentioned.authors_complete) = (after.authors.clone(), after.authors_complete);
        }
        let said = said::otherwise(&mentioned, &after)?;
        self.add_record(listing, entry, outcome, Kept::Paper { paper_id: id, doubt: None, said })?;
        Ok(Written::Imported(outcome))
    }

    fn target(&self, record: &PaperRecord) -> rusqlite::Result<Target> {
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
        let of_title = "SELECT min(id), count(*) FROM paper WHERE title_key = ?1 AND merged_into IS NULL";
        let mut of_title = self.connection.prepare_cached(of_title)?;
        let (id, count): (Option<i64>, i64) = of_title.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (id, count) {
            (Some(id), 1) => Target::Paper(id),
            (None, _) => Target::None("no paper in the catalog has its identifier or title"),
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
        let key = |name: &String| if person.is_group { group_key(name) } else { name_key(name) };
        let mut known = None;
        for name in &person.names {
            known = known.or(terms::known_author(self.connection, &key(name), &person.identifiers)?);
        }
        let text = person.names.join("; ");
        let Some(id) = known else {
            return self.skip(listing, line, "no paper in the catalog is by this person", &text);
        };
        let before = self.connection.total_changes();
        for name in &person.names {
            terms::add_name(self.connection, id, name, &key(name))?;
        }
        terms::add_person_identifiers(self.connection, id, &person.identifiers)?;
        if person.is_group {
            terms::mark_as_group(self.connection, id)?;
        }
        for affiliation in &person.affiliations {
            let affiliation_id = terms::affiliation_id(self.connection, affiliation)?;
            let add = "INSERT OR IGNORE INTO author_affiliation (author_id, affiliation_id, name_as_printed) VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(add)?.execute(params![id, affiliation_id, affiliation.name])?;
        }
        let outcome = if self.connection.total_changes() > before { Outcome::Merged } else { Outcome::Unchanged };
        self.add_other(listing, line, outcome, Some(id), None, &text)?;
        Ok(Written::Imported(outcome))
    }

    /// Keeps an entry that makes no paper.
    pub(super) fn skip(&self, listing: &mut Listing, line: u64, reason: &str, text: &str) -> anyhow::Result<Written> {
        self.add_other(listing, line, Outcome::Skipped, None, Some(reason), text)?;
        Ok(Written::Skipped(reason.to_owned()))
    }

    fn add_other(
        &self,
        listing: &mut Listing,
        line: u64,
        outcome: Outcome,
        author_id: Option<i64>,
        reason: Option<&str>,
        text: &str,
    ) -> anyhow::Result<()> {
        listing.position += 1;
        listing.counts.count(outcome);
        let add = include_str!("sql/insert_other_entry.sql");
        let position = listing.position.cast_signed();
        let values = params![listing.id, position, line.cast_signed(), author_id, reason, text];
        self.connection.prepare_cached(add)?.execute(values)?;
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
