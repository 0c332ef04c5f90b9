//! What reports count of papers ([`crate::packed`]): brought in step with the papers at the end of every transaction, and
//! provable.
//!
//! Papers that change are noted; at the end their blocks are made again of what the rows of those papers say now, or all
//! blocks, where very many changed.

use std::collections::BTreeSet;

use anyhow::Context;
use rusqlite::{Connection, Rows, Statement, params};

use super::paper::{Belongings, with_code_url};
use super::write::Writer;
use crate::packed::{Block, DateKey, Facts, List, PackedPaper, block_of, damaged, paper_at, slot_of};
use crate::record::PaperRecord;

/// Where more papers than these change in one transaction, all blocks are made again.
const MOST_CHANGED: usize = 200_000;

/// What a transaction changed so far.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Papers that are noted.
    noted: usize,
    /// Whether all blocks are made again in the end.
    anew: bool,
    /// The last block of an empty catalog while it is filled: papers come in the order of their keys and need not be noted.
    filling: Option<(i64, Block)>,
}

impl Writer<'_> {
    /// Notes that a paper changes.
    pub(super) fn note_change(&self, paper_id: i64) -> rusqlite::Result<()> {
        self.note(include_str!("sql/note_changed_paper.sql"), paper_id)
    }

    /// Notes a paper that was just made.
    pub(super) fn note_new(&self, id: i64, paper: &PaperRecord, of: &Belongings) -> anyhow::Result<()> {
        if let Some((number, block)) = &mut self.changes.borrow_mut().filling {
            if block_of(id) != *number {
                write(self.connection, *number, block)?;
                (*number, *block) = (block_of(id), Block::default());
            }
            block.push(slot_of(id), &packed(paper, of)?);
            return Ok(());
        }
        Ok(self.note(include_str!("sql/note_new_paper.sql"), id)?)
    }

    fn note(&self, sql: &str, paper_id: i64) -> rusqlite::Result<()> {
        let noted = self.connection.prepare_cached(sql)?.execute([paper_id])?;
        let mut changes = self.changes.borrow_mut();
        changes.noted += noted;
        changes.anew |= changes.noted > MOST_CHANGED;
        Ok(())
    }

    /// Notes the papers that leave all at once; `all`: nearly all papers do.
    pub(super) fn note_leaving(&self, all: bool) -> rusqlite::Result<()> {
        self.changes.borrow_mut().anew |= all;
        self.connection.execute_batch(include_str!("sql/note_leaving_papers.sql"))
    }

    /// Papers that come in from now on fill an empty catalog.
    pub(super) fn begin_blocks(&self) {
        self.changes.borrow_mut().filling = Some((0, Block::default()));
    }

    /// Papers that come in from now on may be here already.
    pub(super) fn end_blocks(&self) -> anyhow::Result<()> {
        let filling = self.changes.borrow_mut().filling.take();
        filling.map_or(Ok(()), |(number, block)| write(self.connection, number, &block))
    }

    /// Gives up the blocks of papers some of which were taken back: all are made again in the end.
    pub(super) fn drop_blocks(&self) {
        let mut changes = self.changes.borrow_mut();
        changes.anew |= changes.filling.take().is_some();
    }

    /// Brings the blocks in step with the papers. To be called last in a transaction.
    pub(super) fn settle_blocks(&self) -> anyhow::Result<()> {
        let changes = self.changes.take();
        if changes.anew { pack_all(self.connection) } else { pack_changed(self.connection) }
    }
}

/// A paper as a block has it, of what was written of it.
fn packed(paper: &PaperRecord, of: &Belongings) -> anyhow::Result<PackedPaper> {
    let date = paper.published_on.map_or_else(DateKey::default, |date| DateKey::of(&date.to_string()));
    let venue_id = u32::try_from(of.venue_id.unwrap_or(0))?;
    let code_stated = paper.code_stated == Some(true);
    let facts = Facts::new(date, venue_id, paper.authors_complete, code_stated, with_code_url(paper));
    let keys = |ids: &[i64]| ids.iter().map(|id| u32::try_from(*id)).collect::<Result<_, _>>();
    Ok(PackedPaper::new(facts, [keys(&of.affiliations)?, keys(&of.categories)?, keys(&of.authors)?]))
}

