//! Entries whose reading is not sure, and the user's rulings on them.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use anyhow::{Context, bail};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::source;
use super::write::Writer;
use crate::identity::likeness::title_sketch;
use crate::identity::matching::{Profile, title_key};
use crate::identity::name::name_key;
use crate::record::{AuthorMention, Doubt, PaperRecord, TitleAndAuthors};

/// Between two authors in one text.
const SEPARATOR: &str = "; ";

/// What a ruling on a reading says, as `decision.detail` keeps it.
#[derive(Serialize, Deserialize)]
struct Detail {
    run_together: String,
    title: String,
    authors: Vec<String>,
}

/// How a doubtful line is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruled {
    /// As it was imported.
    First,
    /// The other way.
    Second,
    /// In words of the user's own.
    As(TitleAndAuthors),
}

/// Notes that a paper's entry is doubtful. One that is known to be is noted once.
pub(super) fn note_doubt(
    connection: &Connection,
    (listing_id, position): (i64, u64),
    paper_id: i64,
    record: &PaperRecord,
    doubt: &Doubt,
) -> rusqlite::Result<()> {
    let authors = record.printed_names().map(str::to_owned).collect();
    let first = TitleAndAuthors { title: record.title.clone(), authors };
    connection.prepare_cached(include_str!("sql/insert_doubtful_reading.sql"))?.execute(params![
        paper_id,
        listing_id,
        position.cast_signed(),
        first.run_together(),
        first.title,
        first.authors.join(SEPARATOR),
        doubt.other.as_ref().map(|other| &other.title),
        doubt.other.as_ref().map(|other| other.authors.join(SEPARATOR)),
        doubt.reason,
    ])?;
    Ok(())
}

/// How title lines are to be read that were not sure, by the text of the line: as later imports proved, and above that
/// as the user ruled.
pub fn rulings(connection: &Connection) -> anyhow::Result<HashMap<String, TitleAndAuthors>> {
    let mut rulings = HashMap::new();
    let settled = "SELECT id FROM doubtful_reading WHERE settled_as IS NOT NULL ORDER BY id";
    for id in ids(connection, settled)? {
        let doubtful = load(connection, id)?;
        rulings.insert(doubtful.run_together.clone(), doubtful.settled()?.clone());
    }
    let sql = "SELECT detail FROM decision WHERE kind = 'reading' AND undone_at IS NULL ORDER BY id";
    let mut statement = connection.prepare(sql)?;
    let details = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for detail in details {
        let Detail { run_together, title, authors } = serde_json::from_str(&detail).context("a ruling is damaged")?;
        rulings.insert(run_together, TitleAndAuthors { title, authors });
    }
    Ok(rulings)
}

