//! `rejects`: the entries that could not be read, with file and line.

use rusqlite::{Connection, ToSql, params};

use super::Report;
use super::column::{ReportColumn, column, hidden};
use super::filter::Selection;
use crate::result_table::ColumnKind;

/// The rejected entries of every import, newest import first. Filters on papers do not touch it.
pub struct Rejects {
    /// Only those of this input file; `None`: of all.
    pub listing_id: Option<i64>,
}

impl Report for Rejects {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("listing", ColumnKind::Text, "The input file as it was given; - is standard input"),
            column("line", ColumnKind::Count, "The line on which the entry begins, 1-based"),
            column("reason", ColumnKind::Prose, "Why it was rejected"),
            column("text", ColumnKind::Text, "What the entry says; the end of a very long one is cut"),
            column("listing_id", ColumnKind::Id, "Key of the input file in the catalog; one imported twice has two"),
            hidden("position"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/rejects.sql").into()
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![(":listing_id", &self.listing_id)]
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("listing_id DESC, position".into(), None)
    }
}

/// A rejected entry with what it takes to write it in its own format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The input file's key.
    pub listing_id: i64,
    /// The input file as it was given.
    pub listing: String,
    /// The name of its format.
    pub format: String,
    /// What entries of the file need to be read on their own, such as a header row; empty where nothing.
    pub head: String,
    /// What the entry says.
    pub text: String,
}

/// The rejected entries in file order, of one input file or of all.
pub fn rejected(connection: &Connection, listing_id: Option<i64>) -> anyhow::Result<Vec<Rejected>> {
    let mut statement = connection.prepare(include_str!("sql/rejected_entries.sql"))?;
    let rows = statement.query_map(params![listing_id], |row| {
        Ok(Rejected {
            listing_id: row.get("listing_id")?,
            listing: row.get("listing")?,
            format: row.get("format")?,
            head: row.get("head")?,
            text: row.get("text")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
