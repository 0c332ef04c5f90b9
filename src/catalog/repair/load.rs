//! Rows of a damaged catalog into a new one, which refuses what cannot be. Of a row that is refused whole, what it says beside the
//! part that cannot be is kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, params_from_iter};

use super::layout::Named;
use super::salvage::{Receive, tables};
use crate::catalog::Stop;
use crate::identifier::{PersonScheme, Scheme};

/// What is written of a paper or a person where it could not be read; keys are made anew. "The list is cut" is what is said where
/// it is not known whether it is.
const UNKNOWN: &[(&str, &str, Value)] = &[
    ("paper", "title_key", Value::Text(String::new())),
    ("paper", "authors_complete", Value::Integer(0)),
    ("paper", "with_code_url", Value::Integer(0)),
    ("author", "name_key", Value::Text(String::new())),
    ("author", "is_group", Value::Integer(0)),
];

/// Columns that follow from what else is there, and are made anew.
const DERIVED: &[&str] = &["title_key", "name_key", "title_sketch", "first_author_key", "with_code_url"];

/// A column of a table of the new catalog.
struct Column {
    name: String,
    is_required: bool,
    is_key: bool,
}

/// A reference of one column to another table's.
struct Reference {
    from: String,
    exists: String,
}

/// A new catalog while it is filled.
pub(super) struct Loader<'c> {
    connection: &'c Connection,
    stop: &'c Stop,
    columns: HashMap<&'static str, Vec<Column>>,
    references: HashMap<&'static str, Vec<Reference>>,
    taken: HashMap<String, u64>,
    refused: HashMap<String, u64>,
    /// Rows of which only a part is kept: the table, its key, and the columns that are not.
    pub damaged: BTreeMap<(String, String), BTreeSet<String>>,
}

