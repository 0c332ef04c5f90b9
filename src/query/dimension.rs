//! What papers can be counted by.

use clap::ValueEnum;

use super::column::{ReportColumn, column, key};
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
    /// The statement that gives the selected papers with their labels: `paper_id`, `label` and `label_id`, which
    /// tells namesakes apart.
    fn sql(self) -> &'static str {
        match self {
            Self::Year => include_str!("sql/by_year.sql"),
            Self::Category => include_str!("sql/by_category.sql"),
            Self::Affiliation => include_str!("sql/by_affiliation.sql"),
            Self::Venue => include_str!("sql/by_venue.sql"),
            Self::Author => include_str!("sql/by_author.sql"),
            Self::Code => include_str!("sql/by_code.sql"),
        }
    }

    /// A statement with the grouping put in: `/* grouped */` becomes its statement, `grouped_by` its name.
    pub(super) fn insert_into(self, sql: &str) -> String {
        let sql = sql.replace("/* grouped */", &format!("\n{}", self.sql()));
        sql.replace("grouped_by_id", self.id_name()).replace("grouped_by", self.name())
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
