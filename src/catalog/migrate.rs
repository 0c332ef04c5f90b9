//! Walking an old catalog up to the present schema, one step a version, all steps in one transaction.

use anyhow::Context;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, TransactionBehavior};

use super::blocks::pack_all;
use super::inspect::SCHEMA_VERSION;
use super::own_schema;
use super::row_checksums;
use crate::identity::likeness;
use crate::record::{AuthorMention, PaperRecord};

/// The step from one version to the next.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The version that the step leads to, 2 or more.
    pub to: i32,
    /// Its statements.
    pub sql: &'static str,
    /// What makes rows after them that no statement can.
    pub rows: Option<fn(&Connection) -> anyhow::Result<()>>,
}

impl Migration {
    const fn of(to: i32, sql: &'static str) -> Self {
        Self { to, sql, rows: None }
    }
}

/// Every step there is, oldest first: step `n` leads to version `n + 2`. A change of `schema.sql` appends
/// `include_str!("migrations/0002_<what>.sql")` here and freezes the old schema in `fixtures/catalogs/`.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration::of(2, include_str!("migrations/0002_more_formats.sql")),
    Migration::of(3, include_str!("migrations/0003_answers_at_once.sql")),
    Migration { rows: Some(pack_all), ..Migration::of(4, include_str!("migrations/0004_packed_papers.sql")) },
    Migration {
        rows: Some(row_checksums::write_all),
        ..Migration::of(5, include_str!("migrations/0005_checksums_and_known_entries.sql"))
    },
];

/// Takes every step that the catalog has not taken yet and notes its new version in the same transaction.
///
/// Fails, and leaves the catalog as it was, when a step fails or leaves a row without the row it refers to.
pub fn migrate(connection: &mut Connection, steps: &[Migration]) -> anyhow::Result<()> {
    let version = user_version(connection)?;
    let Some(last) = steps.iter().map(|step| step.to).max().filter(|last| *last > version) else {
        return Ok(());
    };
    register_keys(connection)?;
    row_checksums::register(connection)?;
    // SQLite cannot rebuild a table that others refer to while it checks references; they are checked below instead.
    connection.pragma_update(None, "foreign_keys", false)?;
    // A table that is renamed out of the way must not take along what refers to it.
    connection.pragma_update(None, "legacy_alter_table", true)?;
    let walked = walk(connection, steps, version, last);
    connection.pragma_update(None, "legacy_alter_table", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    walked.with_context(|| format!("could not bring the catalog from version {version} to {last}"))
}

/// Gives SQL the keys that newer versions keep of what older ones have.
fn register_keys(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("title_sketch", 1, flags, |context| {
        Ok(likeness::title_sketch(&context.get::<String>(0)?))
    })?;
    connection.create_scalar_function("first_author_key", 1, flags, |context| {
        let authors = vec![AuthorMention::printed(context.get::<String>(0)?)];
        Ok(likeness::first_author_key(&PaperRecord { authors, ..PaperRecord::default() }))
    })
}

fn walk(connection: &mut Connection, steps: &[Migration], version: i32, last: i32) -> anyhow::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in steps.iter().filter(|step| step.to > version) {
        let make = || {
            transaction.execute_batch(step.sql)?;
            step.rows.map_or(Ok(()), |rows| rows(&transaction))
        };
        make().with_context(|| format!("step to version {}", step.to))?;
    }
    let dangling: i64 = transaction.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    anyhow::ensure!(dangling == 0, "{dangling} rows would refer to rows that do not exist");
    transaction.pragma_update(None, "user_version", last)?;
    if last == SCHEMA_VERSION {
        own_schema::prove(&transaction)?;
    }
    transaction.commit()?;
    Ok(())
}

/// The catalog's schema version.
pub(super) fn user_version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn old_catalog() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE thing (id INTEGER PRIMARY KEY); PRAGMA user_version = 1;").unwrap();
        connection
    }

    #[test]
    fn only_the_steps_that_are_missing_are_taken() {
        let steps = [
            Migration::of(2, "CREATE TABLE second (id INTEGER PRIMARY KEY)"),
            Migration::of(3, "CREATE TABLE third (id INTEGER PRIMARY KEY)"),
        ];
        let mut connection = old_catalog();
        migrate(&mut connection, &steps[..1]).unwrap();
        assert_eq!(user_version(&connection).unwrap(), 2);
        migrate(&mut connection, &steps).unwrap();
        migrate(&mut connection, &steps).unwrap();
        assert_eq!(user_version(&connection).unwrap(), 3);
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 3);
    }

    #[test]
    fn a_step_that_fails_leaves_the_catalog_as_it_was() {
        let steps = [
            Migration::of(2, "CREATE TABLE second (id INTEGER PRIMARY KEY)"),
            Migration::of(3, "CREATE TABLE thing (id INTEGER PRIMARY KEY)"),
        ];
        let mut connection = old_catalog();
        let error = migrate(&mut connection, &steps).unwrap_err();
        assert!(format!("{error:#}").contains("step to version 3"), "{error:#}");
        assert_eq!(user_version(&connection).unwrap(), 1);
        assert!(connection.prepare("SELECT id FROM second").is_err());
    }

    #[test]
    fn a_step_that_leaves_a_dangling_reference_is_undone() {
        let steps = [Migration::of(
            2,
            "CREATE TABLE part (thing_id INTEGER REFERENCES thing (id)); INSERT INTO part VALUES (7);",
        )];
        let mut connection = old_catalog();
        assert!(migrate(&mut connection, &steps).is_err());
        assert_eq!(user_version(&connection).unwrap(), 1);
    }
}
