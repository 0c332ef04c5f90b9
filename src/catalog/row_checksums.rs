//! The checksums of rows ([`crate::checksum`]): written with the rows, and proved.
//!
//! Rows that are made by the million get theirs from the statement that adds them. All others, and all that are changed, get
//! theirs by triggers of the connection that writes, which are no part of the file.

use std::fmt::Write;

use anyhow::Context;
use rusqlite::functions::{Context as Arguments, FunctionFlags};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params};

use super::paper;
use crate::checksum::{Values, of_paper};
use crate::record::PaperRecord;

/// The rows of a table.
struct Rows {
    table: &'static str,
    /// By what a row is reached.
    key: &'static [&'static str],
    /// What the checksum is of, in this order: all columns but `id`.
    values: &'static [&'static str],
    /// Whether the statements that add rows give them their checksum.
    added_with_checksum: bool,
}

const fn rows(table: &'static str, key: &'static [&'static str], values: &'static [&'static str]) -> Rows {
    Rows { table, key, values, added_with_checksum: false }
}

const fn many(table: &'static str, key: &'static [&'static str], values: &'static [&'static str]) -> Rows {
    Rows { table, key, values, added_with_checksum: true }
}

/// All tables but `paper`, whose checksum covers its row and those of other tables that hang on it, and those that are made of
/// other tables.
const ROWS: &[Rows] = &[
    rows("venue", &["id"], &["name", "key"]),
    rows("other_key", &["rowid"], &["paper_id", "title_key", "first_author_key", "year", "title_sketch"]),
    rows("suspected_duplicate", &["paper_id", "other_id"], &["paper_id", "other_id", "score", "reason"]),
    many("author", &["id"], &["name", "name_key", "is_group"]),
    many("author_name", &["author_id", "name"], &["author_id", "name", "key"]),
    many("author_identifier", &["scheme", "value"], &["scheme", "value", "author_id"]),
    rows("affiliation", &["id"], &["name", "key", "ror", "country_code", "parent_id"]),
    rows("affiliation_name", &["affiliation_id", "name"], &["affiliation_id", "name", "key"]),
    many("paper_affiliation", &["paper_id", "affiliation_id"], &["paper_id", "affiliation_id", "name_as_printed"]),
    many(
        "authorship_affiliation",
        &["paper_id", "position", "affiliation_id"],
        &["paper_id", "position", "affiliation_id", "name_as_printed"],
    ),
    rows("author_affiliation", &["author_id", "affiliation_id"], &["author_id", "affiliation_id", "name_as_printed"]),
    rows("category", &["id"], &["code"]),
    rows("import", &["id"], &["started_at", "program_version", "undone_at"]),
    rows(
        "listing",
        &["id"],
        &[
            "import_id",
            "path",
            "format",
            "as_of",
            "listed_under",
            "byte_count",
            "hash",
            "new_count",
            "merged_count",
            "unchanged_count",
            "rejected_count",
            "skipped_count",
            "head",
            "completed_count",
            "repeats_id",
            "columns",
        ],
    ),
    many(
        "record",
        &["listing_id", "position"],
        &[
            "listing_id",
            "position",
            "line",
            "outcome",
            "paper_id",
            "doubt",
            "note",
            "reason",
            "text",
            "said",
            "is_addition",
        ],
    ),
    rows(
        "other_entry",
        &["listing_id", "position"],
        &["listing_id", "position", "line", "author_id", "reason", "text", "said"],
    ),
    rows("stray_line", &["listing_id", "line"], &["listing_id", "line", "text"]),
    rows("entry_hash", &["listing_id", "first_position"], &["listing_id", "first_position", "hashes"]),
    rows("decision", &["id"], &["decided_at", "kind", "subject", "detail", "undone_at"]),
    rows(
        "doubtful_reading",
        &["id"],
        &[
            "paper_id",
            "listing_id",
            "position",
            "run_together",
            "title",
            "authors",
            "other_title",
            "other_authors",
            "doubt",
            "decision_id",
            "settled_as",
        ],
    ),
];

impl Rows {
    /// The checksum as SQL, of the columns with something before each.
    fn checksum(&self, before: &str) -> String {
        let values: Vec<_> = self.values.iter().map(|column| format!("{before}{column}")).collect();
        format!("row_checksum({})", values.join(", "))
    }

    /// What keeps the checksums in step.
    fn add_triggers(&self, sql: &mut String) {
        let Self { table, key, values, .. } = self;
        let is_it: Vec<_> = key.iter().map(|column| format!("{column} = NEW.{column}")).collect();
        let (is_it, checksum) = (is_it.join(" AND "), self.checksum("NEW."));
        let mut add = |name: &str, when: &str| {
            // Writing to a text never fails.
            let _ = write!(
                sql,
                "CREATE TEMP TRIGGER IF NOT EXISTS {table}_is_{name} AFTER {when} ON main.{table} \
                 BEGIN UPDATE {table} SET checksum = {checksum} WHERE {is_it}; END;"
            );
        };
        add("changed", &format!("UPDATE OF {}", values.join(", ")));
        if !self.added_with_checksum {
            add("added", "INSERT");
        }
    }
}

/// Gives SQL the function `row_checksum`, of any number of values in their order.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("row_checksum", -1, flags, |values| Ok(of_values(values)))
}

/// Has every row that is written from now on get its checksum. The catalog must be of the present version.
pub(super) fn keep(connection: &Connection) -> rusqlite::Result<()> {
    register(connection)?;
    let mut triggers = String::new();
    ROWS.iter().for_each(|rows| rows.add_triggers(&mut triggers));
    connection.execute_batch(&triggers)
}

fn of_values(arguments: &Arguments<'_>) -> i64 {
    let mut values = Values::default();
    (0..arguments.len()).for_each(|at| add(&mut values, arguments.get_raw(at)));
    values.checksum()
}

/// The same of values on their way into the catalog.
pub(super) fn checksum_of(parameters: &[&dyn ToSql]) -> rusqlite::Result<i64> {
    let mut values = Values::default();
    for parameter in parameters {
        match parameter.to_sql()? {
            ToSqlOutput::Borrowed(value) => add(&mut values, value),
            ToSqlOutput::Owned(value) => add(&mut values, ValueRef::from(&value)),
            _ => unreachable!("only these two are made of numbers and texts"),
        }
    }
    Ok(values.checksum())
}

fn add(values: &mut Values, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => values.nothing(),
        ValueRef::Integer(number) => values.number(number),
        ValueRef::Real(number) => values.number(number.to_bits().cast_signed()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => values.bytes(bytes),
    }
}

/// The rows that are not what was written, a line each; with `all`, also those that have no checksum.
///
/// Fails where `row_checksum` is not registered, and on a row that cannot be read.
pub(super) fn wrong_rows(connection: &Connection, all: bool) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    each_paper(connection, |id, kept, paper, checksum| {
        if kept.map_or(all, |kept| kept != checksum) {
            wrong.push(format!("paper {id}: {}", paper.title));
        }
        Ok(())
    })?;
    for rows in ROWS {
        let Rows { table, key, .. } = rows;
        let which = key.join(" || ', ' || ");
        let checksum = rows.checksum("");
        let sql = format!("SELECT {which} || '' FROM {table} WHERE coalesce(checksum <> {checksum}, ?1)");
        let mut statement = connection.prepare(&sql)?;
        for line in statement.query_map([all], |row| row.get::<_, String>(0))? {
            wrong.push(format!("{table} {}", line?));
        }
    }
    Ok(wrong)
}

/// Writes the checksums of all rows as they are now.
pub(super) fn write_all(connection: &Connection) -> anyhow::Result<()> {
    let mut write = connection.prepare("UPDATE paper SET checksum = ?2 WHERE id = ?1")?;
    each_paper(connection, |id, _, _, checksum| Ok(write.execute(params![id, checksum]).map(drop)?))?;
    for rows in ROWS {
        connection.execute(&format!("UPDATE {} SET checksum = {}", rows.table, rows.checksum("")), [])?;
    }
    Ok(())
}

/// Hands on every paper that went into no other: its id, the checksum that is kept, what its rows say, and the checksum of that.
fn each_paper(
    connection: &Connection,
    mut consume: impl FnMut(i64, Option<i64>, &PaperRecord, i64) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut next = connection.prepare(include_str!("sql/next_checksum.sql"))?;
    let mut after = i64::MIN;
    // One by one, because what is handed on may be written to.
    loop {
        let mut rows = next.query([after])?;
        let Some(row) = rows.next()? else { break };
        let (id, kept, title_key): (i64, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        drop(rows);
        let paper = paper::shown(connection, id).with_context(|| format!("paper {id} cannot be read"))?;
        consume(id, kept, &paper, of_paper(&paper, &title_key))?;
        after = id;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_of_all_that_a_row_holds_but_its_id() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("../../schema.sql")).unwrap();
        let with_checksum =
            "SELECT sqlite_schema.name FROM sqlite_schema, pragma_table_info(sqlite_schema.name) AS held
             WHERE sqlite_schema.type = 'table' AND held.name = 'checksum' AND sqlite_schema.name <> 'paper'";
        let mut tables = connection.prepare(with_checksum).unwrap();
        let mut tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        tables.sort();
        let mut listed: Vec<_> = ROWS.iter().map(|rows| rows.table).collect();
        listed.sort_unstable();
        assert_eq!(tables, listed);
        for rows in ROWS {
            let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
            let columns: Vec<String> =
                columns.query_map([rows.table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            let covered: Vec<_> =
                columns.iter().filter(|column| !["id", "checksum"].contains(&column.as_str())).collect();
            assert_eq!(covered, rows.values.iter().collect::<Vec<_>>(), "{}", rows.table);
        }
    }
}
