//! `code`: which papers have code.

use super::Report;
use super::column::{ReportColumn, column, hidden, key, list, share};
use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// How many papers have code, by some property.
pub struct Code {
    /// What to count by.
    pub by: Dimension,
}

impl Report for Code {
    fn columns(&self) -> Vec<ReportColumn> {
        let mut columns = vec![
            self.by.label(),
            column("paper_count", ColumnKind::Count, "Papers of the group"),
            column("with_code", ColumnKind::Count, "Papers of which a source states code or gives its address"),
            column("code_not_stated", ColumnKind::Count, "The others; that is not \"no code\""),
            share("code_share", "with_code", "paper_count", "with_code of paper_count, 0 to 1"),
            column("with_code_url", ColumnKind::Count, "Papers with the address of code, a part of with_code"),
        ];
        columns.push(match self.by {
            Dimension::Year | Dimension::Code => hidden(self.by.id_name()),
            by => by.label_id(),
        });
        columns
    }

    fn sql(&self, selection: &Selection) -> String {
        self.by.insert_into(include_str!("sql/code_by.sql"), selection)
    }

    fn tally(&self) -> Tally {
        Tally::Totals(self.by)
    }

    fn order(&self) -> (String, Option<&'static str>) {
        match self.by {
            Dimension::Year | Dimension::Code => (self.by.name().into(), None),
            by => (format!("paper_count DESC, {}", by.name()), Some(by.id_name())),
        }
    }

    fn notes(&self) -> Vec<Note> {
        self.by.note().into_iter().collect()
    }
}

/// The papers with code, or those without, with the addresses of their code; the selection says which.
pub struct CodeList;

impl Report for CodeList {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            key("id", "Key of the paper in the catalog"),
            column("title", ColumnKind::Text, "Title as printed"),
            column("published_on", ColumnKind::Date, "When it came out first, as far as stated"),
            column("code_stated", ColumnKind::Flag, "Yes where a source states code; missing is not \"no code\""),
            list("code_urls", include_str!("sql/list_code_urls.sql"), "Addresses on hosts made for code"),
            list("project_urls", include_str!("sql/list_project_urls.sql"), "Other addresses that a source gives"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/code_list.sql").into()
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("published_on DESC NULLS LAST, title".into(), Some("id"))
    }

    fn tally(&self) -> Tally {
        Tally::Papers
    }
}