/// Makes all blocks of the papers that are there.
pub(super) fn pack_all(connection: &Connection) -> anyhow::Result<()> {
    connection.execute_batch("DELETE FROM paper_block")?;
    each_block(connection, |number, block| write(connection, number, block))
}

/// Makes the blocks again that have papers of `temp.changed_paper`, or are to have them.
fn pack_changed(connection: &Connection) -> anyhow::Result<()> {
    each_run(connection, Which::Changed, |number, papers| {
        let mut block = Block::default();
        let mut statement = connection.prepare_cached(include_str!("sql/block.sql"))?;
        if let Some(row) = statement.query([number])?.next()? {
            // A damaged one would be written again, damage and all.
            let bytes = |column: &str| row.get_ref(column)?.as_blob().with_context(|| damaged(number));
            anyhow::ensure!(block.read(&List::ALL, bytes)?, damaged(number));
        }
        write(connection, number, &block.with(papers))
    })
}

fn write(connection: &Connection, number: i64, block: &Block) -> anyhow::Result<()> {
    if block.is_empty() {
        connection.prepare_cached("DELETE FROM paper_block WHERE block = ?1")?.execute([number])?;
        return Ok(());
    }
    let [affiliations, categories, authors] = List::ALL.map(|list| block.list_bytes(list));
    connection.prepare_cached(include_str!("sql/put_block.sql"))?.execute(params![
        number,
        block.facts_bytes(),
        affiliations,
        categories,
        authors
    ])?;
    Ok(())
}

/// Hands on the blocks of all papers, in order, as their rows make them.
fn each_block(
    connection: &Connection,
    mut consume: impl FnMut(i64, &Block) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    each_run(connection, Which::All, |number, papers| {
        let block = Block::default().with(papers);
        if block.is_empty() { Ok(()) } else { consume(number, &block) }
    })
}

/// Hands on papers as their rows make them, those of one block together, with their places in it.
fn each_run(
    connection: &Connection,
    which: Which,
    mut consume: impl FnMut(i64, &[(usize, PackedPaper)]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut papers = PaperStatements::prepare(connection, which)?;
    let mut packing = papers.begin()?;
    let (mut number, mut run) = (0, Vec::new());
    while let Some((id, paper)) = packing.next()? {
        if block_of(id) != number && !run.is_empty() {
            consume(number, &run)?;
            run.clear();
        }
        number = block_of(id);
        run.push((slot_of(id), paper));
    }
    if run.is_empty() { Ok(()) } else { consume(number, &run) }
}

/// Which papers are packed.
#[derive(Clone, Copy)]
enum Which {
    /// All of them
    All,
    /// Those of `temp.changed_paper`, also where they are gone
    Changed,
}

/// The statements that give papers and their lists, all in the order of the papers' keys.
struct PaperStatements<'catalog> {
    papers: Statement<'catalog>,
    lists: [Statement<'catalog>; 3],
}

impl<'catalog> PaperStatements<'catalog> {
    fn prepare(connection: &'catalog Connection, which: Which) -> rusqlite::Result<Self> {
        // SQLite goes through what is left of a join first, in the order of its key, which is the order that is asked for.
        let (key, from, list_key, list_from, on) = match which {
            Which::All => ("paper.id", "paper", "paper_id", "", ""),
            Which::Changed => (
                "changed_paper.id",
                "temp.changed_paper LEFT JOIN paper ON paper.id = changed_paper.id",
                "changed_paper.id",
                "temp.changed_paper CROSS JOIN ",
                " ON paper_id = changed_paper.id",
            ),
        };
        let papers = include_str!("sql/pack_papers.sql").replace("/* key */", key).replace("/* papers */", from);
        let list = |table: &str, id: &str| {
            connection.prepare(&format!("SELECT {list_key}, {id} FROM {list_from}{table}{on} ORDER BY {list_key}"))
        };
        Ok(Self {
            papers: connection.prepare(&papers)?,
            lists: [
                list("paper_affiliation", "affiliation_id")?,
                list("paper_category", "category_id")?,
                list("authorship", "author_id")?,
            ],
        })
    }

    fn begin(&mut self) -> anyhow::Result<Packing<'_>> {
        let [affiliations, categories, authors] = &mut self.lists;
        Ok(Packing {
            papers: self.papers.query([])?,
            lists: [ListRows::begin(affiliations)?, ListRows::begin(categories)?, ListRows::begin(authors)?],
        })
    }
}

