//! What a report needs of the packed papers, counted in one pass and handed over to its statement in temporary tables.

use std::collections::{BinaryHeap, HashSet};

use rusqlite::{Connection, params};

use super::dimension::Dimension;
use super::filter::Selection;
use super::note::Note;
use super::pick::Picked;
use super::totals::{ByKey, Total, Totals, Yearly, list_of};
use crate::packed::{DateKey, List, paper_at};

/// What is counted for a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// Nothing
    Nothing,
    /// Papers, years and code by label: `/* totals */` in the statement
    Totals(Dimension),
    /// Papers by label and year: `/* counted */` in the statement
    Yearly(Dimension),
    /// What there is of everything
    Overall,
    /// The papers themselves, for a report whose rows are papers; where only some are shown, those by date downwards
    Papers,
}

/// Which of the labels or papers a report shows, where it does not show all: so many of those with the most of something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Top<'a> {
    /// How many at least; those that have as much as the last of them are taken, too.
    pub count: usize,
    /// By which column of the statement.
    pub by: &'a str,
    /// Whether those with the least come first.
    pub is_upwards: bool,
}

/// Makes the temporary tables that statements read, empty.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(include_str!("sql/tally_tables.sql"))
}

/// Counts what a report needs of the selected papers, and hands it over. Returns how many papers there are, and of how many each
/// note holds.
pub(super) fn take(
    connection: &Connection,
    selection: &Selection,
    tally: Tally,
    top: Option<Top<'_>>,
    notes: &[Note],
) -> anyhow::Result<(u64, Vec<u64>)> {
    let mut lists: Vec<_> = notes.iter().filter_map(|note| note.list()).collect();
    let mut counted = Counted::new(tally, top);
    lists.extend(counted.lists());
    let (mut all, mut noted) = (0, vec![0; notes.len()]);
    selection.pick().walk(connection, &selection.params(), &lists, |picked| {
        all += picked.slots.len() as u64;
        for (note, count) in notes.iter().zip(&mut noted) {
            *count += note.count(picked);
        }
        counted.add(picked);
    })?;
    // Only the temporary tables are written, and only here.
    let query_only: bool = connection.pragma_query_value(None, "query_only", |row| row.get(0))?;
    connection.pragma_update(None, "query_only", false)?;
    let handed = prepare(connection).map_err(Into::into).and_then(|()| counted.hand_over(connection, top));
    connection.pragma_update(None, "query_only", query_only)?;
    handed.map(|()| (all, noted))
}

/// How many papers are selected.
pub(super) fn count(connection: &Connection, selection: &Selection) -> anyhow::Result<u64> {
    let mut all = 0;
    selection.pick().walk(connection, &selection.params(), &[], |picked| all += picked.slots.len() as u64)?;
    Ok(all)
}

/// What was counted so far.
enum Counted {
    Nothing,
    Totals(Dimension, Totals),
    Yearly(Dimension, Yearly),
    Overall(Box<Overall>),
    Papers(Newest),
}

impl Counted {
    fn new(tally: Tally, top: Option<Top<'_>>) -> Self {
        match tally {
            Tally::Nothing => Self::Nothing,
            Tally::Totals(dimension) => Self::Totals(dimension, Totals::new()),
            Tally::Yearly(dimension) => Self::Yearly(dimension, Yearly::new()),
            Tally::Overall => Self::Overall(Box::new(Overall::new())),
            Tally::Papers => Self::Papers(Newest::new(top)),
        }
    }

    fn lists(&self) -> Vec<List> {
        match self {
            Self::Nothing | Self::Papers(_) => Vec::new(),
            Self::Totals(dimension, _) | Self::Yearly(dimension, _) => list_of(*dimension).into_iter().collect(),
            Self::Overall(_) => List::ALL.into(),
        }
    }

    fn add(&mut self, picked: &Picked<'_>) {
        match self {
            Self::Nothing => {}
            Self::Totals(dimension, totals) => totals.add(*dimension, picked),
            Self::Yearly(dimension, yearly) => yearly.add(*dimension, picked),
            Self::Overall(overall) => overall.add(picked),
            Self::Papers(newest) => newest.add(picked),
        }
    }

    fn hand_over(self, connection: &Connection, top: Option<Top<'_>>) -> anyhow::Result<()> {
        match self {
            Self::Nothing => {}
            Self::Totals(_, totals) => hand_over_totals(connection, &totals, top)?,
            Self::Yearly(dimension, yearly) => hand_over_yearly(connection, dimension, &yearly, top)?,
            Self::Overall(overall) => overall.hand_over(connection)?,
            Self::Papers(newest) => newest.hand_over(connection)?,
        }
        Ok(())
    }
}

/// The least of the `count` greatest values; `None` where there are not as many.
fn least_of_top<T: Ord>(values: impl Iterator<Item = T>, count: usize) -> Option<T> {
    let mut values: Vec<_> = values.collect();
    let at = count.checked_sub(1).filter(|at| *at < values.len())?;
    values.select_nth_unstable_by(at, |one, other| other.cmp(one));
    values.into_iter().nth(at)
}

fn hand_over_totals(connection: &Connection, totals: &Totals, top: Option<Top<'_>>) -> anyhow::Result<()> {
    let rank = top.and_then(|top| {
        let value = value_of(top.by)?;
        // Who has none comes last either way.
        Some(move |total: &Total| value(total).map(|value| if top.is_upwards { -value } else { value }))
    });
    let least =
        rank.zip(top).and_then(|(rank, top)| least_of_top(totals.iter().map(|(_, total)| rank(total)), top.count));
    let mut add = connection.prepare(include_str!("sql/add_total.sql"))?;
    for (label, total) in totals.iter() {
        if rank.zip(least).is_some_and(|(rank, least)| rank(total) < least) {
            continue;
        }
        let Total { paper_count, with_code, with_code_url, .. } = total;
        add.execute(params![label, paper_count, total.first_year(), total.last_year(), with_code, with_code_url])?;
    }
    Ok(())
}

