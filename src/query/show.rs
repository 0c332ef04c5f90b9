//! `show`: one paper, all that is known of it, and from where.

use rusqlite::ToSql;

use super::Report;
use super::column::{ReportColumn, column, hidden};
use super::filter::Selection;
use crate::result_table::ColumnKind;

/// Everything the catalog holds of one paper.
pub struct Show {
    /// The paper.
    pub paper_id: i64,
}

impl Report for Show {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("fact", ColumnKind::Label, "What the row tells of the paper"),
            column("value", ColumnKind::Prose, "The fact; for entries file, line and what became of them"),
            hidden("part"),
            hidden("place"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/show.sql").into()
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("part, place, value".into(), None)
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![(":paper_id", &self.paper_id)]
    }
}
