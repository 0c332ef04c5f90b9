//! How the rows of a table or an index lie in the file: which column is where, and what it may hold.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::pages::Row;

/// How the rows of a table, or the entries of an index, lie in the file.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// In the order in which they are stored.
    pub columns: Vec<Column>,
    /// Whether a row has a key of its own, which is in no column.
    pub has_id: bool,
}

/// A row's columns by name, as many as it has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub columns: Vec<(String, Value)>,
    /// Columns of which something could not be read.
    pub unreadable: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub name: String,
    kind: String,
    /// Whether it may be NULL.
    pub is_nullable: bool,
    /// Whether rows that were stored before the column was added do without it.
    may_be_absent: bool,
    /// Whether it is the key of the row and stored there.
    is_id: bool,
}

impl Layout {
    /// Of a table, as a database with the same definition has it.
    pub(super) fn of_table(model: &Connection, table: &str) -> rusqlite::Result<Self> {
        let without_id = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1";
        let has_id = !model.query_row(without_id, [table], |row| row.get::<_, bool>(0))?;
        let columns =
            "SELECT name, upper(type), \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1) ORDER BY cid";
        let mut statement = model.prepare(columns)?;
        let columns = statement.query_map([table], |row| {
            let (kind, key): (String, i64) = (row.get(1)?, row.get(4)?);
            let (is_required, has_default): (bool, bool) = (row.get(2)?, row.get(3)?);
            let is_id = has_id && key == 1 && kind == "INTEGER";
            let is_nullable = !is_required && (has_id || key == 0);
            let may_be_absent = key == 0 && (is_nullable || has_default);
            Ok((key, Column { name: row.get(0)?, kind, is_nullable, may_be_absent, is_id }))
        })?;
        let mut columns = columns.collect::<Result<Vec<_>, _>>()?;
        if has_id && columns.iter().filter(|(key, _)| *key > 0).count() > 1 {
            columns.iter_mut().for_each(|(_, column)| column.is_id = false);
        }
        if !has_id {
            // A table without such a key is an index of itself: the columns of its key come first.
            columns.sort_by_key(|(key, _)| if *key == 0 { i64::MAX } else { *key });
        }
        Ok(Self { columns: columns.into_iter().map(|(_, column)| column).collect(), has_id })
    }

    /// Of an index on a table of a layout. `None` where it has what is no column, or not an entry for every row.
    pub(super) fn of_index(model: &Connection, index: &str, table: &str, of: &Self) -> rusqlite::Result<Option<Self>> {
        let is_partial = "SELECT partial FROM pragma_index_list(?1) WHERE name = ?2";
        if model.query_row(is_partial, [table, index], |row| row.get::<_, bool>(0))? {
            return Ok(None);
        }
        let mut statement = model.prepare("SELECT cid, name FROM pragma_index_xinfo(?1) ORDER BY seqno")?;
        let parts =
            statement.query_map([index], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)))?;
        let mut columns = Vec::new();
        for part in parts {
            let column = match part? {
                (-1, _) => of
                    .columns
                    .iter()
                    .find(|column| column.is_id)
                    .map(|column| Column { is_id: false, ..column.clone() }),
                (_, name) => of.columns.iter().find(|column| Some(&column.name) == name.as_ref()).cloned(),
            };
            let Some(column) = column else { return Ok(None) };
            columns.push(Column { may_be_absent: false, ..column });
        }
        Ok(Some(Self { columns, has_id: false }))
    }

    /// Whether a row can be one of these.
    pub(super) fn fits(&self, row: &Row) -> bool {
        let width = row.values.len();
        self.has_id == row.id.is_some()
            && width <= self.columns.len()
            && self.columns[width..].iter().all(|column| column.may_be_absent)
            && self
                .columns
                .iter()
                .zip(&row.values)
                .enumerate()
                .all(|(at, (column, value))| row.unreadable.contains(&at) || column.may_hold(value))
    }

    /// The columns of a row, by name, with what they hold.
    pub(super) fn named(&self, row: Row) -> Named {
        let id = row.id.map_or(Value::Null, Value::Integer);
        let value = |column: &Column, value| if column.is_id { id.clone() } else { value };
        let columns = self.columns.iter().zip(row.values);
        Named {
            columns: columns.map(|(column, held)| (column.name.clone(), value(column, held))).collect(),
            unreadable: row.unreadable.iter().map(|at| self.columns[*at].name.clone()).collect(),
        }
    }

    /// Whether the entries of an index tell all columns of a table.
    pub(super) fn covers(&self, table: &Self) -> bool {
        table.columns.iter().all(|column| self.columns.iter().any(|own| own.name == column.name))
    }
}

impl Column {
    fn may_hold(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.is_nullable || self.is_id,
            _ if self.is_id => false,
            Value::Integer(_) => matches!(self.kind.as_str(), "INTEGER" | "INT" | "REAL" | "ANY"),
            Value::Real(_) => matches!(self.kind.as_str(), "REAL" | "ANY"),
            Value::Text(_) => matches!(self.kind.as_str(), "TEXT" | "ANY"),
            Value::Blob(_) => matches!(self.kind.as_str(), "BLOB" | "ANY"),
        }
    }
}
