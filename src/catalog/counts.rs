//! Counts that reports need not make anew: kept in step with the papers at the end of every transaction, and provable.
//!
//! What a paper counted in is noted before it first changes; at the end that is taken off and what it counts in now is added.
//! Where most papers changed, all are counted anew.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::write::Writer;

/// Where more papers than these change in one transaction, all are counted anew.
const MOST_CHANGED: usize = 200_000;

/// What a transaction changed so far.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Papers of which the former counts are noted.
    noted: usize,
    /// Whether all is counted anew in the end, so that nothing need be noted.
    anew: bool,
    /// Whether papers that come in are known to be new, and so need not be noted.
    fills: bool,
}

impl Writer<'_> {
    /// Notes what a paper counts in, before it changes for the first time.
    pub(super) fn note_change(&self, paper_id: i64) -> rusqlite::Result<()> {
        let noted =
            self.connection.prepare_cached(include_str!("sql/note_changed_paper.sql"))?.execute([paper_id])? > 0;
        let mut changes = self.changes.borrow_mut();
        if noted && !changes.anew {
            self.connection.prepare_cached(include_str!("sql/note_counts.sql"))?.execute([paper_id])?;
            self.connection.prepare_cached(include_str!("sql/note_authors.sql"))?.execute([paper_id])?;
            changes.noted += 1;
            changes.anew = changes.noted > MOST_CHANGED;
        }
        Ok(())
    }

    /// Notes a paper that was just made.
    pub(super) fn note_new(&self, paper_id: i64) -> rusqlite::Result<()> {
        let mut changes = self.changes.borrow_mut();
        if changes.fills {
            return Ok(());
        }
        changes.noted += 1;
        changes.anew |= changes.noted > MOST_CHANGED;
        self.connection.prepare_cached(include_str!("sql/note_new_paper.sql"))?.execute([paper_id])?;
        Ok(())
    }

    /// Notes the papers that leave all at once, before they do; `all`: nearly all papers do.
    pub(super) fn note_leaving(&self, all: bool) -> rusqlite::Result<()> {
        self.changes.borrow_mut().anew |= all;
        if !self.changes.borrow().anew {
            self.connection.execute_batch(include_str!("sql/note_leaving_counts.sql"))?;
        }
        self.connection.execute_batch(include_str!("sql/note_leaving_papers.sql"))
    }

    /// Papers that come in from now on fill an empty catalog, which is counted at the end.
    pub(super) fn note_filling(&self, fills: bool) {
        let mut changes = self.changes.borrow_mut();
        changes.fills = fills;
        changes.anew = true;
    }

    /// Brings the counts in step with the papers. To be called last in a transaction.
    pub(super) fn settle_counts(&self) -> anyhow::Result<()> {
        let changes = self.changes.take();
        if changes.anew {
            return count_anew(self.connection);
        }
        let any = self.connection.prepare_cached("SELECT 1 FROM temp.changed_paper LIMIT 1")?.exists([])?;
        if any {
            self.connection.execute_batch(include_str!("sql/settle_counts.sql"))?;
        }
        Ok(())
    }
}

/// What papers count in, but for the group: year (0: none), with code, with the address of code, authors complete.
type State = (i64, bool, bool, bool);

/// By what papers are grouped, as the table `group_count` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Grouped {
    Affiliation,
    Category,
    Paper,
    Venue,
}

impl Grouped {
    const ALL: [Self; 4] = [Self::Affiliation, Self::Category, Self::Paper, Self::Venue];

    fn as_str(self) -> &'static str {
        match self {
            Self::Affiliation => "affiliation",
            Self::Category => "category",
            Self::Paper => "paper",
            Self::Venue => "venue",
        }
    }
}

/// Dimension, group and state, as in the table `group_count`.
type Group = (Grouped, i64, State);

/// What is kept of an author.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct OfAuthor {
    paper_count: i64,
    first_year: Option<i64>,
    last_year: Option<i64>,
    with_code: i64,
    with_code_url: i64,
}

/// The states of all papers that count, by id, four bytes each.
struct States(Vec<u32>);

impl States {
    const COUNTS: u32 = 1 << 31;

    fn set(&mut self, id: i64, (year, with_code, with_code_url, complete): State) {
        let at = usize::try_from(id).expect("keys are positive");
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        let year = u32::try_from(year).expect("a year has four digits");
        let flags = u32::from(with_code) | u32::from(with_code_url) << 1 | u32::from(complete) << 2;
        self.0[at] = Self::COUNTS | year << 3 | flags;
    }

    fn of(&self, id: i64) -> Option<State> {
        let packed = *self.0.get(usize::try_from(id).ok()?)?;
        let year = i64::from((packed & !Self::COUNTS) >> 3);
        (packed != 0).then_some((year, packed & 1 != 0, packed & 2 != 0, packed & 4 != 0))
    }
}

