//! `categories`: the subject classes, by number of papers.

use super::Report;
use super::column::{ReportColumn, column, hidden, share};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// The categories of the papers, those with most papers first.
pub struct Categories;

impl Report for Categories {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("category", ColumnKind::Text, "Code as stated: cs.LG, or LG where the archive is not known"),
            column("paper_count", ColumnKind::Count, "Papers of the category; a paper may have several"),
            column("first_year", ColumnKind::Year, "Year of the first of them; missing if none has a year"),
            column("last_year", ColumnKind::Year, "Year of the last of them; missing if none has a year"),
            column("with_code", ColumnKind::Count, "Papers of which a source states code or gives its address"),
            share("code_share", "with_code", "paper_count", "with_code of paper_count, 0 to 1"),
            hidden("category_id"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        Dimension::Category.insert_into(include_str!("sql/groups.sql"), selection)
    }

    fn tally(&self) -> Tally {
        Tally::Totals(Dimension::Category)
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("paper_count DESC, category".into(), None)
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::NoCategory]
    }
}
