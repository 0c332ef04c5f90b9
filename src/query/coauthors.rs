//! `coauthors`: who wrote with one person.

use rusqlite::ToSql;

use super::Report;
use super::column::{ReportColumn, column, key};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// The co-authors of one person; the selection must be that person's papers ([`super::Selection::by_author`]).
pub struct Coauthors {
    /// The person.
    pub author_id: i64,
}

impl Report for Coauthors {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("coauthor", ColumnKind::Text, "Preferred form of the co-author's name"),
            column("paper_count", ColumnKind::Count, "Papers together, a lower bound where author lists are cut"),
            column("first_year", ColumnKind::Year, "Year of the first paper together; missing if none has a year"),
            column("last_year", ColumnKind::Year, "Year of the last paper together; missing if none has a year"),
            key("author_id", "Key of the co-author in the catalog"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        Dimension::Author.insert_into(include_str!("sql/coauthors.sql"), selection)
    }

    fn tally(&self) -> Tally {
        Tally::Totals(Dimension::Author)
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("paper_count DESC, coauthor".into(), Some("author_id"))
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![(":author_id", &self.author_id)]
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::CutAuthorsBound, Note::NoYear]
    }
}