fn ids(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<i64>> {
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// A doubtful reading as it was noted.
struct Doubtful {
    paper_id: i64,
    run_together: String,
    first: TitleAndAuthors,
    second: Option<TitleAndAuthors>,
    doubt: String,
    /// As the user ruled before.
    ruled: Option<TitleAndAuthors>,
    settled_as: Option<i64>,
}

impl Doubtful {
    /// Whether an entry stands on this line, however it was read.
    fn is_of(&self, record: &PaperRecord) -> bool {
        let authors = record.printed_names().map(str::to_owned).collect();
        let read = TitleAndAuthors { title: record.title.clone(), authors };
        let title_and_authors = [Some(&self.first), self.second.as_ref(), self.ruled.as_ref()];
        read.run_together() == self.run_together || title_and_authors.into_iter().flatten().any(|known| *known == read)
    }

    fn doubt_in_words(&self) -> String {
        Doubt { reason: self.doubt.clone(), other: self.second.clone() }.in_words()
    }

    /// The reading that later imports proved right. Fails when the catalog's row contradicts itself.
    fn settled(&self) -> anyhow::Result<&TitleAndAuthors> {
        match self.settled_as {
            Some(2) => self.second.as_ref().context("a reading is settled as one that it does not have"),
            _ => Ok(&self.first),
        }
    }
}

/// The doubtful reading with this number.
fn load(connection: &Connection, id: i64) -> anyhow::Result<Doubtful> {
    let reading = |title: String, authors: String| TitleAndAuthors {
        title,
        authors: authors.split(SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    };
    let found = connection.query_row(include_str!("sql/load_doubtful_reading.sql"), [id], |row| {
        Ok(Doubtful {
            paper_id: row.get("paper_id")?,
            run_together: row.get("run_together")?,
            first: reading(row.get("title")?, row.get("authors")?),
            second: row
                .get::<_, Option<String>>("other_title")?
                .zip(row.get("other_authors")?)
                .map(|(title, authors)| reading(title, authors)),
            doubt: row.get("doubt")?,
            ruled: None,
            settled_as: row.get("settled_as")?,
        })
        .and_then(|doubtful| Ok((doubtful, row.get::<_, Option<String>>("ruling")?)))
    });
    let (mut doubtful, ruling) = found
        .optional()?
        .with_context(|| format!("there is no doubtful reading with the number {id}: see `paperdex review`"))?;
    if let Some(ruling) = ruling {
        let Detail { title, authors, .. } = serde_json::from_str(&ruling).context("a ruling is damaged")?;
        doubtful.ruled = Some(TitleAndAuthors { title, authors });
    }
    Ok(doubtful)
}

/// What a second look at doubtful entries came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LookedAgain {
    /// Papers that were read wrongly and are mended.
    pub mended: u64,
    /// Papers that were read rightly.
    pub confirmed: u64,
}

impl Writer<'_> {
    /// Rules on the doubtful reading with this number, mends the paper, and keeps the ruling for later imports. A
    /// ruling on a line that was ruled on before replaces the earlier one.
    ///
    /// Fails when there is no such number, and when the reading is not one of this line.
    pub fn rule_reading(&self, id: i64, ruled: &Ruled, decided_at: &str) -> anyhow::Result<()> {
        let doubtful = load(self.connection, id)?;
        let reading = match ruled {
            Ruled::First => &doubtful.first,
            Ruled::Second => doubtful.second.as_ref().with_context(|| format!("number {id} has no second reading"))?,
            Ruled::As(reading) => reading,
        };
        if reading.title.trim().is_empty() {
            bail!("number {id}: a paper needs a title");
        }
        let detail = Detail {
            run_together: doubtful.run_together.clone(),
            title: reading.title.clone(),
            authors: reading.authors.clone(),
        };
        let revoke =
            "UPDATE decision SET undone_at = ?2 WHERE id = (SELECT decision_id FROM doubtful_reading WHERE id = ?1)";
        self.connection.execute(revoke, params![id, decided_at])?;
        let add = "INSERT INTO decision (decided_at, kind, subject, detail) VALUES (?1, 'reading', 'paper', ?2)";
        self.connection.execute(add, params![decided_at, serde_json::to_string(&detail)?])?;
        let decision_id = self.connection.last_insert_rowid();
        self.connection.execute("UPDATE doubtful_reading SET decision_id = ?2 WHERE id = ?1", [id, decision_id])?;
        self.connection.execute("UPDATE record SET doubt = NULL WHERE paper_id = ?1", [doubtful.paper_id])?;
        self.mend(&doubtful, reading)?;
        self.tidy()
    }

    /// Takes a ruling on a reading back, or puts it in force again: every line that it speaks of is read anew.
    pub(super) fn follow_reading_ruling(&self, decision_id: i64) -> anyhow::Result<()> {
        let sql = "SELECT detail, undone_at IS NULL FROM decision WHERE id = ?1";
        let (detail, in_force): (String, bool) =
            self.connection.query_row(sql, [decision_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Detail { run_together, title, authors } = serde_json::from_str(&detail).context("a ruling is damaged")?;
        let ruled = TitleAndAuthors { title, authors };
        let mut of_line =
            self.connection.prepare("SELECT id FROM doubtful_reading WHERE run_together = ?1 ORDER BY id")?;
        let of_line = of_line.query_map([&run_together], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        for id in of_line {
            let doubtful = Doubtful { ruled: Some(ruled.clone()), ..load(self.connection, id)? };
            let set = "UPDATE doubtful_reading SET decision_id = ?2 WHERE id = ?1";
            self.connection.execute(set, params![id, in_force.then_some(decision_id)])?;
            let doubt = if in_force || doubtful.settled_as.is_some() { None } else { Some(doubtful.doubt_in_words()) };
            self.connection.execute(include_str!("sql/set_doubt.sql"), params![id, doubt])?;
            let reading = if in_force { &ruled } else { doubtful.settled()? };
            self.mend(&doubtful, reading)?;
        }
        self.tidy()
    }

    /// Looks again at what was settled by imports of which one is taken back.
    pub(super) fn reopen_settled(&self) -> anyhow::Result<()> {
        let settled =
            "SELECT id FROM doubtful_reading WHERE settled_as IS NOT NULL AND decision_id IS NULL ORDER BY id";
        for id in ids(self.connection, settled)? {
            let doubtful = load(self.connection, id)?;
            let Some(second) = &doubtful.second else { continue };
            let (for_first, for_second) =
                (self.weight(doubtful.paper_id, &doubtful.first)?, self.weight(doubtful.paper_id, second)?);
            if for_first == for_second {
                self.connection.execute("UPDATE doubtful_reading SET settled_as = NULL WHERE id = ?1", [id])?;
                self.connection.execute(include_str!("sql/set_doubt.sql"), params![id, doubtful.doubt_in_words()])?;
                self.mend(&doubtful, &doubtful.first)?;
            }
        }
        self.look_again().map(drop)
    }

    /// Looks again at the entries that are not sure: where the catalog meanwhile knows the paper or the first author by
    /// one reading and not by the other, that one is right, and a paper that was read the other way is mended.
    pub fn look_again(&self) -> anyhow::Result<LookedAgain> {
        let mut looked = LookedAgain::default();
        let open = "SELECT id FROM doubtful_reading WHERE decision_id IS NULL AND settled_as IS NULL \
                    AND other_title IS NOT NULL ORDER BY id";
        for id in ids(self.connection, open)? {
            let doubtful = load(self.connection, id)?;
            let Some(second) = &doubtful.second else { continue };
            let (for_first, for_second) =
                (self.weight(doubtful.paper_id, &doubtful.first)?, self.weight(doubtful.paper_id, second)?);
            let settled_as = match for_first.cmp(&for_second) {
                Ordering::Equal => continue,
                Ordering::Greater => 1,
                Ordering::Less => 2,
            };
            self.connection.execute("UPDATE doubtful_reading SET settled_as = ?2 WHERE id = ?1", [id, settled_as])?;
            self.connection.execute("UPDATE record SET doubt = NULL WHERE paper_id = ?1", [doubtful.paper_id])?;
            if settled_as == 2 {
                self.mend(&doubtful, second)?;
                looked.mended += 1;
            } else {
                looked.confirmed += 1;
            }
        }
        self.tidy()?;
        Ok(looked)
    }

    /// What the rest of the catalog says for a reading: 2 where it has a paper of that title, 1 where its first author
    /// is on another paper. Papers that are not sure themselves say nothing.
    fn weight(&self, paper_id: i64, reading: &TitleAndAuthors) -> rusqlite::Result<i64> {
        let first_author = reading.authors.first().map(|name| name_key(name)).unwrap_or_default();
        let mut statement = self.connection.prepare_cached(include_str!("sql/weigh_reading.sql"))?;
        let title = title_key(&reading.title);
        statement.query_row(params![paper_id, title, first_author, title_sketch(&title)], |row| row.get(0))
    }

    /// Reads the line that a doubtful entry stands on as it is to be read, in every entry of the paper that has it.
    fn mend(&self, doubtful: &Doubtful, reading: &TitleAndAuthors) -> anyhow::Result<()> {
        let mut sources = source::of_paper(self.connection, doubtful.paper_id)?;
        let mut is_changed = false;
        for source in sources.iter_mut().filter(|source| doubtful.is_of(&source.profile.record)) {
            let record = &source.profile.record;
            let hidden = record.authors.iter().filter(|author| !author.position_stated).cloned();
            let printed = reading.authors.iter().map(AuthorMention::printed);
            let authors = printed.chain(hidden).collect();
            let right = PaperRecord { title: reading.title.clone(), authors, ..record.clone() };
            if right != *record {
                is_changed = true;
                self.forget_hashes(&source.rows)?;
            }
            source.profile = Arc::new(Profile::of(right));
        }
        if is_changed {
            self.regroup(sources)?;
        }
        Ok(())
    }
}

/// Brings the doubts about entries of some papers to the papers that the entries are of now.
pub(super) fn move_doubts(connection: &Connection, papers: &BTreeSet<i64>) -> rusqlite::Result<()> {
    for id in papers {
        connection.prepare_cached(include_str!("sql/delete_doubled_doubts.sql"))?.execute([id])?;
        connection.prepare_cached(include_str!("sql/move_doubts.sql"))?.execute([id])?;
    }
    Ok(())
}
