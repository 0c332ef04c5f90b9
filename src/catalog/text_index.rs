//! The index of words: stock FTS5 over folded text. While many papers come in, another thread builds it in a file of its own,
//! in large portions that are merged once, and its tables are carried over whole; a few papers are written one by one.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use anyhow::{Context, anyhow};
use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params};

use super::location::path_of;
use super::out_of_room::OutOfRoom;
use super::own_schema::definitions;
use super::stop::Stop;
use super::write::Writer;
use crate::identity::fold::fold;
use crate::identity::matching::Profile;
use crate::unfinished::UnfinishedFolder;
use crate::whole_file::folder_of;

/// Papers handed over at a time, and how many such portions may wait.
const PORTION: usize = 64;
const MAX_WAITING: usize = 48;

/// From so many changed papers on, the index is built anew where they are most of all.
const WORTH_BUILDING: i64 = 5_000;

/// What is indexed of a paper, folded: title, abstract, authors.
struct Words {
    title: String,
    abstract_text: String,
    authors: String,
}

impl Words {
    fn of<'a>(title_key: String, abstract_text: Option<&str>, authors: impl Iterator<Item = &'a str>) -> Self {
        let authors = authors.map(fold).collect::<Vec<_>>().join(" ");
        Self { title: title_key, abstract_text: fold(abstract_text.unwrap_or_default()), authors }
    }
}

/// A paper on its way to the index.
pub(super) enum Indexed {
    /// An entry that makes a paper alone.
    Entry(i64, Arc<Profile>),
    /// A paper that is in the catalog: its title's key, abstract, and authors' names with a line for each.
    Paper(i64, String, Option<String>, String),
}

impl Indexed {
    fn words(self) -> (i64, Words) {
        match self {
            Self::Entry(id, entry) => {
                let record = &entry.record;
                (id, Words::of(entry.title_key.clone(), record.abstract_text.as_deref(), record.printed_names()))
            }
            Self::Paper(id, title_key, abstract_text, authors) => {
                (id, Words::of(title_key, abstract_text.as_deref(), authors.lines()))
            }
        }
    }
}

/// An index that is built beside the catalog.
pub(super) struct Building {
    sender: Option<SyncSender<Vec<Indexed>>>,
    waiting: Vec<Indexed>,
    thread: Option<JoinHandle<anyhow::Result<Connection>>>,
    /// Removed when the index is carried over, or given up.
    _folder: UnfinishedFolder,
}

impl Building {
    /// Begins one beside a catalog, to be given up when `stop` says so; `None` for a rehearsal, of which nobody asks for words.
    fn begin(connection: &Connection, stop: &Stop) -> anyhow::Result<Option<Self>> {
        let Some(path) = path_of(connection)? else { return Ok(None) };
        let folder = OutOfRoom::marked(UnfinishedFolder::within(folder_of(&path)))?;
        let table = definitions().get("paper_text").context("the schema has an index of words")?.sql;
        let (sender, receiver) = sync_channel(MAX_WAITING);
        let mut scratch = Connection::open(folder.file("words.db"))?;
        stop.watch(&mut scratch)?;
        let stop = stop.clone();
        let thread = std::thread::Builder::new().name("words".into());
        let thread = thread.spawn(move || build(scratch, table, &receiver, &stop))?;
        Ok(Some(Self {
            sender: Some(sender),
            waiting: Vec::with_capacity(PORTION),
            thread: Some(thread),
            _folder: folder,
        }))
    }

    fn add(&mut self, paper: Indexed) -> anyhow::Result<()> {
        self.waiting.push(paper);
        if self.waiting.len() == PORTION { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> anyhow::Result<()> {
        let portion = std::mem::replace(&mut self.waiting, Vec::with_capacity(PORTION));
        let sent = self.sender.as_ref().map(|sender| sender.send(portion));
        match sent {
            Some(Ok(())) => Ok(()),
            // The thread ended before its time: it says why.
            _ => Err(self.join().err().unwrap_or_else(|| anyhow!("the index of words could not be built on"))),
        }
    }

    /// Hands over the last papers: none comes after them.
    fn end(&mut self) -> anyhow::Result<()> {
        self.hand_over()?;
        self.sender = None;
        Ok(())
    }

    fn join(&mut self) -> anyhow::Result<Connection> {
        let thread = self.thread.take().context("the index of words is not being built")?;
        let built = thread.join().unwrap_or_else(|_| Err(anyhow!("the thread broke off")));
        built.context("could not build the index of words")
    }

    /// Waits for the index to be whole and puts its rows in place of the catalog's. FTS5 must not have been used in the
    /// transaction, nor be used in the next before the schema is read again.
    fn carry_over(mut self, connection: &Connection) -> anyhow::Result<()> {
        if self.sender.is_some() {
            self.end()?;
        }
        let scratch = self.join()?;
        // Elsewhere nothing but FTS5 writes to its tables.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let copied = copy_tables(&scratch, connection);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        copied
    }
}

fn copy_tables(scratch: &Connection, connection: &Connection) -> anyhow::Result<()> {
    connection.execute_batch(include_str!("sql/empty_text_tables.sql"))?;
    let tables = [
        ("SELECT id, block FROM paper_text_data", "INSERT INTO paper_text_data VALUES (?1, ?2)"),
        ("SELECT segid, term, pgno FROM paper_text_idx", "INSERT INTO paper_text_idx VALUES (?1, ?2, ?3)"),
        ("SELECT id, sz, origin FROM paper_text_docsize", "INSERT INTO paper_text_docsize VALUES (?1, ?2, ?3)"),
    ];
    for (read, write) in tables {
        let mut read = scratch.prepare(read)?;
        let mut write = connection.prepare(write)?;
        let width = read.column_count();
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            for at in 0..width {
                write.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(row.get_ref(at)?))?;
            }
            write.raw_execute()?;
        }
    }
    Ok(())
}

