//! Rows that papers share, after papers changed: forms of names that no paper bears any more are forgotten, and people,
//! places, venues and categories that no paper names. Without it the catalog would remember what was mended or taken back.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::write::Writer;
use crate::identity::affiliation::affiliation_key;
use crate::identity::merging::name_rank;
use crate::identity::name::{given_name_first, group_key, is_preferred, name_key};

/// What papers named before they changed.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub authors: BTreeSet<i64>,
    pub affiliations: BTreeSet<i64>,
    pub venues: BTreeSet<i64>,
    pub categories: BTreeSet<i64>,
}

impl Writer<'_> {
    /// Notes what a paper names, before it changes.
    pub(super) fn touch(&self, paper_id: i64) -> rusqlite::Result<()> {
        self.note_change(paper_id)?;
        let mut touched = self.touched.borrow_mut();
        let parts: [(&str, &mut BTreeSet<i64>); 4] = {
            let Touched { authors, affiliations, venues, categories } = &mut *touched;
            [
                ("SELECT author_id FROM authorship WHERE paper_id = ?1", authors),
                ("SELECT affiliation_id FROM paper_affiliation WHERE paper_id = ?1", affiliations),
                ("SELECT venue_id FROM paper WHERE id = ?1 AND venue_id IS NOT NULL", venues),
                ("SELECT category_id FROM paper_category WHERE paper_id = ?1", categories),
            ]
        };
        for (sql, ids) in parts {
            let mut statement = self.connection.prepare_cached(sql)?;
            let found = statement.query_map([paper_id], |row| row.get::<_, i64>(0))?;
            for id in found {
                ids.insert(id?);
            }
        }
        Ok(())
    }

    /// Forgets what no paper names any more of all that was touched.
    pub(super) fn tidy(&self) -> anyhow::Result<()> {
        let touched = self.touched.take();
        for id in touched.authors {
            tidy_author(self.connection, id)?;
        }
        for id in touched.affiliations {
            tidy_affiliation(self.connection, id)?;
        }
        for id in touched.venues {
            tidy_venue(self.connection, id)?;
        }
        for id in touched.categories {
            self.connection.prepare_cached(include_str!("sql/delete_unused_category.sql"))?.execute([id])?;
        }
        Ok(())
    }
}

/// An author without papers is forgotten; what an entry says of that person is kept as skipped.
fn tidy_author(connection: &Connection, id: i64) -> anyhow::Result<()> {
    let has_papers = "SELECT 1 FROM authorship WHERE author_id = ?1 LIMIT 1";
    if !connection.prepare_cached(has_papers)?.exists([id])? {
        connection.prepare_cached(include_str!("sql/skip_entries_of_person.sql"))?.execute([id])?;
        for table in ["author_name", "author_identifier", "author_affiliation"] {
            connection.prepare_cached(&format!("DELETE FROM {table} WHERE author_id = ?1"))?.execute([id])?;
        }
        connection.prepare_cached("DELETE FROM author WHERE id = ?1")?.execute([id])?;
        return Ok(());
    }
    let names = connection.prepare_cached(include_str!("sql/delete_unused_names.sql"))?.execute([id])?;
    connection.prepare_cached(include_str!("sql/delete_unused_person_identifiers.sql"))?.execute([id])?;
    connection.prepare_cached(include_str!("sql/delete_unused_person_affiliations.sql"))?.execute([id])?;
    connection.prepare_cached(include_str!("sql/unmark_group.sql"))?.execute([id])?;
    if names > 0 {
        prefer_a_name(connection, id)?;
    }
    Ok(())
}

/// Shows an author under the fullest form of the name.
fn prefer_a_name(connection: &Connection, id: i64) -> anyhow::Result<()> {
    let is_group: bool =
        connection.prepare_cached("SELECT is_group FROM author WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    let shown = |name: String| if is_group { name } else { given_name_first(&name) };
    let names = texts(connection, "SELECT name FROM author_name WHERE author_id = ?1 ORDER BY name", id)?;
    let preferred =
        names.into_iter().map(shown).reduce(|best, name| if is_preferred(&name, &best) { name } else { best });
    if let Some(name) = preferred {
        let key = if is_group { group_key(&name) } else { name_key(&name) };
        let rename = "UPDATE author SET name = ?2, name_key = ?3 WHERE id = ?1";
        connection.prepare_cached(rename)?.execute(params![id, name, key])?;
    }
    Ok(())
}

fn tidy_affiliation(connection: &Connection, id: i64) -> anyhow::Result<()> {
    let deleted = connection.prepare_cached(include_str!("sql/delete_unused_affiliation.sql"))?.execute([id])?;
    if deleted > 0 {
        connection.prepare_cached("DELETE FROM affiliation_name WHERE affiliation_id = ?1")?.execute([id])?;
        return Ok(());
    }
    if connection.prepare_cached(include_str!("sql/delete_unused_affiliation_names.sql"))?.execute([id])? == 0 {
        return Ok(());
    }
    let names = texts(connection, "SELECT name FROM affiliation_name WHERE affiliation_id = ?1", id)?;
    if let Some(name) = names.into_iter().max_by_key(|name| name_rank(name)) {
        let taken = "SELECT 1 FROM affiliation WHERE key = ?1 AND id <> ?2";
        let key = affiliation_key(&name);
        let is_taken = connection.prepare_cached(taken)?.exists(params![key, id])?;
        let rename = "UPDATE affiliation SET name = ?2, key = CASE WHEN ?4 THEN key ELSE ?3 END WHERE id = ?1";
        connection.prepare_cached(rename)?.execute(params![id, name, key, is_taken])?;
    }
    Ok(())
}

fn tidy_venue(connection: &Connection, id: i64) -> anyhow::Result<()> {
    let shown = "SELECT name FROM venue WHERE id = ?1";
    let Some(shown) = connection.prepare_cached(shown)?.query_row([id], |row| row.get::<_, String>(0)).optional()?
    else {
        return Ok(());
    };
    if connection.prepare_cached(include_str!("sql/delete_unused_venue.sql"))?.execute([id])? > 0 {
        return Ok(());
    }
    let names = texts(connection, include_str!("sql/names_of_venue.sql"), id)?;
    let key = super::terms::venue_key(&shown);
    let of_it = names.into_iter().filter(|name| super::terms::venue_key(name) == key);
    if let Some(name) = of_it.max_by_key(|name| name_rank(name)).filter(|name| *name != shown) {
        connection.prepare_cached("UPDATE venue SET name = ?2 WHERE id = ?1")?.execute(params![id, name])?;
    }
    Ok(())
}

fn texts(connection: &Connection, sql: &str, id: i64) -> rusqlite::Result<Vec<String>> {
    connection.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect()
}
