//! `years`: papers a year.

use super::Report;
use super::column::{ReportColumn, column};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// How many papers came out each year, also in years without any between the first and the last.
pub struct Years {
    /// What else to count by; `None`: years alone.
    pub by: Option<Dimension>,
}

impl Report for Years {
    fn columns(&self) -> Vec<ReportColumn> {
        let mut columns: Vec<_> = self.by.iter().map(|by| by.label()).collect();
        columns.push(column("year", ColumnKind::Year, "Gregorian year"));
        columns.push(column("paper_count", ColumnKind::Count, "Papers of that year, 0 in a year between without any"));
        columns.extend(self.by.iter().map(|by| by.label_id()));
        columns
    }

    fn sql(&self, selection: &Selection) -> String {
        match self.by {
            Some(by) => by.insert_into(include_str!("sql/years_by.sql"), selection),
            None => Dimension::Year.insert_into(include_str!("sql/years.sql"), selection),
        }
    }

    fn tally(&self) -> Tally {
        Tally::Yearly(self.by.unwrap_or(Dimension::Year))
    }

    fn order(&self) -> (String, Option<&'static str>) {
        match self.by {
            Some(by) => (format!("{}, {}, year", by.name(), by.id_name()), None),
            None => ("year".into(), None),
        }
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes = vec![Note::NoYear];
        notes.extend(self.by.and_then(Dimension::note));
        notes
    }
}
