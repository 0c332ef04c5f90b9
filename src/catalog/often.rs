//! The statements that are run for nearly every paper, kept prepared: to look one up by its text takes as long as some of them.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, Params, Row, Statement, ToSql};

use super::row_checksums::checksum_of;

/// A statement that is run often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Often {
    Paper,
    Author,
    AuthorName,
    Authorship,
    Category,
    Identifier,
    /// An identifier while a new catalog is filled.
    NewIdentifier,
    Link,
    Record,
    /// What is kept of an entry that is known by its hash.
    KnownRecord,
}

impl Often {
    const COUNT: usize = Self::KnownRecord as usize + 1;

    fn sql(self) -> &'static str {
        match self {
            Self::Paper => include_str!("sql/insert_paper.sql"),
            Self::Author => "INSERT INTO author (name, name_key, is_group, checksum) VALUES (?1, ?2, ?3, ?4)",
            Self::AuthorName => {
                "INSERT OR IGNORE INTO author_name (author_id, name, key, checksum) VALUES (?1, ?2, ?3, ?4)"
            }
            Self::Authorship => include_str!("sql/insert_authorship.sql"),
            Self::Category => "INSERT OR IGNORE INTO paper_category (paper_id, category_id) VALUES (?1, ?2)",
            Self::Identifier => "INSERT OR IGNORE INTO identifier (scheme, value, paper_id) VALUES (?1, ?2, ?3)",
            Self::NewIdentifier => "INSERT INTO temp.new_identifier (scheme, value, paper_id) VALUES (?1, ?2, ?3)",
            Self::Link => "INSERT OR IGNORE INTO link (paper_id, url, kind, stated_by) VALUES (?1, ?2, ?3, ?4)",
            Self::Record => include_str!("sql/insert_record.sql"),
            Self::KnownRecord => include_str!("sql/known_record.sql"),
        }
    }
}

/// Those that were run so far.
pub(super) struct Kept<'catalog> {
    connection: &'catalog Connection,
    statements: RefCell<[Option<Statement<'catalog>>; Often::COUNT]>,
}

impl<'catalog> Kept<'catalog> {
    pub(super) fn new(connection: &'catalog Connection) -> Self {
        Self { connection, statements: RefCell::default() }
    }

    /// Runs one and returns how many rows it wrote.
    pub(super) fn run(&self, statement: Often, values: impl Params) -> rusqlite::Result<usize> {
        self.with(statement, |prepared| prepared.execute(values))
    }

    /// Runs one that adds a row, with its values and, after them, the checksum of these: faster than by SQL's function, which
    /// would give the same.
    pub(super) fn add(&self, statement: Often, values: &[&dyn ToSql]) -> rusqlite::Result<usize> {
        let checksum = checksum_of(values)?;
        let with_checksum: Vec<_> = values.iter().copied().chain([&checksum as &dyn ToSql]).collect();
        self.run(statement, with_checksum.as_slice())
    }

    /// Runs one and reads the row that it finds, if it finds one.
    pub(super) fn find_row<T>(
        &self,
        statement: Often,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        self.with(statement, |prepared| prepared.query_row(values, read).optional())
    }

    fn with<T>(
        &self,
        statement: Often,
        run: impl FnOnce(&mut Statement<'catalog>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let mut statements = self.statements.borrow_mut();
        let place = &mut statements[statement as usize];
        match place {
            Some(prepared) => run(prepared),
            None => run(place.insert(self.connection.prepare(statement.sql())?)),
        }
    }
}
