//! Questions to the catalog: one struct and one `.sql` file a report. It only reads.
//!
//! [`run`] composes the statement (filters, grouping, order, limit), binds its parameters, checks that the report's
//! columns are the statement's, and hands the rows on one at a time. Shares are divided here, not in SQL, and lists
//! within a cell are gathered here, so that the statements mean the same on every SQL engine. A query that the user wrote is
//! answered by [`sandbox`].

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
mod info;
mod note;
mod papers;
mod pick;
mod plans;
mod rejects;
mod review;
mod rulings;
pub mod sandbox;
mod show;
mod sources;
mod stats;
mod tables;
mod tally;
mod ties;
mod totals;
mod years;

use anyhow::Context;
use rusqlite::{Connection, Row, Statement, ToSql};

use crate::result_table::{ResultTable, Rows};
use tally::Top;

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
pub use imports::{ImportListings, Imports, has_all_papers, has_import};
pub use info::Info;
pub use note::Note;
pub use papers::Papers;
pub use rejects::{Rejected, Rejects, rejected};
pub use review::Review;
pub use rulings::{Rulings, ruling_in_words};
pub use show::Show;
pub use sources::Sources;
pub use stats::Stats;
pub use tables::tables;
pub use tally::Tally;
pub use years::Years;

/// A question with its arguments.
pub trait Report {
    /// The columns in order. Those of the statement come under their own names and in the statement's order.
    fn columns(&self) -> Vec<ReportColumn>;

    /// The statement, without its order and limit. `/* selected */` in it stands for the papers that are asked about.
    fn sql(&self, selection: &Selection) -> String;

    /// The terms of the order, over columns of the statement, and the catalog's key that makes it total. Rows that only the
    /// key tells apart come in the order of what they show; `None`: the terms tell all rows apart.
    fn order(&self) -> (String, Option<&'static str>);

    /// What is counted for the statement beforehand.
    fn tally(&self) -> Tally {
        Tally::Nothing
    }

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
    /// `info`
    Info(Info),
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
            Self::Info(report) => report,
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
    let has_ties = report.order().1.is_some();
    let beyond = if has_ties { BEYOND } else { 0 };
    let fetched = listing.limit.map(|limit| limit.saturating_add(beyond).min(i64::MAX.cast_unsigned()));
    // What is counted beforehand and what the statement reads must be of one moment, also while an import goes on.
    let _one_moment = connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
    let (notes, listed) = tally(connection, report, selection, listing, fetched)?;
    let selection = listed.as_ref().unwrap_or(selection);
    let asked = Asked { connection, report, columns: &columns, selection, listing };
    let mut statement = asked.prepare(fetched, 0)?;
    check_columns(&statement, &columns)?;
    let mut lists = column::prepare_lists(connection, &columns)?;
    let tied = asked.tied_columns(&statement)?;
    let mut rows = statement.raw_query();
    let rows = std::iter::from_fn(|| match rows.next() {
        Ok(row) => row.map(|row| asked.read(row, &tied, &mut lists)),
        Err(error) => Some(Err(anyhow::Error::new(error).context("could not read the catalog"))),
    });
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let rows: Rows<'_> = if has_ties {
        ties::in_order(rows, listing.limit.map(count), fetched.map(count), |begins| asked.run_of_ties(begins))
    } else {
        Box::new(rows.map(|row| row.map(|(_, shown)| shown)))
    };
    consume(ResultTable {
        columns: column::shown(&columns, listing.ids).map(|column| column.column).collect(),
        rows,
        notes,
    })
}

