//! `export`: all that is known of the papers, in columns that `import` takes back without loss.

use super::Report;
use super::column::{ReportColumn, column, items};
use super::filter::Selection;
use super::tally::Tally;
use crate::result_table::ColumnKind;

/// Everything the catalog holds of the selected papers, oldest key first.
pub struct Export;

impl Report for Export {
    fn columns(&self) -> Vec<ReportColumn> {
        vec![
            column("id", ColumnKind::Id, "Key of the paper in the catalog; another catalog gives its own"),
            column("title", ColumnKind::Text, "Title as printed"),
            items("authors", include_str!("sql/export_authors.sql"), "Authors as printed, in order"),
            column("authors_complete", ColumnKind::Flag, "Whether the author list is whole; no where it was cut"),
            items(
                "hidden_authors",
                include_str!("sql/export_hidden_authors.sql"),
                "Authors whose place \"et al.\" hides",
            ),
            items(
                "groups",
                include_str!("sql/export_groups.sql"),
                "Places of the authors that are groups, 1 is the first",
            ),
            column("published_on", ColumnKind::Date, "When it came out first, as far as stated"),
            column("venue", ColumnKind::Text, "Journal, conference or series"),
            items("categories", include_str!("sql/list_categories.sql"), "Category codes as stated"),
            items("keywords", include_str!("sql/export_keywords.sql"), "Keywords as printed"),
            items("affiliations", include_str!("sql/list_affiliations.sql"), "Affiliations named on the paper"),
            items(
                "affiliation_registry",
                include_str!("sql/export_affiliation_registry.sql"),
                "ROR, country and name of the affiliations of which one is stated; - for what is not",
            ),
            items(
                "affiliations_by_author",
                include_str!("sql/export_affiliations_by_author.sql"),
                "Place of the author and affiliation as printed, where a source says whose it is",
            ),
            items(
                "identifiers_by_author",
                include_str!("sql/export_identifiers_by_author.sql"),
                "Place of the author and what a registry calls the person",
            ),
            items("identifiers", include_str!("sql/export_identifiers.sql"), "What registries call the paper"),
            items("links", include_str!("sql/export_links.sql"), "Kind, where it is stated, and address"),
            column("code_stated", ColumnKind::Flag, "Yes where a source states code; missing is not \"no code\""),
            column("abstract", ColumnKind::Text, "The abstract"),
        ]
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/export.sql").into()
    }

    fn tally(&self) -> Tally {
        Tally::Papers
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("id".into(), None)
    }
}