impl<'c> Loader<'c> {
    /// Prepares for the rows of all tables.
    pub(super) fn new(connection: &'c Connection, stop: &'c Stop) -> anyhow::Result<Self> {
        connection.execute_batch(include_str!("../sql/repair_begin.sql"))?;
        let (mut columns, mut references) = (HashMap::new(), HashMap::new());
        for table in tables() {
            let mut statement = connection.prepare("SELECT name, \"notnull\", pk > 0 FROM pragma_table_info(?1)")?;
            let of = statement.query_map([table], |row| {
                Ok(Column { name: row.get(0)?, is_required: row.get(1)?, is_key: row.get(2)? })
            })?;
            columns.insert(table, of.collect::<Result<Vec<_>, _>>()?);
            let mut statement =
                connection.prepare("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)")?;
            let of = statement.query_map([table], |row| {
                let (parent, to): (String, String) = (row.get(1)?, row.get(2)?);
                Ok(Reference { from: row.get(0)?, exists: format!("SELECT 1 FROM {parent} WHERE {to} = ?1") })
            })?;
            references.insert(table, of.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(Self {
            connection,
            stop,
            columns,
            references,
            taken: HashMap::new(),
            refused: HashMap::new(),
            damaged: BTreeMap::new(),
        })
    }

    fn insert(&self, table: &str, row: &[(String, Value)]) -> rusqlite::Result<Added> {
        let names: Vec<_> = row.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let marks: Vec<_> = (1..=row.len()).map(|at| format!("?{at}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
        let added = self.connection.prepare_cached(&sql)?.execute(params_from_iter(row.iter().map(|(_, value)| value)));
        match added {
            Ok(_) => Ok(Added::Yes),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                let code = error.sqlite_error().map_or(0, |error| error.extended_code);
                let twice = [SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE];
                Ok(if twice.contains(&code) { Added::Twice } else { Added::No })
            }
            Err(error) => Err(error),
        }
    }

    /// Adds a row without some of what it says, as little as can be left out.
    fn insert_a_part(&self, table: &str, row: &Named) -> rusqlite::Result<Option<Vec<String>>> {
        let columns = &self.columns[table];
        let may_go: Vec<usize> = (0..row.columns.len())
            .filter(|at| {
                let (name, value) = &row.columns[*at];
                let column = columns.iter().find(|column| column.name == *name);
                *value != Value::Null && column.is_some_and(|column| !column.is_required && !column.is_key)
            })
            .collect();
        let one = may_go.iter().map(|at| vec![*at]);
        let two =
            may_go.iter().flat_map(|one| may_go.iter().filter(move |at| *at > one).map(move |at| vec![*one, *at]));
        for leave_out in one.chain(two).chain([may_go.clone()]) {
            let mut part = row.columns.clone();
            for at in &leave_out {
                part[*at].1 = Value::Null;
            }
            if matches!(self.insert(table, &part)?, Added::Yes) {
                return Ok(Some(leave_out.iter().map(|at| row.columns[*at].0.clone()).collect()));
            }
        }
        Ok(None)
    }

    /// What a table has been given and cannot have.
    fn refuse(&mut self, table: &str, is_spare: bool) {
        if !is_spare {
            *self.refused.entry(table.to_owned()).or_default() += 1;
        }
    }
}

/// What became of a row.
enum Added {
    Yes,
    /// There is one with its key, or with a value that only one may have.
    Twice,
    No,
}

impl Receive for Loader<'_> {
    fn take(&mut self, table: &str, mut row: Named, is_spare: bool) -> anyhow::Result<()> {
        self.stop.check()?;
        let columns = &self.columns[table];
        row.columns.retain(|(name, _)| columns.iter().any(|column| column.name == *name));
        let is_key = |name: &String| columns.iter().any(|column| column.is_key && column.name == *name);
        // What is known by a key of which a letter is not legible is not known.
        let is_known = !row.unreadable.iter().any(is_key);
        let mut damaged: BTreeSet<String> = row.unreadable.iter().cloned().collect();
        let mut is_possible = is_known;
        for (name, value) in &mut row.columns {
            // Reports count by keys of 32 bits.
            let is_reference = name == "id" || name.ends_with("_id");
            if matches!(value, Value::Integer(key) if is_reference && !(1..=i64::from(u32::MAX)).contains(key)) {
                let may_go = columns.iter().any(|column| column.name == *name && !column.is_required && !column.is_key);
                is_possible &= may_go;
                *value = Value::Null;
                damaged.insert(name.clone());
            }
        }
        if !is_possible {
            self.refuse(table, is_spare);
            return Ok(());
        }
        if !damaged.is_empty() {
            // What follows from the rest is made anew.
            row.columns.retain(|(name, _)| !DERIVED.contains(&name.as_str()));
        }
        for (_, name, unknown) in UNKNOWN.iter().filter(|(of, ..)| *of == table) {
            match row.columns.iter_mut().find(|(column, _)| column == name) {
                Some((_, value)) if *value == Value::Null => *value = unknown.clone(),
                Some(_) => {}
                None => row.columns.push(((*name).to_owned(), unknown.clone())),
            }
        }
        match self.insert(table, &row.columns)? {
            Added::Yes => {}
            Added::Twice => {
                self.refuse(table, is_spare);
                return Ok(());
            }
            Added::No => match self.insert_a_part(table, &row)? {
                Some(left_out) => damaged.extend(left_out),
                None => {
                    self.refuse(table, is_spare);
                    return Ok(());
                }
            },
        }
        *self.taken.entry(table.to_owned()).or_default() += 1;
        damaged.retain(|name| !DERIVED.contains(&name.as_str()));
        if !damaged.is_empty() {
            let keys = row.columns.iter().filter(|(name, _)| is_key(name)).map(|(_, value)| match value {
                Value::Integer(key) => key.to_string(),
                Value::Text(key) => key.clone(),
                _ => "?".to_owned(),
            });
            let key = keys.collect::<Vec<_>>().join(", ");
            self.damaged.insert((table.to_owned(), key), damaged);
        }
        Ok(())
    }

    fn hear(&mut self, table: &str, part: Named) -> anyhow::Result<()> {
        let value = |name: &str| part.columns.iter().find(|(column, _)| column == name).map(|(_, value)| value);
        if table == "paper" {
            let known = "INSERT OR IGNORE INTO temp.known_paper (id) VALUES (?1)";
            self.connection.prepare_cached(known)?.execute([value("id")])?;
        } else if let (Some(paper), Some(position), Some(author)) =
            (value("paper_id"), value("position"), value("author_id"))
            && table == "authorship"
        {
            let known =
                "INSERT OR IGNORE INTO temp.known_authorship (paper_id, position, author_id) VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(known)?.execute([paper, position, author])?;
        }
        Ok(())
    }

    fn count_related(&self, table: &str, rows: &[Named]) -> anyhow::Result<usize> {
        let mut count = 0;
        for row in rows {
            let value = |name: &str| row.columns.iter().find(|(column, _)| column == name).map(|(_, value)| value);
            let mut is_related = match (table, value("scheme")) {
                ("identifier", Some(Value::Text(scheme))) => Scheme::parse(scheme).is_some(),
                ("author_identifier", Some(Value::Text(scheme))) => PersonScheme::parse(scheme).is_some(),
                _ => true,
            };
            for reference in &self.references[table] {
                let Some(key) = value(&reference.from).filter(|value| **value != Value::Null) else { continue };
                is_related &= self.connection.prepare_cached(&reference.exists)?.exists([key])?;
            }
            count += usize::from(is_related);
        }
        Ok(count)
    }

    fn taken(&self, table: &str) -> u64 {
        self.taken.get(table).copied().unwrap_or(0)
    }

    fn refused(&self, table: &str) -> u64 {
        self.refused.get(table).copied().unwrap_or(0)
    }
}
