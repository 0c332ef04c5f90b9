//! `authors`: the people, by number of papers.

use super::Report;
use super::column::{ReportColumn, column, hidden, key};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// The authors of the papers, those with most papers first.
pub struct Authors;

impl Report for Authors {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("author", ColumnKind::Text, "Preferred form of the name"),
            column("paper_count", ColumnKind::Count, "Papers by the author, a lower bound where author lists are cut"),
            column("first_year", ColumnKind::Year, "Year of the first of them; missing if none has a year"),
            column("last_year", ColumnKind::Year, "Year of the last of them; missing if none has a year"),
            hidden("with_code"),
            key("author_id", "Key of the author in the catalog"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        Dimension::Author.insert_into(include_str!("sql/groups.sql"), selection)
    }

    fn tally(&self) -> Tally {
        Tally::Totals(Dimension::Author)
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("paper_count DESC, author".into(), Some("author_id"))
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::CutAuthors]
    }
}