/// Papers on their way from their rows.
struct Packing<'a> {
    papers: Rows<'a>,
    lists: [ListRows<'a>; 3],
}

impl Packing<'_> {
    fn next(&mut self) -> anyhow::Result<Option<(i64, PackedPaper)>> {
        let Some(row) = self.papers.next()? else { return Ok(None) };
        let id = row.get(0)?;
        // Which went into another, or is gone, has no lists.
        let mut facts = Facts::default();
        if row.get(1)? {
            let date = row.get_ref(2)?.as_str_or_null()?.map_or_else(DateKey::default, DateKey::of);
            facts = Facts::new(date, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        }
        let mut lists = [const { Vec::new() }; 3];
        for (rows, ids) in self.lists.iter_mut().zip(&mut lists) {
            rows.take(id, ids)?;
        }
        Ok(Some((id, PackedPaper::new(facts, lists))))
    }
}

/// The rows of a list, as far as they were taken.
struct ListRows<'a> {
    rows: Rows<'a>,
    next: Option<(i64, u32)>,
}

impl<'a> ListRows<'a> {
    fn begin(statement: &'a mut Statement<'_>) -> rusqlite::Result<Self> {
        let mut list = Self { rows: statement.query([])?, next: None };
        list.step()?;
        Ok(list)
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        self.next = self.rows.next()?.map(|row| Ok::<_, rusqlite::Error>((row.get(0)?, row.get(1)?))).transpose()?;
        Ok(())
    }

    /// Takes what belongs to a paper.
    fn take(&mut self, paper_id: i64, ids: &mut Vec<u32>) -> rusqlite::Result<()> {
        while let Some((of, id)) = self.next.filter(|(of, _)| *of <= paper_id) {
            if of == paper_id {
                ids.push(id);
            }
            self.step()?;
        }
        Ok(())
    }
}

/// The blocks that are kept and are not what the papers amount to, a line each.
pub(super) fn wrong_blocks(connection: &Connection) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut kept = connection.prepare("SELECT block FROM paper_block")?;
    let mut kept = kept.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<i64>, _>>()?;
    let of = |number| format!("papers {} to {}", paper_at(number, 0), paper_at(number + 1, 0) - 1);
    let mut stored = connection.prepare(include_str!("sql/block.sql"))?;
    each_block(connection, |number, block| {
        kept.remove(&number);
        let mut rows = stored.query([number])?;
        match rows.next()? {
            None => wrong.push(format!("{}: nothing is kept", of(number))),
            Some(row) => {
                let is = |column: &str, bytes: &[u8]| Ok::<_, anyhow::Error>(row.get_ref(column)?.as_blob()? == bytes);
                if !is("facts", &block.facts_bytes())? {
                    wrong.push(format!("{}: other facts are kept", of(number)));
                }
                for list in List::ALL {
                    if !is(list.column(), &block.list_bytes(list))? {
                        wrong.push(format!("{}: other {} are kept", of(number), list.column()));
                    }
                }
            }
        }
        Ok(())
    })?;
    wrong.extend(kept.into_iter().map(|number| format!("{}: something is kept, and none is there", of(number))));
    Ok(wrong)
}