/// Counts all papers by what they are and belong to.
fn count_groups(connection: &Connection) -> rusqlite::Result<(States, HashMap<Group, i64>)> {
    let mut states = States(Vec::new());
    let mut counts: HashMap<Group, i64> = HashMap::new();
    let mut statement = connection.prepare(include_str!("sql/states_of_papers.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let state = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        states.set(row.get(0)?, state);
        *counts.entry((Grouped::Paper, 0, state)).or_default() += 1;
        *counts.entry((Grouped::Venue, row.get(5)?, state)).or_default() += 1;
    }
    let lists = [
        (Grouped::Category, "SELECT category_id, paper_id FROM paper_category ORDER BY category_id, paper_id"),
        (
            Grouped::Affiliation,
            "SELECT affiliation_id, paper_id FROM paper_affiliation ORDER BY affiliation_id, paper_id",
        ),
    ];
    for (dimension, sql) in lists {
        let mut has_none = vec![true; states.0.len()];
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (group, paper): (i64, i64) = (row.get(0)?, row.get(1)?);
            if let Some(state) = states.of(paper) {
                *counts.entry((dimension, group, state)).or_default() += 1;
                has_none[usize::try_from(paper).expect("it has a state")] = false;
            }
        }
        let without = (0_i64..).zip(has_none).filter(|(_, has_none)| *has_none).filter_map(|(id, _)| states.of(id));
        for state in without {
            *counts.entry((dimension, 0, state)).or_default() += 1;
        }
    }
    Ok((states, counts))
}

/// Hands on what there is to keep of every author with a paper that counts, by id.
fn count_authors(
    connection: &Connection,
    states: &States,
    mut consume: impl FnMut(i64, OfAuthor) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut statement =
        connection.prepare("SELECT author_id, paper_id FROM authorship ORDER BY author_id, paper_id")?;
    let mut rows = statement.query([])?;
    let (mut author, mut last_paper, mut counted) = (0, 0, OfAuthor::default());
    while let Some(row) = rows.next()? {
        let (author_id, paper_id): (i64, i64) = (row.get(0)?, row.get(1)?);
        if author_id != author {
            if counted.paper_count > 0 {
                consume(author, counted)?;
            }
            (author, last_paper, counted) = (author_id, 0, OfAuthor::default());
        }
        // Whoever is printed twice on a paper has it once.
        if paper_id == last_paper {
            continue;
        }
        last_paper = paper_id;
        let Some((year, with_code, with_code_url, _)) = states.of(paper_id) else { continue };
        counted.paper_count += 1;
        counted.with_code += i64::from(with_code);
        counted.with_code_url += i64::from(with_code_url);
        if year > 0 {
            counted.first_year = Some(counted.first_year.map_or(year, |first| first.min(year)));
            counted.last_year = Some(counted.last_year.map_or(year, |last| last.max(year)));
        }
    }
    if counted.paper_count > 0 {
        consume(author, counted)?;
    }
    Ok(())
}

fn count_anew(connection: &Connection) -> anyhow::Result<()> {
    connection.execute_batch(include_str!("sql/begin_counting.sql"))?;
    let (states, groups) = count_groups(connection)?;
    let mut add = connection.prepare(include_str!("sql/insert_group_count.sql"))?;
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable();
    for ((dimension, group, (year, with_code, with_code_url, complete)), count) in groups {
        add.execute(params![dimension.as_str(), group, year, with_code, with_code_url, complete, count])?;
    }
    let mut add = connection.prepare(include_str!("sql/insert_author_count.sql"))?;
    count_authors(connection, &states, |id, of| {
        let OfAuthor { paper_count, first_year, last_year, with_code, with_code_url } = of;
        add.execute(params![id, paper_count, first_year, last_year, with_code, with_code_url])?;
        Ok(())
    })?;
    connection.execute_batch("CREATE INDEX author_count_most ON author_count (paper_count)")?;
    Ok(())
}

/// The counts that are kept and are not what the papers amount to, a line each.
pub(super) fn wrong_counts(connection: &Connection) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let (states, mut groups) = count_groups(connection)?;
    let mut statement = connection.prepare(include_str!("sql/group_counts.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let state: State = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        let (dimension, group, kept): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(6)?);
        let known = Grouped::ALL.into_iter().find(|known| known.as_str() == dimension);
        let counted = known.and_then(|dimension| groups.remove(&(dimension, group, state))).unwrap_or(0);
        if counted != kept {
            wrong.push(format!("papers of {dimension} {group} in {}: {kept} are kept, {counted} are there", state.0));
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable();
    let missing = groups.into_iter().map(|((dimension, group, state), counted)| {
        let dimension = dimension.as_str();
        format!("papers of {dimension} {group} in {}: none are kept, {counted} are there", state.0)
    });
    wrong.extend(missing);
    let mut known = connection.prepare(include_str!("sql/author_count.sql"))?;
    let mut authors = 0;
    count_authors(connection, &states, |id, counted| {
        authors += 1;
        let mut rows = known.query([id])?;
        let kept = rows.next()?.map(|row| {
            Ok::<_, rusqlite::Error>(OfAuthor {
                paper_count: row.get(0)?,
                first_year: row.get(1)?,
                last_year: row.get(2)?,
                with_code: row.get(3)?,
                with_code_url: row.get(4)?,
            })
        });
        if kept.transpose()? != Some(counted) {
            wrong.push(format!(
                "papers of author {id}: {} are there, and that is not what is kept",
                counted.paper_count
            ));
        }
        Ok(())
    })?;
    let kept: i64 = connection.query_row("SELECT count(*) FROM author_count", [], |row| row.get(0))?;
    if kept != authors {
        wrong.push(format!("counts are kept of {kept} authors, and {authors} have papers"));
    }
    Ok(wrong)
}
