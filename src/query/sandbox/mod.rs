//! A query of the user's own, which can neither write, nor reach another file, nor run for ever, nor take all memory.
//!
//! Each of these has more than one guard, because each guard has a gap: `VACUUM INTO` passes the white list of `allowed` and is
//! no statement that reads; SQLite asks its clock only between steps, of which one may be long, so the query runs on a thread of
//! its own, for which nobody waits longer than allowed; a value is bounded by SQLite, the sum of all by the system.

mod allowed;
mod limits;
mod params;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail, ensure};
use rusqlite::config::DbConfig;
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, Row as SqlRow, Statement};

use crate::result_table::{Cell, Column, ColumnKind, ResultTable, Row};
use crate::terminal_text::terminal_safe;
use allowed::Watch;
use limits::Clock;

pub use limits::{Limits, MAX_SQL};
pub use params::{Param, parse_param};

/// How much longer than allowed the query's thread is waited for: a limit that SQLite sees itself ends better.
const GRACE: Duration = Duration::from_secs(1);

/// Deep queries and patterns take more stack than a thread has of itself.
const STACK: usize = 16 << 20;

/// Rows come in batches of so many, or of so many bytes, or of what there is after so long.
const BATCH_ROWS: usize = 256;
const BATCH_BYTES: usize = 1 << 16;
const BATCH_TIME: Duration = Duration::from_millis(100);

/// The longest row, in bytes as it is printed: room for one value of the greatest length in hexadecimal.
const MAX_ROW: usize = 33 << 20;

/// The longest name of a column, in letters: an expression without a name is called by its own text.
const MAX_NAME: usize = 200;

/// A query as the user wrote it.
pub struct Question {
    /// One statement.
    pub sql: String,
    /// The values of its parameters.
    pub params: Vec<Param>,
    /// What it may take.
    pub limits: Limits,
}

/// What comes from the query's thread.
enum Message {
    /// The names of the columns, once, before all rows.
    Columns(Vec<String>),
    Rows(Vec<Row>),
    End,
    Failed(anyhow::Error),
}

