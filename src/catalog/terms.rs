//! The rows that papers share: authors, affiliations, venues, categories. Each is found by its key, else made.

use rusqlite::{Connection, OptionalExtension, params};

use crate::identifier::PersonIdentifier;
use crate::identity::affiliation::affiliation_key;
use crate::identity::fold::fold;
use crate::identity::merging::name_rank;
use crate::identity::name::{author_key, given_name_first, is_preferred};
use crate::record::{Affiliation, AuthorMention};

/// The author that is mentioned, made if there is none: by identifier, else by name. Of namesakes, the one known longest
/// whom no identifier tells from the one mentioned.
pub(super) fn author_id(connection: &Connection, author: &AuthorMention) -> rusqlite::Result<i64> {
    let key = author_key(author);
    let id = match known_author(connection, &key, &author.identifiers)? {
        Some(id) => id,
        None => {
            let preferred = if author.is_group {
                author.name_as_printed.clone()
            } else {
                given_name_first(&author.name_as_printed)
            };
            let add = "INSERT INTO author (name, name_key) VALUES (?1, ?2)";
            connection.prepare_cached(add)?.execute(params![preferred, key])?;
            connection.last_insert_rowid()
        }
    };
    if add_name(connection, id, &author.name_as_printed, &key)? {
        prefer_name(connection, id, author)?;
    }
    add_person_identifiers(connection, id, &author.identifiers)?;
    if author.is_group {
        mark_as_group(connection, id)?;
    }
    Ok(id)
}

/// Shows an author under a new form of the name where it is the fuller one.
pub(super) fn prefer_name(connection: &Connection, id: i64, author: &AuthorMention) -> rusqlite::Result<()> {
    let printed = &author.name_as_printed;
    let form = if author.is_group { printed.clone() } else { given_name_first(printed) };
    let known: String =
        connection.prepare_cached("SELECT name FROM author WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    if form != known && is_preferred(&form, &known) {
        let rename = "UPDATE author SET name = ?2, name_key = ?3 WHERE id = ?1";
        connection.prepare_cached(rename)?.execute(params![id, form, author_key(author)])?;
    }
    Ok(())
}

