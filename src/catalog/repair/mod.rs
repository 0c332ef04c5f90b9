//! Saving what can be read of a damaged catalog into a new one. The damaged file is only ever read, page by page and without
//! SQLite, which gives up at the first page that is not whole.

mod layout;
mod load;
mod mend;
mod pages;
mod private;
mod salvage;
mod trees;

use std::path::Path;

use anyhow::{Context, ensure};
use rusqlite::Connection;

use super::backup::begin_apart_from;
use super::blocks::pack_all;
use super::bulk::Indexes;
use super::check::check;
use super::open::{Catalog, create_schema, plain_path, prepare_to_write};
use super::stop::Stop;
use super::write::ImportFacts;
use crate::whole_file::folder_of;
use load::Loader;
use mend::{Mended, make_keys, mend};
use pages::Pages;
use private::Private;
use salvage::{Receive, Salvaged, salvage, tables};

/// What was saved, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// The papers in the new catalog.
    pub paper_count: i64,
    /// What is lost, a line each, papers first; empty where nothing is.
    pub lost: Vec<String>,
    /// What was left out because it is not the catalog's, a line each.
    pub notes: Vec<String>,
}

/// Copies every row that can be read of the catalog at `path` into a new catalog of the present version, which appears whole and
/// is sound. Neither the file nor what lies beside it is written to. `facts`: what is noted where an entry's own import is lost.
///
/// Fails when there is nothing of a catalog in the file, and when the new file exists and `force` is not given.
pub fn repair(path: &Path, to: &Path, force: bool, facts: &ImportFacts, stop: &Stop) -> anyhow::Result<Repaired> {
    let context = || format!("could not make the catalog {}", to.display());
    let file = begin_apart_from(path, to, force).with_context(context)?;
    let source = Private::open(path, folder_of(file.place()))?;
    let mut connection = Connection::open(plain_path(file.path())).with_context(context)?;
    prepare_to_write(&connection)?;
    connection.execute_batch(include_str!("../sql/prepare_to_create.sql"))?;
    connection.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = OFF")?;
    create_schema(&mut connection).with_context(context)?;
    stop.watch(&mut connection)?;
    let mut repaired = fill(&connection, &source, path, facts, stop).with_context(context)?;
    source.was_at_rest(path)?;
    repaired.notes.splice(0..0, source.notes.iter().cloned());
    let catalog = Catalog::of(connection, file.path(), None);
    catalog.build_text_index().with_context(context)?;
    let findings = check(catalog.connection(), false)?;
    ensure!(findings.is_empty(), "what could be saved of {} is not sound ({})", path.display(), findings.join("; "));
    drop(catalog);
    file.put_in_place().with_context(context)?;
    Ok(repaired)
}

/// Fills a new catalog with what can be read of a damaged one, in one transaction.
fn fill(
    connection: &Connection,
    source: &Private,
    path: &Path,
    facts: &ImportFacts,
    stop: &Stop,
) -> anyhow::Result<Repaired> {
    let pages = Pages::open(source.file.try_clone()?).context("could not read the file")?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let indexes = Indexes::drop(connection)?;
    let mut loader = Loader::new(connection, stop)?;
    let salvaged = salvage(&pages, &mut loader)?;
    let taken: u64 = tables().into_iter().map(|table| loader.taken(table)).sum();
    ensure!(taken > 0, "{} holds no row of a catalog that could be read", path.display());
    indexes.make(connection)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mended = mend(connection, facts, &name)?;
    make_keys(connection)?;
    pack_all(connection)?;
    connection.execute_batch("UPDATE text_index SET is_built = 0; COMMIT")?;
    let paper_count =
        connection.query_row("SELECT count(*) FROM paper WHERE merged_into IS NULL", [], |row| row.get(0))?;
    let lost = in_words(connection, &salvaged, &mended, &loader)?;
    let notes =
        salvaged.left_out.iter().map(|what| format!("left out, because it is not of paperdex: {what}")).collect();
    Ok(Repaired { paper_count, lost, notes })
}

/// What is lost, a line each: papers, parts of papers, and rows by table.
fn in_words(
    connection: &Connection,
    salvaged: &Salvaged,
    mended: &Mended,
    loader: &Loader<'_>,
) -> anyhow::Result<Vec<String>> {
    let titled = |id: &str| -> rusqlite::Result<String> {
        let mut title = connection.prepare_cached("SELECT title FROM paper WHERE id = ?1")?;
        Ok(title.query_row([id], |row| row.get(0)).unwrap_or_default())
    };
    let mut lost: Vec<String> = mended.papers.clone();
    for ((table, key), columns) in &loader.damaged {
        let columns = columns.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        lost.push(match table.as_str() {
            "paper" => format!("{columns} of paper {key}: {}", titled(key)?),
            _ => format!("{columns} of a row of {table} ({key})"),
        });
    }
    for id in &mended.cut_lists {
        let id = id.to_string();
        lost.push(format!("authors of paper {id}: {}", titled(&id)?));
    }
    for (path, count) in &mended.entries {
        let noun = if *count == 1 { "entry" } else { "entries" };
        lost.push(format!("{count} {noun} of {path}: import it again"));
    }
    lost.extend(mended.made_again.iter().cloned());
    for table in tables() {
        let dangling = mended.dangling.get(table).copied().unwrap_or(0);
        let loss = salvaged.losses.get(table);
        let rows = loss.map_or(0, |loss| loss.rows) + dangling;
        let noun = if rows == 1 { "row" } else { "rows" };
        match loss.is_some_and(|loss| loss.is_least) {
            true if rows == 0 => lost.push(format!("perhaps rows of {table}: a part of it could not be reached")),
            true => lost.push(format!("{rows} {noun} of {table} at least")),
            false if rows > 0 => lost.push(format!("{rows} {noun} of {table}")),
            false => {}
        }
    }
    Ok(lost)
}
