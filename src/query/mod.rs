//! Questions to the catalog: one struct and one `.sql` file a report. It only reads.
//!
//! [`run`] composes the statement (filters, grouping, order, limit), binds its parameters, checks that the report's
//! columns are the statement's, and hands the rows on one at a time. Shares are divided here, not in SQL, and lists
//! within a cell are gathered here, so that the statements mean the same on every SQL engine.

mod affiliations;
mod author;
mod authors;
mod categories;
mod coauthors;
mod code;
mod column;
mod dimension;
mod duplicates;
mod export;
mod filter;
pub mod find;
mod imports;
mod note;
mod papers;
mod rejects;
mod review;
mod rulings;
mod show;
mod sources;
mod stats;
mod years;

use anyhow::Context;
use rusqlite::{Connection, Statement, ToSql};

use crate::result_table::{ResultTable, Rows};

pub use affiliations::Affiliations;
pub use author::Author;
pub use authors::Authors;
pub use categories::Categories;
pub use coauthors::Coauthors;
pub use code::{Code, CodeList};
pub use column::{ReportColumn, Source};
pub use dimension::Dimension;
pub use duplicates::Duplicates;
pub use export::Export;
pub use filter::{CodeFilter, FilterArgs, Selection, YearRange};
pub use imports::{ImportListings, Imports, has_import};
pub use note::Note;
pub use papers::Papers;
pub use rejects::{Rejected, Rejects, rejected};
pub use review::Review;
pub use rulings::{Rulings, ruling_in_words};
pub use show::Show;
pub use sources::Sources;
pub use stats::Stats;
pub use years::Years;

/// A question with its arguments.
pub trait Report {
    /// The columns in order. Those of the statement come under their own names and in the statement's order.
    fn columns(&self) -> Vec<ReportColumn>;

    /// The statement, without its order and limit. `/* selected */` in it stands for the papers that are asked about.
    fn sql(&self) -> String;

    /// The terms of a total order, over columns of the statement.
    fn order(&self) -> String;

    /// The values of the statement's own parameters.
    fn params(&self) -> Vec<(&'static str, &dyn ToSql)> {
        Vec::new()
    }

    /// What the report cannot count, to be told below it.
    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }
}

/// A report's columns with their meaning, a line each, for a help text.
pub fn columns_help(report: &dyn Report) -> String {
    let columns = report.columns();
    let width = column::shown(&columns, true).map(|column| column.column.name.len()).max().unwrap_or(0);
    let line = |column: &ReportColumn| {
        let when = if column.source == Source::Key { " (with --ids)" } else { "" };
        format!("\n  {:width$}  {}{when}", column.column.name, column.column.meaning)
    };
    column::shown(&columns, true).fold(String::from("Columns:"), |help, column| help + &line(column))
}

/// Every report there is.
pub enum Query {
    /// `papers`
    Papers(Papers),
    /// `show`
    Show(Show),
    /// `authors`
    Authors(Authors),
    /// `author`
    Author(Author),
    /// `coauthors`
    Coauthors(Coauthors),
    /// `years`
    Years(Years),
    /// `code`
    Code(Code),
    /// `code --list`
    CodeList(CodeList),
    /// `affiliations`
    Affiliations(Affiliations),
    /// `categories`
    Categories(Categories),
    /// `stats`
    Stats(Stats),
    /// `export`
    Export(Export),
    /// `rejects`
    Rejects(Rejects),
    /// `review`
    Review(Review),
    /// `imports`
    Imports(Imports),
    /// `imports show`
    ImportListings(ImportListings),
    /// `duplicates`
    Duplicates(Duplicates),
    /// `rulings`
    Rulings(Rulings),
    /// `show --sources`
    Sources(Sources),
}

impl Query {
    fn report(&self) -> &dyn Report {
        match self {
            Self::Papers(report) => report,
            Self::Show(report) => report,
            Self::Authors(report) => report,
            Self::Author(report) => report,
            Self::Coauthors(report) => report,
            Self::Years(report) => report,
            Self::Code(report) => report,
            Self::CodeList(report) => report,
            Self::Affiliations(report) => report,
            Self::Categories(report) => report,
            Self::Stats(report) => report,
            Self::Export(report) => report,
            Self::Rejects(report) => report,
            Self::Review(report) => report,
            Self::Imports(report) => report,
            Self::ImportListings(report) => report,
            Self::Duplicates(report) => report,
            Self::Rulings(report) => report,
            Self::Sources(report) => report,
        }
    }
}

