//! `show --sources`: which entry says what of one paper.

use rusqlite::ToSql;

use super::Report;
use super::column::{ReportColumn, column, hidden};
use super::filter::Selection;
use crate::result_table::ColumnKind;

/// What every entry of a paper states, field by field.
pub struct Sources {
    /// The paper.
    pub paper_id: i64,
}

impl Report for Sources {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("field", ColumnKind::Label, "What the row is about"),
            column("value", ColumnKind::Prose, "What the entry states"),
            column("shown", ColumnKind::Flag, "Whether the paper shows it"),
            column("entry", ColumnKind::Label, "Key of the input file and place of the entry in it, for split --entry"),
            column("listing", ColumnKind::Text, "The input file as it was given"),
            column("line", ColumnKind::Count, "The line on which the entry begins, 1-based"),
            hidden("part"),
            hidden("listing_id"),
            hidden("position"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/sources.sql").into()
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![(":paper_id", &self.paper_id)]
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("part, listing_id, position, value".into(), None)
    }
}
