//! `papers`: the papers, newest first.

use super::Report;
use super::column::{ReportColumn, column, items, key};
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// The papers, newest first; those without a date last.
pub struct Papers;

impl Report for Papers {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            key("id", "Key of the paper in the catalog"),
            column("title", ColumnKind::Text, "Title as printed"),
            items(
                "authors",
                include_str!("sql/list_authors.sql"),
                "Authors as printed, in order; those whose place \"et al.\" hides come last",
            ),
            column("authors_complete", ColumnKind::Flag, "Whether the author list is whole; no where it was cut"),
            column("published_on", ColumnKind::Date, "When it came out first, as far as stated"),
            items("categories", include_str!("sql/list_categories.sql"), "Category codes as stated"),
            items("affiliations", include_str!("sql/list_affiliations.sql"), "Affiliations named on the paper"),
            column("code_stated", ColumnKind::Flag, "Yes where a source states code; missing is not \"no code\""),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/papers.sql").into()
    }

    fn tally(&self) -> Tally {
        Tally::Papers
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("published_on DESC NULLS LAST, title".into(), Some("id"))
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::CutAuthors]
    }
}