/// The author with one of some identifiers, else the one with a name's key.
pub(super) fn known_author(
    connection: &Connection,
    key: &str,
    identifiers: &[PersonIdentifier],
) -> rusqlite::Result<Option<i64>> {
    for identifier in identifiers {
        let known = "SELECT author_id FROM author_identifier WHERE scheme = ?1 AND value = ?2";
        let values = params![identifier.scheme.as_str(), identifier.value];
        if let Some(id) = connection.prepare_cached(known)?.query_row(values, |row| row.get(0)).optional()? {
            return Ok(Some(id));
        }
    }
    // Sorted here: SQLite would prepare a statement with a bound value and an order anew each time.
    let mut named = connection.prepare_cached("SELECT author_id FROM author_name WHERE key = ?1")?;
    let mut ids = named.query_map([key], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        if !is_told_apart(connection, id, identifiers)? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Whether an author has another value of one of the schemes: then they are two people.
fn is_told_apart(connection: &Connection, id: i64, identifiers: &[PersonIdentifier]) -> rusqlite::Result<bool> {
    for identifier in identifiers {
        let other = "SELECT 1 FROM author_identifier WHERE author_id = ?1 AND scheme = ?2 AND value <> ?3";
        if connection.prepare_cached(other)?.exists(params![id, identifier.scheme.as_str(), identifier.value])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Notes a form of an author's name.
pub(super) fn add_name(connection: &Connection, id: i64, name: &str, key: &str) -> rusqlite::Result<bool> {
    let form = "INSERT OR IGNORE INTO author_name (author_id, name, key) VALUES (?1, ?2, ?3)";
    Ok(connection.prepare_cached(form)?.execute(params![id, name, key])? > 0)
}

/// Notes what registries call an author; a value that is another's stays the other's.
pub(super) fn add_person_identifiers(
    connection: &Connection,
    id: i64,
    identifiers: &[PersonIdentifier],
) -> rusqlite::Result<()> {
    for identifier in identifiers {
        let add = "INSERT OR IGNORE INTO author_identifier (scheme, value, author_id) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(add)?.execute(params![identifier.scheme.as_str(), identifier.value, id])?;
    }
    Ok(())
}

/// Notes that an author is a collaboration or an organisation.
pub(super) fn mark_as_group(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE author SET is_group = 1 WHERE id = ?1 AND is_group = 0")?.execute([id])?;
    Ok(())
}

/// The affiliation with this ROR, this name or an alias of it, made if there is none.
pub(super) fn affiliation_id(connection: &Connection, affiliation: &Affiliation) -> rusqlite::Result<i64> {
    let name = &affiliation.name;
    let by_ror = "SELECT id FROM affiliation WHERE ror = ?1";
    let known: Option<i64> = match &affiliation.ror {
        Some(ror) => connection.prepare_cached(by_ror)?.query_row([ror], |row| row.get(0)).optional()?,
        None => None,
    };
    let id = match known {
        Some(id) => id,
        None => {
            let known = "SELECT id FROM affiliation WHERE key = ?1";
            let key = affiliation_key(name);
            let known = connection.prepare_cached(known)?.query_row([&key], |row| row.get(0)).optional()?;
            match known.or(affiliation_of_form(connection, name)?) {
                Some(id) => id,
                None => {
                    let add = "INSERT INTO affiliation (name, key) VALUES (?1, ?2)";
                    connection.prepare_cached(add)?.execute(params![name, key])?;
                    connection.last_insert_rowid()
                }
            }
        }
    };
    if affiliation.ror.is_some() || affiliation.country_code.is_some() {
        let state = include_str!("sql/state_affiliation.sql");
        connection.prepare_cached(state)?.execute(params![id, affiliation.ror, affiliation.country_code])?;
    }
    let form = "INSERT OR IGNORE INTO affiliation_name (affiliation_id, name, key) VALUES (?1, ?2, ?3)";
    if connection.prepare_cached(form)?.execute(params![id, name, fold(name)])? > 0 {
        let shown: String = connection
            .prepare_cached("SELECT name FROM affiliation WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        if name_rank(name) > name_rank(&shown) {
            connection.prepare_cached("UPDATE affiliation SET name = ?2 WHERE id = ?1")?.execute(params![id, name])?;
        }
    }
    Ok(id)
}

/// The affiliation that was seen under another form of its name, where a source stated that it is the same.
fn affiliation_of_form(connection: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let form = "SELECT min(affiliation_id) FROM affiliation_name WHERE key = ?1";
    connection.prepare_cached(form)?.query_row([fold(name)], |row| row.get(0))
}

/// The venue with this name, made if there is none; it is shown under the fullest form of the name.
pub(super) fn venue_id(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let key = venue_key(name);
    let known = "SELECT id, name FROM venue WHERE key = ?1";
    let known: Option<(i64, String)> =
        connection.prepare_cached(known)?.query_row([&key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((id, shown)) = known else {
        connection.prepare_cached("INSERT INTO venue (name, key) VALUES (?1, ?2)")?.execute(params![name, key])?;
        return Ok(connection.last_insert_rowid());
    };
    if shown != name && name_rank(name) > name_rank(&shown) {
        connection.prepare_cached("UPDATE venue SET name = ?2 WHERE id = ?1")?.execute(params![id, name])?;
    }
    Ok(id)
}

/// The category with this code, made if there is none.
pub(super) fn category_id(connection: &Connection, code: &str) -> rusqlite::Result<i64> {
    let known = "SELECT id FROM category WHERE code = ?1";
    let known = connection.prepare_cached(known)?.query_row([code], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection.prepare_cached("INSERT INTO category (code) VALUES (?1)")?.execute([code])?;
    Ok(connection.last_insert_rowid())
}

/// A name of signs alone keeps its signs, so that no key is empty.
pub(super) fn venue_key(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.to_lowercase() } else { folded }
}
