//! `stats`: the whole catalog on one screen.

use super::Report;
use super::column::{ReportColumn, column, hidden, share};
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// How much there is of what.
pub struct Stats;

impl Report for Stats {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("fact", ColumnKind::Label, "What is counted"),
            column("number", ColumnKind::Count, "How many there are; a Gregorian year for the first and last year"),
            share("paper_share", "of_papers", "total", "The number as a share of the papers; missing where it is none"),
            hidden("of_papers"),
            hidden("total"),
            hidden("part"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        let overall = if selection.is_tallied() {
            include_str!("sql/tallied_overall.sql")
        } else {
            include_str!("sql/overall.sql")
        };
        include_str!("sql/stats.sql").replace("/* overall */", &format!("\n{overall}"))
    }

    fn tally(&self) -> Tally {
        Tally::Overall
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("part".into(), None)
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::NoYear]
    }
}