/// In which order, and how many rows.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// A column to sort by before the report's own order, and whether downwards; `None`: the report's order.
    pub sort: Option<(String, bool)>,
    /// The most rows; `None`: all.
    pub limit: Option<u64>,
    /// Whether the catalog's keys are shown.
    pub ids: bool,
}

/// Answers a question about the selected papers and hands the table to `consume`.
///
/// Fails when the sort column is none of the report's, or when the catalog cannot be read.
pub fn run<T>(
    connection: &Connection,
    query: &Query,
    selection: &Selection,
    listing: &Listing,
    consume: impl FnOnce(ResultTable<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let report = query.report();
    let columns = report.columns();
    let notes = note::texts(connection, &report.notes(), selection)?;
    let sql = statement_text(report, &columns, selection, listing)?;
    let mut statement = connection.prepare(&sql).with_context(|| format!("could not prepare the report:\n{sql}"))?;
    check_columns(&statement, &columns)?;
    bind(&mut statement, &selection.params())?;
    bind(&mut statement, &report.params())?;
    let mut lists = column::prepare_lists(connection, &columns)?;
    let mut rows = statement.raw_query();
    let rows: Rows<'_> = Box::new(std::iter::from_fn(|| match rows.next() {
        Ok(row) => row.map(|row| column::read_row(row, &columns, listing.ids, &mut lists)),
        Err(error) => Some(Err(anyhow::Error::new(error).context("could not read the catalog"))),
    }));
    consume(ResultTable {
        columns: column::shown(&columns, listing.ids).map(|column| column.column).collect(),
        rows,
        notes,
    })
}

fn statement_text(
    report: &dyn Report,
    columns: &[ReportColumn],
    selection: &Selection,
    listing: &Listing,
) -> anyhow::Result<String> {
    let mut sql = selection.insert_into(&report.sql());
    let sorts_by_share = listing.sort.as_ref().is_some_and(|(name, _)| {
        columns.iter().any(|column| column.column.name == name && matches!(column.source, Source::Share { .. }))
    });
    if sorts_by_share {
        // Within an expression, SQL takes a name for a column of the tables before one of the result.
        let names: Vec<_> = column::of_statement(columns).map(|column| column.column.name).collect();
        sql = format!("SELECT {}\nFROM (\n{sql}\n) AS report", names.join(", "));
    }
    sql.push_str("\nORDER BY ");
    if let Some((name, downwards)) = &listing.sort {
        let term = |column: &ReportColumn| match column.source {
            Source::Statement | Source::Key => Some(column.column.name.to_owned()),
            Source::Share { part, whole } => Some(format!("{part} * 1.0 / {whole}")),
            Source::Hidden | Source::List(_) | Source::Items(_) => None,
        };
        let sortable: Vec<_> = columns.iter().filter_map(|column| Some((column.column.name, term(column)?))).collect();
        let Some((_, term)) = sortable.iter().find(|(column, _)| column == name) else {
            let names = sortable.iter().map(|(column, _)| *column).collect::<Vec<_>>().join(", ");
            anyhow::bail!("this report cannot be sorted by \"{name}\": give one of {names}");
        };
        sql.push_str(&format!("{term} {} NULLS LAST, ", if *downwards { "DESC" } else { "ASC" }));
    }
    sql.push_str(&report.order());
    if let Some(limit) = listing.limit {
        sql.push_str(&format!("\nLIMIT {limit}"));
    }
    Ok(sql)
}

/// The columns a report declares must be the statement's, or a format would print one under the name of another.
fn check_columns(statement: &Statement<'_>, columns: &[ReportColumn]) -> anyhow::Result<()> {
    let of_statement: Vec<_> = statement.column_names().collect();
    let declared: Vec<_> = column::of_statement(columns).map(|column| column.column.name).collect();
    anyhow::ensure!(declared == of_statement, "the report declares {declared:?}, its statement gives {of_statement:?}");
    Ok(())
}

/// Binds the parameters that the statement has; a filter's may be absent where a report selects no papers.
fn bind(statement: &mut Statement<'_>, params: &[(&str, &dyn ToSql)]) -> anyhow::Result<()> {
    for (name, value) in params {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}