/// Answers a query and hands the table to `consume`, with rows as they come.
///
/// Fails on anything that is not one statement that reads, and when the query reaches a limit. Its thread may then still be in
/// the middle of one long step; it holds nothing but the connection, and ends with the program.
pub fn run<T>(
    connection: Connection,
    question: Question,
    consume: impl FnOnce(ResultTable<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let stop = connection.get_interrupt_handle();
    let mut answer = Answer::begin(connection, question)?;
    let result = read(&mut answer, consume);
    if !answer.has_ended {
        stop.interrupt();
    }
    answer.close();
    result
}

fn read<T>(answer: &mut Answer, consume: impl FnOnce(ResultTable<'_>) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let names = match answer.next()? {
        Message::Columns(names) => names,
        _ => bail!("the query gives no columns"),
    };
    let first = answer.rows()?;
    let columns = names.iter().enumerate().map(|(at, name)| Column {
        name,
        meaning: "",
        kind: kind_of(first.iter().flatten().map(|row| &row[at]), names.len()),
    });
    let columns = columns.collect();
    let mut batch = first.unwrap_or_default().into_iter();
    let rows = std::iter::from_fn(|| {
        loop {
            if let Some(row) = batch.next() {
                return Some(Ok(row));
            }
            match answer.rows() {
                Ok(Some(rows)) => batch = rows.into_iter(),
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    });
    consume(ResultTable { columns, rows: Box::new(rows), notes: Vec::new() })
}

/// Numbers where the first rows have no text. Text that is alone is wrapped and not cut.
fn kind_of<'a>(cells: impl Iterator<Item = &'a Cell>, column_count: usize) -> ColumnKind {
    let mut stated = cells.filter(|cell| **cell != Cell::Missing).peekable();
    let is_number = stated.peek().is_some() && stated.all(|cell| !matches!(cell, Cell::Text(_)));
    match column_count {
        _ if is_number => ColumnKind::Number,
        1 => ColumnKind::Prose,
        _ => ColumnKind::Text,
    }
}

/// The reading end.
struct Answer {
    /// `None`: nothing is waited for any more.
    messages: Option<Receiver<Message>>,
    thread: Option<JoinHandle<()>>,
    limits: Limits,
    /// How much longer the thread is waited for.
    patience: Duration,
    has_ended: bool,
}

impl Answer {
    fn begin(connection: Connection, question: Question) -> anyhow::Result<Self> {
        // Nothing is held between the two ends: a row may be long.
        let (sender, messages) = sync_channel(0);
        let limits = question.limits;
        let answer = move || {
            let last = match answer(connection, &question, &sender) {
                Ok(()) => Message::End,
                Err(error) => Message::Failed(error),
            };
            // Whoever has gone away needs no last word.
            let _ = sender.send(last);
        };
        let thread = thread::Builder::new().name("query".into()).stack_size(STACK).spawn(answer)?;
        Ok(Self {
            messages: Some(messages),
            thread: Some(thread),
            limits,
            patience: limits.time.saturating_add(GRACE),
            has_ended: false,
        })
    }

    fn next(&mut self) -> anyhow::Result<Message> {
        let began = Instant::now();
        let message = match &self.messages {
            Some(messages) => messages.recv_timeout(self.patience),
            None => return Ok(Message::End),
        };
        self.patience = self.patience.saturating_sub(began.elapsed());
        match message {
            Ok(Message::Failed(error)) => {
                self.has_ended = true;
                Err(error)
            }
            Ok(message) => {
                self.has_ended = matches!(message, Message::End);
                Ok(message)
            }
            Err(RecvTimeoutError::Timeout) => Err(anyhow!(self.limits.out_of_time())),
            Err(RecvTimeoutError::Disconnected) => {
                self.has_ended = true;
                Err(anyhow!("the query ended without an answer"))
            }
        }
    }

    fn rows(&mut self) -> anyhow::Result<Option<Vec<Row>>> {
        if self.has_ended {
            return Ok(None);
        }
        Ok(match self.next()? {
            Message::Rows(rows) => Some(rows),
            _ => None,
        })
    }

    /// Lets the thread close the catalog, if it comes to it soon. What was waited for in vain is waited for no longer.
    fn close(mut self) {
        self.messages = None;
        let Some(thread) = self.thread.take() else { return };
        let began = Instant::now();
        let patience = self.patience.min(GRACE);
        while !thread.is_finished() && began.elapsed() < patience {
            thread::sleep(Duration::from_millis(1));
        }
        if thread.is_finished() {
            let _ = thread.join();
        }
    }
}

/// Answers on the query's own thread.
fn answer(mut connection: Connection, question: &Question, sender: &SyncSender<Message>) -> anyhow::Result<()> {
    let limits = &question.limits;
    let clock = Clock::start();
    confine(&connection, limits).context("could not confine the query")?;
    clock.watch(&mut connection, limits)?;
    let watch = Watch::begin(&mut connection)?;
    let explained = |error: rusqlite::Error| explained(error, question, &watch, &clock);
    let mut statement = prepare(&connection, question, &watch, &explained)?;
    params::bind(&mut statement, &question.params)?;
    let names = unique_names(statement.column_names().enumerate().map(shown_name).collect());
    let width = names.len();
    let mut batch = Outgoing { sender, clock: &clock, rows: Vec::new(), bytes: 0, since: Instant::now() };
    if !batch.send(Message::Columns(names)) {
        return Ok(());
    }
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(&explained)? {
        let (row, bytes) = read_row(row, width)?;
        if !batch.add(row, bytes) {
            return Ok(());
        }
    }
    batch.flush();
    Ok(())
}

/// What holds for all statements of the connection, whatever their text. It is open to read already.
fn confine(connection: &Connection, limits: &Limits) -> rusqlite::Result<()> {
    limits.set(connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    // A name that is misspelt in double quotes is an error, not a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.pragma_update(None, "query_only", true)
}

fn prepare<'connection>(
    connection: &'connection Connection,
    question: &Question,
    watch: &Watch,
    explained: &impl Fn(rusqlite::Error) -> anyhow::Error,
) -> anyhow::Result<Statement<'connection>> {
    ensure!(
        question.sql.len() <= MAX_SQL,
        "the text of the query is longer than {MAX_SQL} bytes, the most that `sql` takes"
    );
    // SQLite would take what stands before it for the whole.
    ensure!(!question.sql.contains('\0'), "the text of the query has a NUL character in it");
    let mut statements = Batch::new(connection, &question.sql);
    let statement = statements.next().map_err(explained)?.context("there is no statement in the query")?;
    let seen = watch.take();
    let is_alone = matches!(statements.next(), Ok(None));
    ensure!(is_alone, "there are several statements in the query: give one, without a ; before its end");
    // The white list does not see all: VACUUM INTO passes it.
    ensure!(statement.readonly() && statement.column_count() > 0, "`sql` only reads the catalog: give a SELECT");
    if seen.asks_for_words {
        let is_built: bool = connection.query_row("SELECT is_built FROM text_index", [], |row| row.get(0))?;
        ensure!(is_built, "the index of words is not built yet: `paperdex papers --text WORD` builds it");
    }
    Ok(statement)
}

/// SQLite's error in words, with the next step where there is one.
fn explained(error: rusqlite::Error, question: &Question, watch: &Watch, clock: &Clock) -> anyhow::Error {
    if let Some(refused) = watch.take().refused {
        return anyhow!("`sql` only reads the catalog: {refused} is refused");
    }
    if let Some(limit) = question.limits.explained(&error, clock) {
        return anyhow!(limit);
    }
    let (message, place) = match &error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => (msg.clone(), place_of(&question.sql, *offset)),
        rusqlite::Error::SqliteFailure(_, Some(message)) => (message.clone(), String::new()),
        _ => return anyhow::Error::new(error).context("could not answer the query"),
    };
    let is_unknown = message.starts_with("no such table") || message.starts_with("no such column");
    let is_unknown = is_unknown && !message.ends_with('?');
    let advice = if is_unknown { ": `paperdex sql --tables` lists what there is" } else { "" };
    anyhow!("could not answer the query: {place}{message}{advice}")
}

