//! `imports`: what came in, and when.

use rusqlite::{Connection, ToSql, named_params};

use super::Report;
use super::column::{ReportColumn, column};
use super::filter::Selection;
use super::tally;
use crate::result_table::ColumnKind;

/// Every run of the import command, the last first.
pub struct Imports;

/// The input files of one import.
pub struct ImportListings {
    /// The import.
    pub import_id: i64,
}

/// Whether there was an import with this number.
pub fn has_import(connection: &Connection, import_id: i64) -> anyhow::Result<bool> {
    Ok(connection.prepare("SELECT 1 FROM import WHERE id = ?1")?.exists([import_id])?)
}

fn counts() -> [ReportColumn; 7] {
    [
        column("entry_count", ColumnKind::Count, "Entries, the sum of the five counts that follow"),
        column("new_count", ColumnKind::Count, "Entries that are papers the catalog did not have"),
        column("merged_count", ColumnKind::Count, "Entries that added something to a known paper"),
        column("unchanged_count", ColumnKind::Count, "Entries that added nothing"),
        column("rejected_count", ColumnKind::Count, "Entries that could not be read or written"),
        column("skipped_count", ColumnKind::Count, "Entries that make no paper"),
        column("completed_count", ColumnKind::Count, "Author lists that were cut and were made whole"),
    ]
}

impl Report for Imports {
    fn columns(&self) -> Vec<ReportColumn> {
        let mut columns = vec![
            column("number", ColumnKind::Id, "Number of the import, for undo and imports show"),
            column("started_at", ColumnKind::Label, "When it began, UTC (RFC 3339)"),
            column("listing_count", ColumnKind::Count, "Input files"),
        ];
        columns.extend(counts());
        columns.push(column(
            "undone_at",
            ColumnKind::Label,
            "When it was taken back, UTC; missing where it is in force",
        ));
        columns.push(column("listing", ColumnKind::Text, "The first of the input files, as it was given"));
        columns
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/imports.sql").into()
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("number DESC".into(), None)
    }
}

impl Report for ImportListings {
    fn columns(&self) -> Vec<ReportColumn> {
        let mut columns = vec![
            column("listing_id", ColumnKind::Id, "Key of the input file, for rejects --listing and papers --listing"),
            column("listing", ColumnKind::Text, "The input file as it was given; - is standard input"),
            column("format", ColumnKind::Label, "The format it was read as"),
        ];
        columns.extend(counts());
        columns.push(column("as_of", ColumnKind::Date, "The day that dates without a year were read on"));
        columns.push(column("listed_under", ColumnKind::Text, "The page's owner; missing where none was given"));
        columns.push(column("byte_count", ColumnKind::Count, "Size of the file in bytes"));
        columns.push(column("hash", ColumnKind::Label, "XXH3 of the file's bytes, 128 bits"));
        columns
    }

    fn sql(&self, _selection: &Selection) -> String {
        include_str!("sql/import_listings.sql").into()
    }

    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![(":import_id", &self.import_id)]
    }

    fn order(&self) -> (String, Option<&'static str>) {
        ("listing_id".into(), None)
    }
}

/// Whether all papers are of an import: then nothing needs to be selected.
pub fn has_all_papers(connection: &Connection, import_id: i64) -> anyhow::Result<bool> {
    let paper_count = tally::count(connection, &Selection::all())?.cast_signed();
    let params = named_params! { ":import_id": import_id, ":paper_count": paper_count };
    Ok(connection.query_row(include_str!("sql/has_all_papers.sql"), params, |row| row.get(0))?)
}
