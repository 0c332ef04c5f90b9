//! What papers can be counted by.

use clap::ValueEnum;

use super::column::{ReportColumn, column, key};
use super::filter::Selection;
use super::note::Note;
use crate::result_table::ColumnKind;

/// A property that sorts papers into groups. A paper with several values counts once in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dimension {
    /// The year it came out
    Year,
    /// Its categories
    Category,
    /// Its affiliations
    Affiliation,
    /// Its journal or conference
    Venue,
    /// Its authors
    Author,
    /// Whether code is stated
    Code,
}

impl Dimension {
    /// The statement that counts the selected papers by label, year and state of code.
    fn counting_sql(self) -> &'static str {
        match self {
            Self::Year => include_str!("sql/by_year.sql"),
            Self::Category => include_str!("sql/by_category.sql"),
            Self::Affiliation => include_str!("sql/by_affiliation.sql"),
            Self::Venue => include_str!("sql/by_venue.sql"),
            Self::Author => include_str!("sql/by_author.sql"),
            Self::Code => include_str!("sql/by_code.sql"),
        }
    }

    /// A statement with the grouping put in: `/* counted */` becomes the counts by label and year, `/* totals */` those by label,
    /// `/* label */` and `/* names */` what a label of the totals is called, `grouped_by` the dimension's name.
    pub(super) fn insert_into(self, sql: &str, selection: &Selection) -> String {
        let (totals, counted) = if selection.is_tallied() {
            (include_str!("sql/tallied_totals.sql"), include_str!("sql/tallied_years.sql"))
        } else {
            (include_str!("sql/totals.sql"), self.counting_sql())
        };
        sql.replace("/* totals */", &format!("\n{totals}"))
            .replace("/* counted */", &format!("\n{counted}"))
            .replace("/* label */", self.label_sql())
            .replace("/* names */", self.names_sql())
            .replace("grouped_by_id", self.id_name())
            .replace("grouped_by", self.name())
    }

    /// What a label of the totals is called.
    fn label_sql(self) -> &'static str {
        match self {
            Self::Year => "total.label_id",
            Self::Category => "category.code",
            Self::Affiliation => "affiliation.name",
            Self::Venue => "venue.name",
            Self::Author => "author.name",
            Self::Code => "CASE WHEN total.label_id = 1 THEN 'stated' ELSE 'not stated' END",
        }
    }

    /// Where the name of a label is from.
    fn names_sql(self) -> &'static str {
        match self {
            Self::Year | Self::Code => "",
            Self::Category => "JOIN category ON category.id = total.label_id",
            Self::Affiliation => "JOIN affiliation ON affiliation.id = total.label_id",
            Self::Venue => "JOIN venue ON venue.id = total.label_id",
            Self::Author => "JOIN author ON author.id = total.label_id",
        }
    }

    /// The name of the label's column.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Category => "category",
            Self::Affiliation => "affiliation",
            Self::Venue => "venue",
            Self::Author => "author",
            Self::Code => "code",
        }
    }

    /// The name of the key's column.
    pub(super) fn id_name(self) -> &'static str {
        match self {
            Self::Year => "year_id",
            Self::Category => "category_id",
            Self::Affiliation => "affiliation_id",
            Self::Venue => "venue_id",
            Self::Author => "author_id",
            Self::Code => "code_id",
        }
    }

    /// The column of the label.
    pub(super) fn label(self) -> ReportColumn {
        match self {
            Self::Year => column("year", ColumnKind::Year, "Gregorian year in which the papers came out"),
            Self::Category => column("category", ColumnKind::Text, "Category code as stated"),
            Self::Affiliation => column("affiliation", ColumnKind::Text, "Affiliation named on the papers"),
            Self::Venue => column("venue", ColumnKind::Text, "Journal or conference"),
            Self::Author => column("author", ColumnKind::Text, "Author of the papers, in the preferred form"),
            Self::Code => {
                column("code", ColumnKind::Text, "\"stated\" where a source states code, else \"not stated\"")
            }
        }
    }

    /// The column of the label's key.
    pub(super) fn label_id(self) -> ReportColumn {
        key(self.id_name(), "Key of the row's group in the catalog; the year itself for years")
    }

    /// Why a paper may be in no group; `None` when every paper is in one.
    pub(super) fn note(self) -> Option<Note> {
        match self {
            Self::Year => Some(Note::NoYear),
            Self::Category => Some(Note::NoCategory),
            Self::Affiliation => Some(Note::NoAffiliation),
            Self::Venue => Some(Note::NoVenue),
            Self::Author => Some(Note::CutAuthors),
            Self::Code => None,
        }
    }
}
