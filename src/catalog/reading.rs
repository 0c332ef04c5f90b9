//! Entries whose reading is not sure, and the user's rulings on them.

use std::cmp::Ordering;
use std::collections::HashMap;

use anyhow::{Context, bail};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::paper;
use super::write::Writer;
use crate::identity::matching::title_key;
use crate::identity::merging::merged;
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
    settled_as: Option<i64>,
}

impl Doubtful {
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
            settled_as: row.get("settled_as")?,
        })
    });
    found
        .optional()?
        .with_context(|| format!("there is no doubtful reading with the number {id}: see `paperdex review`"))
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
        self.mend(doubtful.paper_id, reading)
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
                self.mend(doubtful.paper_id, second)?;
                looked.mended += 1;
            } else {
                looked.confirmed += 1;
            }
        }
        Ok(looked)
    }

    /// What the rest of the catalog says for a reading: 2 where it has a paper of that title, 1 where its first author
    /// is on another paper. Papers that are not sure themselves say nothing.
    fn weight(&self, paper_id: i64, reading: &TitleAndAuthors) -> rusqlite::Result<i64> {
        let first_author = reading.authors.first().map(|name| name_key(name)).unwrap_or_default();
        let mut statement = self.connection.prepare_cached(include_str!("sql/weigh_reading.sql"))?;
        statement.query_row(params![paper_id, title_key(&reading.title), first_author], |row| row.get(0))
    }

    /// Gives a paper its right title and printed authors. Where that makes it a paper that is known already, it goes
    /// into that one.
    fn mend(&self, paper_id: i64, reading: &TitleAndAuthors) -> anyhow::Result<()> {
        let known = paper::load(self.connection, paper_id)?;
        let hidden = known.authors.iter().filter(|author| !author.position_stated).cloned();
        let printed = reading.authors.iter().map(AuthorMention::printed);
        let right =
            PaperRecord { title: reading.title.clone(), authors: printed.chain(hidden).collect(), ..known.clone() };
        if right == known {
            return Ok(());
        }
        if let Some((standing_id, standing)) = self.find(&right)?.filter(|(id, _)| *id != paper_id) {
            paper::update(self.connection, standing_id, &standing, &merged(&standing, &right))?;
            self.connection.execute("UPDATE paper SET merged_into = ?2 WHERE id = ?1", [paper_id, standing_id])?;
            self.connection.execute("UPDATE record SET paper_id = ?2 WHERE paper_id = ?1", [paper_id, standing_id])?;
        }
        let former = paper::author_ids(self.connection, paper_id)?;
        paper::rename(self.connection, paper_id, &right.title)?;
        paper::update(self.connection, paper_id, &known, &right)?;
        // A wrong cut made people who never were.
        let mut delete = self.connection.prepare_cached(include_str!("sql/delete_author_without_papers.sql"))?;
        for author_id in former {
            delete.execute([author_id])?;
        }
        Ok(())
    }
}