fn hand_over_yearly(
    connection: &Connection,
    dimension: Dimension,
    yearly: &Yearly,
    top: Option<Top<'_>>,
) -> anyhow::Result<()> {
    // There are so many authors that their names alone, put in order, take seconds. Each has a row at least.
    let first = match top {
        Some(Top { count, by, is_upwards: true }) if dimension == Dimension::Author && by == dimension.name() => {
            Some(first_by_name(connection, yearly, count)?)
        }
        _ => None,
    };
    let mut add = connection.prepare(include_str!("sql/add_yearly.sql"))?;
    for (label, year, count) in yearly.iter() {
        if first.as_ref().is_none_or(|first| first.contains(&label)) {
            add.execute(params![label, year, count])?;
        }
    }
    Ok(())
}

/// So many of the authors who are counted whose names come first.
fn first_by_name(connection: &Connection, yearly: &Yearly, count: usize) -> anyhow::Result<HashSet<u32>> {
    let mut first: BinaryHeap<(String, u32)> = BinaryHeap::new();
    let mut authors = connection.prepare("SELECT id, name FROM author")?;
    let mut rows = authors.query([])?;
    while let Some(row) = rows.next()? {
        let (id, name) = (row.get(0)?, row.get_ref(1)?.as_str()?);
        let is_full = first.len() >= count;
        if yearly.has(id) && !(is_full && first.peek().is_some_and(|(last, _)| last.as_str() < name)) {
            first.push((name.to_owned(), id));
            if is_full {
                first.pop();
            }
        }
    }
    Ok(first.into_iter().map(|(_, id)| id).collect())
}

/// What a column of the statement shows of a total; `None` where it is none of what is counted.
fn value_of(column: &str) -> Option<fn(&Total) -> Option<i64>> {
    Some(match column {
        "paper_count" => |total| Some(total.paper_count.into()),
        "with_code" => |total| Some(total.with_code.into()),
        "with_code_url" => |total| Some(total.with_code_url.into()),
        "code_not_stated" => |total| Some(i64::from(total.paper_count) - i64::from(total.with_code)),
        "first_year" => |total| total.first_year().map(i64::from),
        "last_year" => |total| total.last_year().map(i64::from),
        _ => return None,
    })
}

/// The newest papers, as many as are asked for and those of the same date as the last of them; where no number is asked for, all.
struct Newest {
    papers: Vec<(DateKey, i64)>,
    count: usize,
    /// At how many papers those that are too old are dropped.
    full: usize,
}

impl Newest {
    /// So many papers are held at least, before any are dropped.
    const ROOM: usize = 1 << 14;

    fn new(top: Option<Top<'_>>) -> Self {
        let count = top.map_or(usize::MAX, |top| top.count);
        Self { papers: Vec::new(), count, full: count.saturating_mul(2).max(Self::ROOM) }
    }

    fn add(&mut self, picked: &Picked<'_>) {
        let date = |slot: usize| picked.block.facts()[slot].date;
        self.papers.extend(picked.slots.iter().map(|slot| (date(*slot), paper_at(picked.number, *slot))));
        if self.papers.len() > self.full {
            self.drop_older();
            self.full = self.full.max(self.papers.len() * 2);
        }
    }

    fn drop_older(&mut self) {
        let least = least_of_top(self.papers.iter().map(|(date, _)| *date), self.count);
        self.papers.retain(|(date, _)| Some(*date) >= least);
    }

    fn hand_over(mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.drop_older();
        let mut add = connection.prepare("INSERT INTO temp.listed_paper (paper_id) VALUES (?1)")?;
        for (_, id) in self.papers {
            add.execute([id])?;
        }
        Ok(())
    }
}

/// What there is of everything.
struct Overall {
    papers: Totals,
    cut: u64,
    with_affiliation: u64,
    /// The members of each list that were seen.
    seen: [ByKey<bool>; 3],
}

impl Overall {
    fn new() -> Self {
        Self { papers: Totals::new(), cut: 0, with_affiliation: 0, seen: List::ALL.map(|_| ByKey::new()) }
    }

    fn add(&mut self, picked: &Picked<'_>) {
        let Picked { block, slots, .. } = picked;
        self.papers.add(Dimension::Code, picked);
        for slot in *slots {
            self.cut += u64::from(!block.facts()[*slot].authors_complete());
            self.with_affiliation += u64::from(!block.members(List::Affiliations, *slot).is_empty());
            for list in List::ALL {
                for id in block.members(list, *slot) {
                    *self.seen[list as usize].at(*id) = true;
                }
            }
        }
    }

    fn hand_over(&self, connection: &Connection) -> anyhow::Result<()> {
        let sum = |value: fn(&Total) -> u32| self.papers.iter().map(|(_, total)| i64::from(value(total))).sum::<i64>();
        let seen = |list: List| self.seen[list as usize].iter().filter(|(_, seen)| **seen).count() as u64;
        connection.prepare(include_str!("sql/add_overall.sql"))?.execute(params![
            sum(|total| total.paper_count),
            sum(|total| total.with_code),
            sum(|total| total.with_code_url),
            self.cut.cast_signed(),
            self.with_affiliation.cast_signed(),
            self.papers.iter().filter_map(|(_, total)| total.first_year()).min(),
            self.papers.iter().filter_map(|(_, total)| total.last_year()).max(),
            seen(List::Authors).cast_signed(),
            seen(List::Affiliations).cast_signed(),
            seen(List::Categories).cast_signed(),
        ])?;
        Ok(())
    }
}
