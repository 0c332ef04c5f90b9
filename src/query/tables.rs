//! `sql --tables`: what there is to ask for, as `schema.sql` describes it.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::result_table::{Cell, Column, ColumnKind, ResultTable, Row};

const SCHEMA: &str = include_str!("../../schema.sql");

const COLUMNS: [Column<'static>; 5] = [
    Column { name: "table", meaning: "The table or view", kind: ColumnKind::Label },
    Column { name: "column", meaning: "The column; missing on the table's own row", kind: ColumnKind::Label },
    Column { name: "type", meaning: "The column's type; what it is, on the table's own row", kind: ColumnKind::Label },
    Column { name: "refers_to", meaning: "The column whose values these are, to join by", kind: ColumnKind::Label },
    Column { name: "meaning", meaning: "What it holds; missing where its name says so", kind: ColumnKind::Prose },
];

/// Every table with its columns; first those made for queries written by hand.
pub fn tables() -> anyhow::Result<ResultTable<'static>> {
    // The present schema, in a catalog that nobody sees.
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(SCHEMA)?;
    let comments = Comments::of(SCHEMA);
    let mut statement = connection.prepare(include_str!("sql/tables.sql"))?;
    let mut rows = statement.query([])?;
    let mut shown: Vec<anyhow::Result<Row>> = Vec::new();
    while let Some(row) = rows.next()? {
        let [table, column, kind, refers_to]: [Option<String>; 4] =
            [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        let meaning = table.as_deref().and_then(|table| comments.of_column(table, column.as_deref()));
        shown.push(Ok([table, column, kind, refers_to, meaning].into_iter().map(cell).collect()));
    }
    Ok(ResultTable { columns: COLUMNS.to_vec(), rows: Box::new(shown.into_iter()), notes: Vec::new() })
}

fn cell(text: Option<String>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Missing, Cell::Text)
}

/// What the comments of the schema say, by table and column.
struct Comments(HashMap<(String, Option<String>), String>);

impl Comments {
    /// A comment on lines of its own is of what follows it, one behind a column of that column.
    fn of(schema: &str) -> Self {
        let mut comments = HashMap::new();
        let mut above: Vec<&str> = Vec::new();
        let mut table: Option<String> = None;
        for line in schema.lines().map(str::trim) {
            if let Some(comment) = line.strip_prefix("--") {
                above.push(comment.trim());
                continue;
            }
            let before = std::mem::take(&mut above).join(" ");
            let mut words = line.split_whitespace();
            let mut note = |table: &str, column: Option<&str>, comment: String| {
                if !comment.is_empty() {
                    comments.insert((table.to_owned(), column.map(str::to_owned)), comment);
                }
            };
            if let Some(name) = created(line) {
                note(name, None, before);
                table = Some(name.to_owned());
            } else if line.starts_with(')') {
                table = None;
            } else if let (Some(table), Some(column)) = (&table, words.next()) {
                let behind = line.split_once("--").map_or("", |(_, comment)| comment.trim());
                note(table, Some(column), [before.as_str(), behind].join(" ").trim().to_owned());
            }
        }
        Self(comments)
    }

    /// A view's column that has the name of one of the table it is of means the same.
    fn of_column(&self, table: &str, column: Option<&str>) -> Option<String> {
        let of = |table: &str| self.0.get(&(table.to_owned(), column.map(str::to_owned))).cloned();
        of(table).or_else(|| column.and_then(|_| of(table.strip_prefix("v_")?)))
    }
}

/// The table or view that a line begins to make.
fn created(line: &str) -> Option<&str> {
    let makes = ["CREATE TABLE ", "CREATE VIEW ", "CREATE VIRTUAL TABLE "];
    let rest = makes.iter().find_map(|make| line.strip_prefix(make))?;
    rest.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_says_what_it_holds_and_every_column_has_its_type() {
        let tables = tables().unwrap();
        let rows: Vec<_> = tables.rows.map(Result::unwrap).collect();
        assert!(rows.len() > 100);
        for row in rows {
            assert!(row[1] != Cell::Missing || row[4] != Cell::Missing, "no comment: {row:?}");
            let is_made = matches!(&row[0], Cell::Text(table) if table.starts_with("v_") || table == "paper_text");
            assert!(row[2] != Cell::Missing || is_made, "no type: {row:?}");
        }
    }

    #[test]
    fn comments_are_of_what_follows_them_or_stands_before_them_on_the_line() {
        let schema = "-- Rooms.\n-- All of them.\nCREATE TABLE room (\n    id INTEGER, -- a key\n    -- How large\n    \
                      size INTEGER,\n    name TEXT\n) STRICT;\nCREATE INDEX x ON room (id); -- no column\n";
        let comments = Comments::of(schema);
        assert_eq!(comments.of_column("room", None).as_deref(), Some("Rooms. All of them."));
        assert_eq!(comments.of_column("room", Some("id")).as_deref(), Some("a key"));
        assert_eq!(comments.of_column("room", Some("size")).as_deref(), Some("How large"));
        assert_eq!(comments.of_column("room", Some("name")), None);
        assert_eq!(comments.0.len(), 3);
    }
}
