//! `author`: one person on one screen.

use rusqlite::ToSql;

use super::Report;
use super::column::{ReportColumn, column, hidden, share};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// How many rows each part of the report has at most; the co-authors, papers and places beyond have reports of their own.
const PART_LENGTH: i64 = 5;

/// What is known of one person; the selection must be that person's papers ([`super::Selection::by_author`]).
pub struct Author {
    /// The person.
    pub author_id: i64,
}

impl Report for Author {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("fact", ColumnKind::Label, "What the row tells of the person"),
            column("value", ColumnKind::Prose, "The fact itself; missing where the count says it all"),
            column("paper_count", ColumnKind::Count, "The person's papers of which it holds"),
            share("paper_share", "paper_count", "total", "paper_count of all the person's papers, 0 to 1"),
            hidden("total"),
            hidden("part"),
            hidden("place"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        Dimension::Author.insert_into(include_str!("sql/author.sql"), selection)
    }

    fn tally(&self) -> Tally {
        Tally::Totals(Dimension::Author)
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("part, place, value".into(), None)
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![(":author_id", &self.author_id), (":part_length", &PART_LENGTH)]
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::NoYear, Note::CutAuthorsBound]
    }
}
