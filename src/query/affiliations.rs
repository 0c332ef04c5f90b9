//! `affiliations`: the places, by number of papers.

use super::Report;
use super::column::{ReportColumn, column, key, share};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// The affiliations named on the papers, those with most papers first.
pub struct Affiliations;

impl Report for Affiliations {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("affiliation", ColumnKind::Text, "Name as first printed"),
            column("paper_count", ColumnKind::Count, "Papers that name it, by whatever author"),
            column("first_year", ColumnKind::Year, "Year of the first of them; missing if none has a year"),
            column("last_year", ColumnKind::Year, "Year of the last of them; missing if none has a year"),
            column("with_code", ColumnKind::Count, "Papers of which a source states code or gives its address"),
            share("code_share", "with_code", "paper_count", "with_code of paper_count, 0 to 1"),
            key("affiliation_id", "Key of the affiliation in the catalog"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        Dimension::Affiliation.insert_into(include_str!("sql/groups.sql"), selection)
    }

    fn tally(&self) -> Tally {
        Tally::Totals(Dimension::Affiliation)
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("paper_count DESC, affiliation".into(), Some("affiliation_id"))
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::NoAffiliation]
    }
}
