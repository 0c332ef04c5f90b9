//! `info`: what the catalog file is, and how much there is in it.

use rusqlite::ToSql;

use super::Report;
use super::column::{ReportColumn, column, hidden};
use super::filter::Selection;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// What the file itself cannot tell, as a question to it gives it the rest.
#[derive(Debug, Default)]
pub struct Info {
    /// Where the catalog is, as it was given.
    pub path: String,
    /// Its size in bytes.
    pub size: Option<i64>,
    /// How large the write-ahead log beside it is, in bytes; `None`: there is none.
    pub log_size: Option<i64>,
    /// The same of a journal that an interrupted write left.
    pub journal_size: Option<i64>,
    /// The version of this program.
    pub program_version: &'static str,
}

impl Report for Info {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("fact", ColumnKind::Label, "What is told"),
            column("value", ColumnKind::Prose, "A text, or a number; sizes are in bytes; missing where there is none"),
            hidden("part"),
        ]
    }

    fn sql(&self, selection: &Selection) -> String {
        let overall = if selection.is_tallied() {
            include_str!("sql/tallied_overall.sql")
        } else {
            include_str!("sql/overall.sql")
        };
        include_str!("sql/info.sql").replace("/* overall */", &format!("\n{overall}"))
    }

    fn tally(&self) -> Tally {
        Tally::Overall
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![
            (":path", &self.path),
            (":size", &self.size),
            (":log_size", &self.log_size),
            (":journal_size", &self.journal_size),
            (":program_version", &self.program_version),
        ]
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("part".into(), None)
    }
}