/// Counts what the report needs counted of the selected papers. Returns the notes that apply and, where the papers that the
/// report lists are handed over to its statement, the selection of those.
fn tally(
    connection: &Connection,
    report: &dyn Report,
    selection: &Selection,
    listing: &Listing,
    fetched: Option<u64>,
) -> anyhow::Result<(Vec<String>, Option<Selection>)> {
    let notes = report.notes();
    if !selection.is_tallied() {
        let (all, counts) = note::count_by_sql(connection, &notes, selection)?;
        return Ok((note::texts(&notes, all, &counts), None));
    }
    let (terms, _) = report.order();
    let sort = listing.sort.as_ref().map(|(name, downwards)| (name.as_str(), *downwards));
    let (by, is_downwards) = sort.unwrap_or_else(|| {
        let term = terms.split(',').next().unwrap_or(&terms);
        (term.split(' ').next().unwrap_or(term), term.contains(" DESC"))
    });
    // One more, because a person's co-authors are counted together with that person.
    let count = fetched.and_then(|fetched| usize::try_from(fetched).ok()?.checked_add(1));
    let top = count.map(|count| Top { count, by, is_upwards: !is_downwards });
    // Papers are cut off by date alone.
    let top = top.filter(|top| report.tally() != Tally::Papers || (top.by == "published_on" && !top.is_upwards));
    let tally = match report.tally() {
        // All of them need no list.
        Tally::Papers if top.is_none() && selection.is_all() => Tally::Nothing,
        tally => tally,
    };
    if tally == Tally::Nothing && notes.is_empty() {
        return Ok((Vec::new(), None));
    }
    let (all, counts) = tally::take(connection, selection, tally, top, &notes)?;
    Ok((note::texts(&notes, all, &counts), (tally == Tally::Papers).then(|| selection.listed())))
}

/// So many rows are fetched beyond a limit, to see whether the last ones are ties.
const BEYOND: u64 = 50;

/// A report on its way: what is asked, and of which papers.
struct Asked<'a> {
    connection: &'a Connection,
    report: &'a dyn Report,
    columns: &'a [ReportColumn],
    selection: &'a Selection,
    listing: &'a Listing,
}

impl<'a> Asked<'a> {
    /// The report's statement, bound, for `limit` rows at most after the first `offset`.
    fn prepare(&self, limit: Option<u64>, offset: usize) -> anyhow::Result<Statement<'a>> {
        let mut sql = statement_text(self.report, self.columns, self.selection, self.listing)?;
        match limit {
            Some(limit) => sql.push_str(&format!("\nLIMIT {limit}")),
            None if offset > 0 => sql.push_str(&format!("\nLIMIT {} OFFSET {offset}", i64::MAX)),
            None => {}
        }
        let mut statement =
            self.connection.prepare(&sql).with_context(|| format!("could not prepare the report:\n{sql}"))?;
        bind(&mut statement, &self.selection.params())?;
        bind(&mut statement, &self.report.params())?;
        Ok(statement)
    }

    /// By which columns of the statement rows are ordered before the key.
    fn tied_columns(&self, statement: &Statement<'_>) -> anyhow::Result<Vec<usize>> {
        let (terms, _) = self.report.order();
        let mut names: Vec<_> = terms.split(", ").filter_map(|term| term.split(' ').next()).collect();
        if let Some((sort, _)) = &self.listing.sort {
            let by = self.columns.iter().find(|column| column.column.name == sort);
            match by.map(|column| column.source) {
                Some(Source::Share { part, whole }) => names.extend([part, whole]),
                _ => names.push(sort),
            }
        }
        names.into_iter().map(|name| Ok(statement.column_index(name)?)).collect()
    }

    fn read(&self, row: &Row<'_>, tied: &[usize], lists: &mut [Statement<'_>]) -> anyhow::Result<ties::Ordered> {
        let key = tied.iter().map(|at| column::key_cell(row.get_ref(*at)?)).collect::<Result<Vec<_>, _>>()?;
        Ok((key, column::read_row(row, self.columns, self.listing.ids, lists)?))
    }

    /// The whole run of ties that begins with a row.
    fn run_of_ties(&self, begins: usize) -> anyhow::Result<Vec<crate::result_table::Row>> {
        let mut statement = self.prepare(None, begins)?;
        let tied = self.tied_columns(&statement)?;
        let mut lists = column::prepare_lists(self.connection, self.columns)?;
        let mut rows = statement.raw_query();
        let rows = std::iter::from_fn(|| match rows.next() {
            Ok(row) => row.map(|row| self.read(row, &tied, &mut lists)),
            Err(error) => Some(Err(error.into())),
        });
        ties::next_run(&mut rows.peekable()).unwrap_or_else(|| Ok(Vec::new()))
    }
}

fn statement_text(
    report: &dyn Report,
    columns: &[ReportColumn],
    selection: &Selection,
    listing: &Listing,
) -> anyhow::Result<String> {
    let mut sql = selection.insert_into(&report.sql(selection));
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
    let (terms, key) = report.order();
    sql.push_str(&terms);
    sql.extend(key.iter().flat_map(|key| [", ", key]));
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
