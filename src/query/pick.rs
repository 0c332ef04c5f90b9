//! Which papers a question is about, decided over blocks of packed papers ([`crate::packed`]): a million papers are gone through
//! in some hundredths of a second.

use anyhow::Context;
use rusqlite::{Connection, Row, ToSql};

use super::bind;
use super::filter::CodeFilter;
use crate::packed::{Block, DateKey, List, block_of, damaged, slot_of};

/// What must hold of the papers; by default nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Pick {
    /// The first date, where it must be stated.
    pub since: Option<DateKey>,
    /// The last date, where it must be stated.
    pub until: Option<DateKey>,
    /// The venue.
    pub venue_id: Option<u32>,
    /// With code or without.
    pub code: Option<CodeFilter>,
    /// Whether there must be an author list that is cut.
    pub cut: bool,
    /// Of which list one of which members must be there.
    pub any_of: Vec<(List, Vec<u32>)>,
    /// Statements that give the keys of papers of which each must be one.
    pub among: Vec<String>,
}

/// Some papers of a block.
pub(super) struct Picked<'a> {
    /// The block's number.
    pub number: i64,
    /// The block, with the lists that were asked for.
    pub block: &'a Block,
    /// The places of those that are picked, ascending.
    pub slots: &'a [usize],
}

impl Pick {
    /// Leaves the papers of a date or later.
    pub fn keep_since(&mut self, date: DateKey) {
        self.since = self.since.max(Some(date));
    }

    /// Leaves the papers of a date or earlier.
    pub fn keep_until(&mut self, date: DateKey) {
        self.until = Some(self.until.map_or(date, |until| until.min(date)));
    }

    /// Hands on the papers that are picked, block by block, with the lists that are asked for.
    ///
    /// Fails where the catalog cannot be read, or has something else in place of a block.
    pub fn walk(
        &self,
        connection: &Connection,
        params: &[(&str, &dyn ToSql)],
        lists: &[List],
        mut visit: impl FnMut(&Picked<'_>),
    ) -> anyhow::Result<()> {
        let mut wanted = self.any_of.iter().map(|(list, _)| *list).collect::<Vec<_>>();
        wanted.extend(self.cut.then_some(List::Authors));
        wanted.extend(lists);
        let lists = List::ALL.into_iter().filter(|list| wanted.contains(list)).collect::<Vec<_>>();
        let columns: String = lists.iter().map(|list| format!(", {}", list.column())).collect();
        let sql = format!("SELECT block, facts{columns} FROM paper_block");
        let mut walk = Walk { pick: self, lists: &lists, block: Block::default(), slots: Vec::new() };
        let Some(ids) = self.among(connection, params)? else {
            let mut statement = connection.prepare(&format!("{sql} ORDER BY block"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                walk.read(row)?;
                walk.slots.clear();
                walk.slots.extend(0..walk.block.len());
                walk.visit(row.get(0)?, &mut visit);
            }
            return Ok(());
        };
        let mut statement = connection.prepare(&format!("{sql} WHERE block = ?1"))?;
        for ids in ids.chunk_by(|one, other| block_of(*one) == block_of(*other)) {
            let number = block_of(ids[0]);
            let mut rows = statement.query([number])?;
            if let Some(row) = rows.next()? {
                walk.read(row)?;
                walk.slots.clear();
                walk.slots.extend(ids.iter().map(|id| slot_of(*id)).filter(|slot| *slot < walk.block.len()));
                walk.visit(number, &mut visit);
            }
        }
        Ok(())
    }

    /// The papers that all statements give, ascending; `None` where there is no statement.
    fn among(&self, connection: &Connection, params: &[(&str, &dyn ToSql)]) -> anyhow::Result<Option<Vec<i64>>> {
        let mut among: Option<Vec<i64>> = None;
        for sql in &self.among {
            let mut statement = connection.prepare(sql)?;
            bind(&mut statement, params)?;
            let mut rows = statement.raw_query();
            let mut ids = Vec::new();
            while let Some(row) = rows.next()? {
                // An entry that was rejected has no paper.
                ids.extend(row.get::<_, Option<i64>>(0)?);
            }
            if !ids.is_sorted() {
                ids.sort_unstable();
            }
            ids.dedup();
            if let Some(others) = among {
                ids.retain(|id| others.binary_search(id).is_ok());
            }
            among = Some(ids);
        }
        Ok(among)
    }

    /// Leaves the places of the papers for which all conditions hold.
    fn retain(&self, block: &Block, slots: &mut Vec<usize>) {
        let facts = block.facts();
        slots.retain(|slot| facts[*slot].counts());
        if let Some(since) = self.since {
            slots.retain(|slot| facts[*slot].date.is_stated() && facts[*slot].date >= since);
        }
        if let Some(until) = self.until {
            slots.retain(|slot| facts[*slot].date.is_stated() && facts[*slot].date <= until);
        }
        if let Some(venue_id) = self.venue_id {
            slots.retain(|slot| facts[*slot].venue_id == venue_id);
        }
        if let Some(code) = self.code {
            slots.retain(|slot| facts[*slot].with_code() == (code == CodeFilter::With));
        }
        if self.cut {
            slots.retain(|slot| !facts[*slot].authors_complete() && !block.members(List::Authors, *slot).is_empty());
        }
        for (list, ids) in &self.any_of {
            slots.retain(|slot| block.members(*list, *slot).iter().any(|id| ids.contains(id)));
        }
    }
}

/// On the way through the blocks. What is read of one makes room for the next.
struct Walk<'a> {
    pick: &'a Pick,
    lists: &'a [List],
    block: Block,
    slots: Vec<usize>,
}

impl Walk<'_> {
    fn read(&mut self, row: &Row<'_>) -> anyhow::Result<()> {
        let number: i64 = row.get(0)?;
        let bytes = |column: &str| row.get_ref(column)?.as_blob().with_context(|| damaged(number));
        anyhow::ensure!(self.block.read(self.lists, bytes)?, damaged(number));
        Ok(())
    }

    fn visit(&mut self, number: i64, visit: &mut impl FnMut(&Picked<'_>)) {
        self.pick.retain(&self.block, &mut self.slots);
        if !self.slots.is_empty() {
            visit(&Picked { number, block: &self.block, slots: &self.slots });
        }
    }
}