/// Line and column of an error in the text, both from 1, where it has more than one line.
fn place_of(sql: &str, offset: i32) -> String {
    let Some(before) = usize::try_from(offset).ok().and_then(|offset| sql.get(..offset)) else {
        return String::new();
    };
    if !sql.trim_end().contains('\n') {
        return String::new();
    }
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    format!("line {line}, column {column}: ")
}

/// The names of the columns, each another, because they are the keys of JSON: a second `name` is `name_2`.
fn unique_names(given: Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = given.iter().cloned().collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let unique = given.into_iter().map(|name| {
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 {
            return name;
        }
        loop {
            let other = format!("{name}_{count}");
            if taken.insert(other.clone()) {
                return other;
            }
            *count += 1;
        }
    });
    unique.collect()
}

/// The name of a column as it may be shown anywhere; one without a name is called by its place.
fn shown_name((at, name): (usize, &str)) -> String {
    let name = terminal_safe(name);
    match name.trim() {
        "" => format!("column_{}", at + 1),
        name => name.chars().take(MAX_NAME).collect(),
    }
}

/// The cells of a row, and how many bytes they take.
fn read_row(row: &SqlRow<'_>, width: usize) -> anyhow::Result<(Row, usize)> {
    let mut bytes = 0;
    // Before anything is copied, because values of the greatest length may be many.
    for at in 0..width {
        bytes += match row.get_ref(at)? {
            ValueRef::Text(text) => text.len(),
            ValueRef::Blob(blob) => blob.len() * 2,
            _ => size_of::<Cell>(),
        };
    }
    ensure!(bytes <= MAX_ROW, "a row is longer than {} MB, which is the most that `sql` prints", MAX_ROW >> 20);
    let cell = |at| {
        Ok(match row.get_ref(at)? {
            ValueRef::Null => Cell::Missing,
            ValueRef::Integer(number) => Cell::Integer(number),
            ValueRef::Real(number) if number.is_finite() => Cell::Number(number),
            ValueRef::Real(number) => Cell::Text(if number > 0.0 { "Inf" } else { "-Inf" }.into()),
            ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(blob) => Cell::Text(in_hexadecimal(blob)),
        })
    };
    Ok(((0..width).map(cell).collect::<anyhow::Result<Row>>()?, bytes))
}

fn in_hexadecimal(blob: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digits = blob.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// Rows on their way out of the thread.
struct Outgoing<'a> {
    sender: &'a SyncSender<Message>,
    clock: &'a Arc<Clock>,
    rows: Vec<Row>,
    bytes: usize,
    /// When the first of the rows came.
    since: Instant,
}

impl Outgoing<'_> {
    /// Returns false when nobody listens any more.
    fn send(&self, message: Message) -> bool {
        let began = Instant::now();
        let is_heard = self.sender.send(message).is_ok();
        self.clock.waited_since(began);
        is_heard
    }

    fn add(&mut self, row: Row, bytes: usize) -> bool {
        if self.rows.is_empty() {
            self.since = Instant::now();
        }
        self.rows.push(row);
        self.bytes += bytes;
        let is_full = self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES;
        if is_full || self.since.elapsed() > BATCH_TIME { self.flush() } else { true }
    }

    fn flush(&mut self) -> bool {
        self.bytes = 0;
        let rows = std::mem::take(&mut self.rows);
        rows.is_empty() || self.send(Message::Rows(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let unique = |names: &[&str]| unique_names(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(unique(&["name", "year"]), ["name", "year"]);
        assert_eq!(unique(&["name", "name", "name"]), ["name", "name_2", "name_3"]);
        assert_eq!(unique(&["name", "name", "name_2"]), ["name", "name_3", "name_2"]);
        assert_eq!(shown_name((2, " ")), "column_3");
        let many = unique_names(vec!["a".to_owned(); 2_000]);
        assert_eq!(many.last().map(String::as_str), Some("a_2000"));
    }
}