impl Drop for Building {
    fn drop(&mut self) {
        // The folder is removed when nobody writes to it any more.
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Builds the index of all papers that come, in a database of its own.
fn build(scratch: Connection, table: &str, papers: &Receiver<Vec<Indexed>>, stop: &Stop) -> anyhow::Result<Connection> {
    scratch.execute_batch(include_str!("sql/prepare_scratch.sql"))?;
    scratch.execute_batch(table)?;
    scratch.execute_batch(include_str!("sql/tune_text.sql"))?;
    {
        let mut add = scratch.prepare(include_str!("sql/insert_words.sql"))?;
        for portion in papers {
            stop.check()?;
            for paper in portion {
                let (id, words) = paper.words();
                add.execute(params![id, words.title, words.abstract_text, words.authors])?;
            }
        }
    }
    scratch.execute_batch("INSERT INTO paper_text (paper_text) VALUES ('optimize'); COMMIT")?;
    Ok(scratch)
}

impl Writer<'_> {
    /// Begins to index the words of papers that fill an empty catalog.
    pub(super) fn begin_text(&self) -> anyhow::Result<()> {
        if self.indexes_text()? {
            *self.text.borrow_mut() = Building::begin(self.connection, self.stop)?;
        }
        Ok(())
    }

    /// Leaves the index of words to the first question that needs it.
    pub fn leave_text(&self) -> anyhow::Result<()> {
        self.text.take();
        self.connection.execute_batch(include_str!("sql/leave_text.sql"))?;
        Ok(())
    }

    fn indexes_text(&self) -> rusqlite::Result<bool> {
        is_built(self.connection)
    }

    /// Indexes a paper that an entry makes alone, while an empty catalog is filled.
    pub(super) fn index_entry(&self, id: i64, entry: &Arc<Profile>) -> anyhow::Result<()> {
        match &mut *self.text.borrow_mut() {
            Some(building) => building.add(Indexed::Entry(id, Arc::clone(entry))),
            None => Ok(()),
        }
    }

    /// Gives up what is being built, because papers that it has were taken back: it is built anew in the end.
    pub(super) fn drop_text(&self) {
        if self.text.take().is_some() {
            self.builds_text.set(true);
        }
    }

    /// Has what was built while a new catalog was filled brought to its end, while other work goes on.
    pub(super) fn end_text(&self) -> anyhow::Result<()> {
        self.text.borrow_mut().as_mut().map_or(Ok(()), Building::end)
    }

    /// Puts it in its place.
    pub(super) fn carry_text_over(&self) -> anyhow::Result<()> {
        match self.text.take() {
            Some(building) => building.carry_over(self.connection),
            None => Ok(()),
        }
    }

    /// Brings the index of words in step with the papers that changed. To be called last in a transaction.
    pub(super) fn settle_text(&self) -> anyhow::Result<()> {
        if !self.indexes_text()? {
            return Ok(());
        }
        let (changed, all): (i64, i64) = self
            .connection
            .prepare_cached(include_str!("sql/count_changed_papers.sql"))?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if self.builds_text.get() || (changed >= WORTH_BUILDING && changed * 2 > all) {
            return self.build_text();
        }
        if changed > 0 {
            self.connection.execute_batch(include_str!("sql/delete_changed_words.sql"))?;
            let mut add = self.connection.prepare_cached(include_str!("sql/insert_words.sql"))?;
            let changed = include_str!("sql/changed_words.sql");
            each_paper(self.connection, changed, |paper| {
                let (id, words) = paper.words();
                add.execute(params![id, words.title, words.abstract_text, words.authors])?;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Builds the index of the words of all papers.
    pub(super) fn build_text(&self) -> anyhow::Result<()> {
        if let Some(mut building) = Building::begin(self.connection, self.stop)? {
            each_paper(self.connection, include_str!("sql/all_words.sql"), |paper| building.add(paper))?;
            building.carry_over(self.connection)?;
            self.carried_text.set(true);
        }
        self.connection.execute_batch("UPDATE text_index SET is_built = 1")?;
        self.builds_text.set(false);
        Ok(())
    }
}

/// Hands on what is to be indexed of the papers that a statement gives.
fn each_paper(
    connection: &Connection,
    sql: &str,
    mut consume: impl FnMut(Indexed) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let authors: Option<String> = row.get(3)?;
        consume(Indexed::Paper(row.get(0)?, row.get(1)?, row.get(2)?, authors.unwrap_or_default()))?;
    }
    Ok(())
}

/// Whether the index of words has all papers.
pub(super) fn is_built(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT is_built FROM text_index")?.query_row([], |row| row.get(0))
}
