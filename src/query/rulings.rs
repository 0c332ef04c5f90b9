//! `rulings`: what the user ruled.

use anyhow::Context;
use rusqlite::{Connection, OptionalExtension};

use super::Report;
use super::column::{ReportColumn, column};
use super::filter::Selection;
use crate::result_table::ColumnKind;

/// Every ruling, the last first, also those that were taken back.
pub struct Rulings;

/// What a ruling says, in a line. Fails when there is none with this number.
pub fn ruling_in_words(connection: &Connection, number: i64) -> anyhow::Result<String> {
    let sql = format!("SELECT kind, about, value FROM ({}) WHERE number = ?1", include_str!("sql/rulings.sql"));
    let found = connection.query_row(&sql, [number], |row| {
        let (kind, about): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let value: Option<String> = row.get(2)?;
        let value = value.map(|value| format!(" ({value})")).unwrap_or_default();
        Ok(format!("{kind}: {}{value}", about.unwrap_or_default()))
    });
    found.optional()?.with_context(|| format!("there is no ruling with the number {number}: see `paperdex rulings`"))
}

impl Report for Rulings {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("number", ColumnKind::Id, "Number of the ruling, for undo --ruling"),
            column("decided_at", ColumnKind::Label, "When, UTC (RFC 3339)"),
            column("kind", ColumnKind::Label, "merge, split, apart, set, reading (of a line), or undo"),
            column("about", ColumnKind::Prose, "The titles it is about, or what was taken back"),
            column("value", ColumnKind::Prose, "The field and what it was set to; the title and authors of a reading"),
            column("undone_at", ColumnKind::Label, "When it was taken back, UTC; missing where it is in force"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/rulings.sql").into()
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("number DESC".into(), None)
    }
}
