//! The rows that papers share: authors, affiliations, venues, categories. Each is found by its key, else made.

use rusqlite::{Connection, OptionalExtension, params};

use crate::identity::affiliation::affiliation_key;
use crate::identity::fold::fold;
use crate::identity::name::name_key;

/// The author with this name, made if there is none. Of namesakes, the one known longest.
pub(super) fn author_id(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let key = name_key(name);
    let known = "SELECT min(author_id) FROM author_name WHERE key = ?1";
    let known: Option<i64> = connection.prepare_cached(known)?.query_row([&key], |row| row.get(0))?;
    let id = match known {
        Some(id) => id,
        None => {
            let add = "INSERT INTO author (name, name_key) VALUES (?1, ?2)";
            connection.prepare_cached(add)?.execute(params![name, key])?;
            connection.last_insert_rowid()
        }
    };
    let form = "INSERT OR IGNORE INTO author_name (author_id, name, key) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(form)?.execute(params![id, name, key])?;
    Ok(id)
}

/// The affiliation with this name or an alias of it, made if there is none.
pub(super) fn affiliation_id(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let key = affiliation_key(name);
    let known = "SELECT id FROM affiliation WHERE key = ?1";
    let id = find_or_add(connection, known, &key, "INSERT INTO affiliation (name, key) VALUES (?1, ?2)", name)?;
    let form = "INSERT OR IGNORE INTO affiliation_name (affiliation_id, name, key) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(form)?.execute(params![id, name, fold(name)])?;
    Ok(id)
}

/// The venue with this name, made if there is none.
pub(super) fn venue_id(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let known = "SELECT id FROM venue WHERE key = ?1";
    find_or_add(connection, known, &fold(name), "INSERT INTO venue (name, key) VALUES (?1, ?2)", name)
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

fn find_or_add(connection: &Connection, find: &str, key: &str, add: &str, name: &str) -> rusqlite::Result<i64> {
    if let Some(id) = connection.prepare_cached(find)?.query_row([key], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    connection.prepare_cached(add)?.execute(params![name, key])?;
    Ok(connection.last_insert_rowid())
}
