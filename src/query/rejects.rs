//! `rejects`: the entries that could not be read, with file and line.

use super::Report;
use super::column::{ReportColumn, column, hidden};
use crate::result_table::ColumnKind;

/// The rejected entries of every import, newest import first. Filters on papers do not touch it.
pub struct Rejects;

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

    fn sql(&self) -> String {
        include_str!("sql/rejects.sql").into()
    }

    fn order(&self) -> String {
        "listing_id DESC, position".into()
    }
}
