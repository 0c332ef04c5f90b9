//! `review`: the entries whose reading is not sure, with both readings side by side.

use super::Report;
use super::column::{ReportColumn, column};
use super::filter::Selection;
use crate::result_table::ColumnKind;

/// The doubtful entries that the user has not ruled on, in the order in which they came in.
pub struct Review;

impl Report for Review {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("number", ColumnKind::Id, "Number of the doubtful entry, for --accept and --choose"),
            column("ruling", ColumnKind::Label, "Empty; for --batch fill in 1, 2 or edited"),
            column("title", ColumnKind::Prose, "Title by the likelier reading, which was imported"),
            column("authors", ColumnKind::Prose, "Printed authors by that reading"),
            column("other_title", ColumnKind::Prose, "Title by the other reading; missing where there is none"),
            column("other_authors", ColumnKind::Prose, "Printed authors by the other reading"),
            column("doubt", ColumnKind::Text, "Why the reading is not sure"),
            column("listing", ColumnKind::Text, "The input file that first showed the entry"),
            column("line", ColumnKind::Count, "The line on which the entry begins, 1-based"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/review.sql").into()
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("number".into(), None)
    }
}
