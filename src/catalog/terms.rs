//! The rows that papers share: authors, affiliations, venues, categories. Each is found by its key, else made.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql, params};

use super::interned::{Interned, Kind};
use super::often::{Kept, Often};
use crate::identifier::PersonIdentifier;
use crate::identity::affiliation::affiliation_key;
use crate::identity::fold::fold;
use crate::identity::merging::name_rank;
use crate::identity::name::{author_key, given_name_first, is_preferred};
use crate::record::{Affiliation, AuthorMention};

/// Finds and makes the rows that papers share: by the indexes of the file, or by what is known in memory while a new catalog
/// is filled. The rules are the same.
pub(super) struct Terms<'catalog> {
    connection: &'catalog Connection,
    /// All that there is; `None`: it is looked for in the file.
    interned: RefCell<Option<Interned>>,
    often: Kept<'catalog>,
}

impl<'catalog> Terms<'catalog> {
    /// In a catalog that has no row of these kinds yet, they can be kept in memory.
    pub(super) fn new(connection: &'catalog Connection, in_memory: bool) -> Self {
        let interned = RefCell::new(in_memory.then(Interned::default));
        Self { connection, interned, often: Kept::new(connection) }
    }

    pub(super) fn connection(&self) -> &'catalog Connection {
        self.connection
    }

    /// Runs a statement that is run often.
    pub(super) fn run(&self, statement: Often, values: impl Params) -> rusqlite::Result<usize> {
        self.often.run(statement, values)
    }

    /// Runs a statement that is run often and adds a row with its checksum.
    pub(super) fn add_row(&self, statement: Often, values: &[&dyn ToSql]) -> rusqlite::Result<usize> {
        self.often.add(statement, values)
    }

    /// Runs a statement that is run often, and reads the row that it finds, if it finds one.
    pub(super) fn find_row<T>(
        &self,
        statement: Often,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        self.often.find_row(statement, values, read)
    }

    /// Whether all that is looked for is known in memory, because a new catalog is filled.
    pub(super) fn is_filling(&self) -> bool {
        self.interned.borrow().is_some()
    }

    /// From now on rows are looked for in the file.
    pub(super) fn leave_memory(&self) {
        self.interned.take();
    }

    /// The id of a row: as known in memory, else as the statement finds it.
    fn find(&self, kind: Kind, parts: &[&[u8]], sql: &str, values: impl Params) -> rusqlite::Result<Option<i64>> {
        if let Some(interned) = &*self.interned.borrow() {
            return Ok(interned.get(kind, parts));
        }
        let found = self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }

    /// Whether a row is noted in memory for the first time; `None` where rows are not kept in memory.
    fn note(&self, kind: Kind, parts: &[&[u8]], id: i64) -> Option<bool> {
        self.interned.borrow_mut().as_mut().map(|interned| interned.add(kind, parts, id))
    }

    /// Adds a row if memory does not know it, or is not used and the file does not have it. True where it was added.
    fn add(&self, kind: Kind, parts: &[&[u8]], id: i64, sql: &str, values: impl Params) -> rusqlite::Result<bool> {
        if self.note(kind, parts, id) == Some(false) {
            return Ok(false);
        }
        Ok(self.connection.prepare_cached(sql)?.execute(values)? > 0)
    }

    /// The author that is mentioned, given the key of the name, made if there is none: by identifier, else by name. Of
    /// namesakes, the one known longest whom no identifier tells from the one mentioned.
    pub(super) fn author_id(&self, author: &AuthorMention, key: &str) -> rusqlite::Result<i64> {
        let (id, is_new) = match self.known_author(key, &author.identifiers)? {
            Some(id) => (id, false),
            None => {
                let preferred = if author.is_group {
                    author.name_as_printed.clone()
                } else {
                    given_name_first(&author.name_as_printed)
                };
                self.add_row(Often::Author, params![preferred, key, 0])?;
                (self.connection.last_insert_rowid(), true)
            }
        };
        if self.add_name(id, &author.name_as_printed, key)? && !is_new {
            self.prefer_name(id, author)?;
        }
        self.add_person_identifiers(id, &author.identifiers)?;
        if author.is_group {
            self.mark_as_group(id)?;
        }
        Ok(id)
    }

    /// Shows an author under a new form of the name where it is the fuller one.
    pub(super) fn prefer_name(&self, id: i64, author: &AuthorMention) -> rusqlite::Result<()> {
        let printed = &author.name_as_printed;
        let form = if author.is_group { printed.clone() } else { given_name_first(printed) };
        let known: String = self
            .connection
            .prepare_cached("SELECT name FROM author WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        if form != known && is_preferred(&form, &known) {
            let rename = "UPDATE author SET name = ?2, name_key = ?3 WHERE id = ?1";
            self.connection.prepare_cached(rename)?.execute(params![id, form, author_key(author)])?;
        }
        Ok(())
    }

    /// The author with one of some identifiers, else the one with a name's key.
    pub(super) fn known_author(&self, key: &str, identifiers: &[PersonIdentifier]) -> rusqlite::Result<Option<i64>> {
        for identifier in identifiers {
            let known = "SELECT author_id FROM author_identifier WHERE scheme = ?1 AND value = ?2";
            let (scheme, value) = (identifier.scheme.as_str(), identifier.value.as_str());
            let parts = [scheme.as_bytes(), value.as_bytes()];
            if let Some(id) = self.find(Kind::PersonIdentifier, &parts, known, params![scheme, value])? {
                return Ok(Some(id));
            }
        }
        for id in self.namesakes(key)? {
            if !self.is_told_apart(id, identifiers)? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The authors who bear a name, given its key, those known longest first.
    fn namesakes(&self, key: &str) -> rusqlite::Result<Vec<i64>> {
        if let Some(interned) = &*self.interned.borrow() {
            return Ok(interned.all(Kind::Author, key.as_bytes()));
        }
        // Sorted here: SQLite would prepare a statement with a bound value and an order anew each time.
        let mut named = self.connection.prepare_cached("SELECT author_id FROM author_name WHERE key = ?1")?;
        let mut ids = named.query_map([key], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Whether an author, whom none of the identifiers names, has another value of one of the schemes: then they are two.
    fn is_told_apart(&self, id: i64, identifiers: &[PersonIdentifier]) -> rusqlite::Result<bool> {
        for identifier in identifiers {
            let scheme = identifier.scheme.as_str();
            let other = "SELECT author_id FROM author_identifier WHERE author_id = ?1 AND scheme = ?2";
            let parts = [&id.to_le_bytes()[..], scheme.as_bytes()];
            if self.find(Kind::PersonScheme, &parts, other, params![id, scheme])?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes a form of an author's name.
    pub(super) fn add_name(&self, id: i64, name: &str, key: &str) -> rusqlite::Result<bool> {
        let parts = [&id.to_le_bytes()[..], name.as_bytes()];
        if self.note(Kind::AuthorForm, &parts, id) == Some(false) {
            return Ok(false);
        }
        let is_new = self.add_row(Often::AuthorName, params![id, name, key])? > 0;
        if is_new && let Some(interned) = &mut *self.interned.borrow_mut() {
            interned.add_one_of(Kind::Author, key.as_bytes(), id);
        }
        Ok(is_new)
    }

    /// Notes what registries call an author; a value that is another's stays the other's.
    pub(super) fn add_person_identifiers(&self, id: i64, identifiers: &[PersonIdentifier]) -> rusqlite::Result<()> {
        for identifier in identifiers {
            let add = include_str!("sql/insert_author_identifier.sql");
            let (scheme, value) = (identifier.scheme.as_str(), identifier.value.as_str());
            let parts = [scheme.as_bytes(), value.as_bytes()];
            if self.add(Kind::PersonIdentifier, &parts, id, add, params![scheme, value, id])? {
                self.note(Kind::PersonScheme, &[&id.to_le_bytes()[..], scheme.as_bytes()], id);
            }
        }
        Ok(())
    }

    /// Notes that an author is a collaboration or an organisation.
    pub(super) fn mark_as_group(&self, id: i64) -> rusqlite::Result<()> {
        let mark = "UPDATE author SET is_group = 1 WHERE id = ?1 AND is_group = 0";
        self.connection.prepare_cached(mark)?.execute([id])?;
        Ok(())
    }

    /// The affiliation with this ROR, this name or an alias of it, made if there is none.
    pub(super) fn affiliation_id(&self, affiliation: &Affiliation) -> rusqlite::Result<i64> {
        let name = &affiliation.name;
        let folded = fold(name);
        let id = match self.known_affiliation(affiliation, &folded)? {
            Some(id) => id,
            None => {
                let key = affiliation_key(name);
                let add = "INSERT INTO affiliation (name, key) VALUES (?1, ?2)";
                self.connection.prepare_cached(add)?.execute(params![name, key])?;
                let id = self.connection.last_insert_rowid();
                self.note(Kind::Affiliation, &[key.as_bytes()], id);
                id
            }
        };
        if affiliation.ror.is_some() || affiliation.country_code.is_some() {
            let state = include_str!("sql/state_affiliation.sql");
            self.connection.prepare_cached(state)?.execute(params![id, affiliation.ror, affiliation.country_code])?;
            self.note_ror(id, affiliation.ror.as_deref())?;
        }
        let form = "INSERT OR IGNORE INTO affiliation_name (affiliation_id, name, key) VALUES (?1, ?2, ?3)";
        let parts = [&id.to_le_bytes()[..], name.as_bytes()];
        if self.add(Kind::AffiliationForm, &parts, id, form, params![id, name, folded])? {
            self.note_affiliation_name(&folded, id);
            let shown: String = self
                .connection
                .prepare_cached("SELECT name FROM affiliation WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            if name_rank(name) > name_rank(&shown) {
                let show = "UPDATE affiliation SET name = ?2 WHERE id = ?1";
                self.connection.prepare_cached(show)?.execute(params![id, name])?;
            }
        }
        Ok(id)
    }

    /// The affiliation with a ROR, else with a name's key, else the one that was seen under the name where a source stated
    /// that it is the same.
    fn known_affiliation(&self, affiliation: &Affiliation, folded: &str) -> rusqlite::Result<Option<i64>> {
        if let Some(ror) = &affiliation.ror {
            let by_ror = "SELECT id FROM affiliation WHERE ror = ?1";
            if let Some(id) = self.find(Kind::Ror, &[ror.as_bytes()], by_ror, [ror])? {
                return Ok(Some(id));
            }
        }
        let key = affiliation_key(&affiliation.name);
        let by_key = "SELECT id FROM affiliation WHERE key = ?1";
        if let Some(id) = self.find(Kind::Affiliation, &[key.as_bytes()], by_key, [&key])? {
            return Ok(Some(id));
        }
        if let Some(interned) = &*self.interned.borrow() {
            return Ok(interned.all(Kind::AffiliationName, folded.as_bytes()).first().copied());
        }
        let by_form = "SELECT min(affiliation_id) FROM affiliation_name WHERE key = ?1";
        self.connection.prepare_cached(by_form)?.query_row([folded], |row| row.get(0))
    }

    /// Notes the ROR that an affiliation was given, which is not the one stated where it had one already.
    fn note_ror(&self, id: i64, stated: Option<&str>) -> rusqlite::Result<()> {
        if stated.is_none() || self.interned.borrow().is_none() {
            return Ok(());
        }
        let has = "SELECT ror FROM affiliation WHERE id = ?1";
        let ror: Option<String> = self.connection.prepare_cached(has)?.query_row([id], |row| row.get(0))?;
        if let Some(ror) = ror {
            self.note(Kind::Ror, &[ror.as_bytes()], id);
        }
        Ok(())
    }

    fn note_affiliation_name(&self, folded: &str, id: i64) {
        if let Some(interned) = &mut *self.interned.borrow_mut() {
            interned.add_one_of(Kind::AffiliationName, folded.as_bytes(), id);
        }
    }

    /// The venue with this name, made if there is none; it is shown under the fullest form of the name.
    pub(super) fn venue_id(&self, name: &str) -> rusqlite::Result<i64> {
        let key = venue_key(name);
        let known = "SELECT id FROM venue WHERE key = ?1";
        let Some(id) = self.find(Kind::Venue, &[key.as_bytes()], known, [&key])? else {
            let add = "INSERT INTO venue (name, key) VALUES (?1, ?2)";
            self.connection.prepare_cached(add)?.execute(params![name, key])?;
            let id = self.connection.last_insert_rowid();
            self.note(Kind::Venue, &[key.as_bytes()], id);
            self.note(Kind::VenueForm, &[name.as_bytes()], id);
            return Ok(id);
        };
        if self.note(Kind::VenueForm, &[name.as_bytes()], id) != Some(false) {
            let shown: String = self
                .connection
                .prepare_cached("SELECT name FROM venue WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            if shown != name && name_rank(name) > name_rank(&shown) {
                let show = "UPDATE venue SET name = ?2 WHERE id = ?1";
                self.connection.prepare_cached(show)?.execute(params![id, name])?;
            }
        }
        Ok(id)
    }

    /// The category with this code, made if there is none.
    pub(super) fn category_id(&self, code: &str) -> rusqlite::Result<i64> {
        let known = "SELECT id FROM category WHERE code = ?1";
        if let Some(id) = self.find(Kind::Category, &[code.as_bytes()], known, [code])? {
            return Ok(id);
        }
        self.connection.prepare_cached("INSERT INTO category (code) VALUES (?1)")?.execute([code])?;
        let id = self.connection.last_insert_rowid();
        self.note(Kind::Category, &[code.as_bytes()], id);
        Ok(id)
    }
}

/// A name of signs alone keeps its signs, so that no key is empty.
pub(super) fn venue_key(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.to_lowercase() } else { folded }
}
