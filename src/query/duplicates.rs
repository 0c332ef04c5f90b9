//! `duplicates`: papers that may be one and are not taken for one.

use super::Report;
use super::column::{ReportColumn, column, hidden};
use super::filter::Selection;
use crate::result_table::ColumnKind;

/// The pairs of papers that may be one, the likeliest first.
pub struct Duplicates;

impl Report for Duplicates {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("ruling", ColumnKind::Label, "Empty; for merge --batch fill in merge or apart"),
            column("score", ColumnKind::Share, "How likely they are one, 0 to 1"),
            column("reason", ColumnKind::Prose, "Why they may be one, and why they are not taken for one"),
            column("paper_id", ColumnKind::Id, "Key of the one paper"),
            column("title", ColumnKind::Prose, "Its title"),
            column("authors", ColumnKind::Text, "Its authors as printed"),
            column("published_on", ColumnKind::Date, "When it came out"),
            column("other_id", ColumnKind::Id, "Key of the other paper"),
            column("other_title", ColumnKind::Prose, "Its title"),
            column("other_authors", ColumnKind::Text, "Its authors as printed"),
            column("other_published_on", ColumnKind::Date, "When it came out"),
            hidden("place"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/duplicates.sql").into()
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("score DESC, place, title, other_title".into(), Some("paper_id, other_id"))
    }
}
