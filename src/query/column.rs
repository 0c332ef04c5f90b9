//! The columns of reports, and how a statement's row becomes a row of cells.

use anyhow::Context;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row as SqlRow, Statement};

use crate::result_table::{Cell, Column, ColumnKind, Row};

/// Between the items of a list within one cell.
const LIST_SEPARATOR: &str = "; ";

/// A column of a report and where its values come from.
#[derive(Debug, Clone, Copy)]
pub struct ReportColumn {
    /// What users see.
    pub column: Column<'static>,
    /// Where its values come from.
    pub source: Source,
}

/// Where the values of a column come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The column of the same name in the statement.
    Statement,
    /// The same, for ordering and dividing only: it is not shown.
    Hidden,
    /// The same, a key of the catalog: shown when asked for, because it depends on the order of the imports.
    Key,
    /// One of the statement's columns divided by another; missing where the part is or the whole is zero.
    Share {
        /// The part's column.
        part: &'static str,
        /// The whole's column.
        whole: &'static str,
    },
    /// The values of a second statement for the row's first column, joined; missing where there are none.
    List(&'static str),
    /// The same, so that the values can be told apart again: a `;` within one has a backslash before it.
    Items(&'static str),
}

/// A column of the statement.
pub(super) const fn column(name: &'static str, kind: ColumnKind, meaning: &'static str) -> ReportColumn {
    ReportColumn { column: Column { name, meaning, kind }, source: Source::Statement }
}

/// A key of the catalog, shown when asked for.
pub(super) const fn key(name: &'static str, meaning: &'static str) -> ReportColumn {
    ReportColumn { column: Column { name, meaning, kind: ColumnKind::Id }, source: Source::Key }
}

/// A column of the statement that orders or divides and is not shown.
pub(super) const fn hidden(name: &'static str) -> ReportColumn {
    let column = Column { name, meaning: "", kind: ColumnKind::Id };
    ReportColumn { column, source: Source::Hidden }
}

/// A share of one column in another.
pub(super) const fn share(
    name: &'static str,
    part: &'static str,
    whole: &'static str,
    meaning: &'static str,
) -> ReportColumn {
    ReportColumn { column: Column { name, meaning, kind: ColumnKind::Share }, source: Source::Share { part, whole } }
}

/// A list gathered by a second statement, which takes the row's first column as `:id`.
pub(super) const fn list(name: &'static str, sql: &'static str, meaning: &'static str) -> ReportColumn {
    ReportColumn { column: Column { name, meaning, kind: ColumnKind::Text }, source: Source::List(sql) }
}

/// A list whose values can be told apart again, gathered like [`list`].
pub(super) const fn items(name: &'static str, sql: &'static str, meaning: &'static str) -> ReportColumn {
    ReportColumn { column: Column { name, meaning, kind: ColumnKind::Text }, source: Source::Items(sql) }
}

/// The columns that the statement itself gives.
pub(super) fn of_statement(columns: &[ReportColumn]) -> impl Iterator<Item = &ReportColumn> {
    columns.iter().filter(|column| matches!(column.source, Source::Statement | Source::Hidden | Source::Key))
}

/// The columns that users see, the keys among them or not.
pub(super) fn shown(columns: &[ReportColumn], keys: bool) -> impl Iterator<Item = &ReportColumn> {
    columns.iter().filter(move |column| column.source != Source::Hidden && (keys || column.source != Source::Key))
}

/// The statements of the list columns, in the order of the columns.
pub(super) fn prepare_lists<'connection>(
    connection: &'connection Connection,
    columns: &[ReportColumn],
) -> anyhow::Result<Vec<Statement<'connection>>> {
    let texts = columns.iter().filter_map(|column| match column.source {
        Source::List(sql) | Source::Items(sql) => Some(sql),
        _ => None,
    });
    texts.map(|sql| connection.prepare(sql).with_context(|| format!("could not prepare the list:\n{sql}"))).collect()
}

/// The cells of one row of the statement.
pub(super) fn read_row(
    row: &SqlRow<'_>,
    columns: &[ReportColumn],
    keys: bool,
    lists: &mut [Statement<'_>],
) -> anyhow::Result<Row> {
    let mut lists = lists.iter_mut();
    let cell = |column: &ReportColumn| match column.source {
        Source::Statement | Source::Hidden | Source::Key => cell(row.get_ref(column.column.name)?, column.column),
        Source::Share { part, whole } => Ok(quotient(row.get(part)?, row.get(whole)?)),
        Source::List(_) | Source::Items(_) => {
            let statement = lists.next().expect("one statement was prepared for each list column");
            let are_items = matches!(column.source, Source::Items(_));
            gather(statement, row.get(0)?, if are_items { item } else { |text| text })
        }
    };
    shown(columns, keys).map(cell).collect()
}

/// A value that rows are ordered by, to see whether two are alike in it.
pub(super) fn key_cell(value: ValueRef<'_>) -> anyhow::Result<Cell> {
    Ok(match value {
        ValueRef::Null => Cell::Missing,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Share(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        other @ ValueRef::Blob(_) => anyhow::bail!("a report is ordered by a value of type {}", other.data_type()),
    })
}

fn cell(value: ValueRef<'_>, column: Column<'_>) -> anyhow::Result<Cell> {
    Ok(match (value, column.kind) {
        (ValueRef::Null, _) => Cell::Missing,
        (ValueRef::Integer(number), ColumnKind::Flag) => Cell::Flag(number != 0),
        (ValueRef::Integer(number), _) => Cell::Integer(number),
        (ValueRef::Real(number), ColumnKind::Share) => Cell::Share(number),
        (ValueRef::Text(text), _) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        (other, _) => anyhow::bail!("column {} holds a value of type {}", column.name, other.data_type()),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a catalog has fewer than 2^52 papers")]
fn quotient(part: Option<i64>, whole: i64) -> Cell {
    match part {
        Some(part) if whole != 0 => Cell::Share(part as f64 / whole as f64),
        _ => Cell::Missing,
    }
}

fn gather(statement: &mut Statement<'_>, id: i64, write: fn(String) -> String) -> anyhow::Result<Cell> {
    let values = statement.query_map(&[(":id", &id)], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    Ok(if values.is_empty() {
        Cell::Missing
    } else {
        Cell::Text(values.into_iter().map(write).collect::<Vec<_>>().join(LIST_SEPARATOR))
    })
}

/// A value as an item of a list: a backslash before each `;`, and each backslash before a `;` or the end doubled.
fn item(text: String) -> String {
    if !text.contains(';') && !text.ends_with('\\') {
        return text;
    }
    let mut written = String::with_capacity(text.len() + 4);
    let mut backslashes = 0;
    for letter in text.chars().map(Some).chain([None]) {
        if letter.is_none_or(|letter| letter == ';') {
            written.extend(std::iter::repeat_n('\\', backslashes));
        }
        backslashes = if letter == Some('\\') { backslashes + 1 } else { 0 };
        if letter == Some(';') {
            written.push('\\');
        }
        written.extend(letter);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_within_an_item_is_marked() {
        let cases = [("a", "a"), ("a; b", r"a\; b"), (r"a\b", r"a\b"), (r"a\", r"a\\"), (r"a\; b", r"a\\\; b")];
        for (text, written) in cases {
            assert_eq!(item(text.to_owned()), written, "{text}");
        }
    }
}
