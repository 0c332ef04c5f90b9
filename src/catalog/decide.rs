//! What the user rules on papers, kept in `decision` and followed by every later import.

use std::collections::BTreeSet;

use anyhow::{Context, bail, ensure};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::paper_rulings::{Detail, FIELDS, Sketch, set};
use super::place::made_from;
use super::source::{self, Source};
use super::write::Writer;

/// A ruling as a file carries it from one catalog to another: a line of JSON each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedRuling {
    /// UTC, RFC 3339.
    pub decided_at: String,
    /// merge, split, apart, set or reading.
    pub kind: String,
    /// What it is about: paper.
    pub subject: String,
    /// What it says; it speaks of entries, so that it holds in any catalog.
    pub detail: serde_json::Value,
}

/// The kinds of rulings that a file may bring.
const SHARED_KINDS: &[&str] = &["merge", "split", "apart", "set", "reading"];

impl Writer<'_> {
    /// Rules that two papers are one, and makes them one. Returns the ruling's number and the paper's id.
    pub fn merge_papers(&self, one: i64, other: i64, decided_at: &str) -> anyhow::Result<(i64, i64)> {
        ensure!(one != other, "these are one paper already");
        let (one, other) = (self.entries_of(one)?, self.entries_of(other)?);
        let detail = Detail::Parts { parts: vec![sketches(&one)?, sketches(&other)?] };
        let id = self.add_ruling("merge", &detail, decided_at)?;
        let settled = self.regroup(one.into_iter().chain(other).collect())?;
        self.tidy()?;
        let (paper_id, _) = settled.papers.first().context("the papers have no entries")?;
        Ok((id, *paper_id))
    }

    /// Rules that two papers are two, and asks no more whether they are one. Returns the ruling's number.
    pub fn keep_apart(&self, one: i64, other: i64, decided_at: &str) -> anyhow::Result<i64> {
        ensure!(one != other, "these are one paper: `paperdex split {one}` takes it apart");
        let (one, other) = (self.entries_of(one)?, self.entries_of(other)?);
        let detail = Detail::Parts { parts: vec![sketches(&one)?, sketches(&other)?] };
        let id = self.add_ruling("apart", &detail, decided_at)?;
        self.regroup(one.into_iter().chain(other).collect())?;
        self.tidy()?;
        Ok(id)
    }

    /// Rules that the entries of a paper are several papers: those that are named by listing and position are one, the rest
    /// another; where none is named, every different entry is a paper of its own. Returns the ruling's number and the papers.
    pub fn split_paper(&self, id: i64, out: &[(i64, i64)], decided_at: &str) -> anyhow::Result<(i64, Vec<i64>)> {
        let sources = self.entries_of(id)?;
        let entries: Vec<_> = sources.iter().filter(|source| !source.is_addition).collect();
        for place in out {
            let is_of_it = entries.iter().any(|source| source.rows.contains(place));
            ensure!(is_of_it, "the paper has no entry {}:{}: see `paperdex show {id} --sources`", place.0, place.1);
        }
        let parts: Vec<Vec<&Source>> = if out.is_empty() {
            entries.iter().map(|source| vec![*source]).collect()
        } else {
            let (leaving, staying): (Vec<_>, Vec<_>) =
                entries.iter().partition(|source| source.rows.iter().any(|place| out.contains(place)));
            vec![staying, leaving]
        };
        ensure!(
            parts.len() > 1 && parts.iter().all(|part| !part.is_empty()),
            "all entries of the paper say the same, or all of them would leave it: there is nothing to take apart"
        );
        let parts =
            parts.into_iter().map(|part| part.into_iter().map(Sketch::of).collect()).collect::<anyhow::Result<_>>()?;
        let ruling = self.add_ruling("split", &Detail::Parts { parts }, decided_at)?;
        let settled = self.regroup(sources)?;
        self.tidy()?;
        Ok((ruling, settled.papers.iter().map(|(id, _)| *id).collect()))
    }

    /// Sets a field of a paper, whatever its entries say; `None` where it is not to be stated. Returns the ruling's number.
    pub fn set_field(&self, id: i64, field: &str, value: Option<&str>, decided_at: &str) -> anyhow::Result<i64> {
        let Some((_, values)) = FIELDS.iter().find(|(name, _)| *name == field) else {
            let names = FIELDS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            bail!("a paper has no field \"{field}\" that can be set: give one of {names}");
        };
        let sources = self.entries_of(id)?;
        let rulings = self.paper_rulings()?;
        let mut paper = made_from(&sources.iter().collect::<Vec<_>>(), &rulings)?;
        set(&mut paper, field, value)
            .with_context(|| format!("{field} cannot be \"{}\": give {values}", value.unwrap_or_default()))?;
        let detail = Detail::Set { paper: sketches(&sources)?, field: field.into(), value: value.map(str::to_owned) };
        let ruling = self.add_ruling("set", &detail, decided_at)?;
        self.regroup(sources)?;
        self.tidy()?;
        Ok(ruling)
    }

    /// Adds a ruling that a file brought and follows it; false where it is known and in force.
    ///
    /// Fails when it is not one that can be shared.
    pub fn add_shared_ruling(&self, ruling: &SharedRuling) -> anyhow::Result<bool> {
        let SharedRuling { decided_at, kind, subject, detail } = ruling;
        ensure!(
            subject == "paper" && SHARED_KINDS.contains(&kind.as_str()),
            "a ruling of the kind \"{kind}\" on \"{subject}\" is not known to this version"
        );
        let detail = detail.to_string();
        if kind != "reading" {
            serde_json::from_str::<Detail>(&detail).context("it does not say which entries it is about")?;
        }
        let known =
            "SELECT 1 FROM decision WHERE kind = ?1 AND subject = ?2 AND json(detail) = json(?3) AND undone_at IS NULL";
        if self.connection.prepare_cached(known)?.exists(params![kind, subject, detail])? {
            return Ok(false);
        }
        self.connection.execute(include_str!("sql/insert_decision.sql"), params![decided_at, kind, subject, detail])?;
        self.forget_rulings();
        self.follow(self.connection.last_insert_rowid())?;
        Ok(true)
    }

    /// Makes the papers that a ruling speaks of what they are with it, or without it.
    pub(super) fn follow(&self, decision_id: i64) -> anyhow::Result<()> {
        let sql = "SELECT kind, detail FROM decision WHERE id = ?1";
        let (kind, detail): (String, String) =
            self.connection.query_row(sql, [decision_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if kind == "reading" {
            return self.follow_reading_ruling(decision_id);
        }
        let parts = match serde_json::from_str(&detail).context("a ruling is damaged")? {
            Detail::Set { paper, .. } => vec![paper],
            Detail::Parts { parts } => parts,
        };
        let mut papers = BTreeSet::new();
        for sketch in parts.iter().flatten() {
            papers.extend(self.papers_of(&sketch.profile())?);
        }
        let mut sources = Vec::new();
        for id in papers {
            sources.extend(source::of_paper(self.connection, id)?);
        }
        self.regroup(sources)?;
        self.tidy()
    }

    fn entries_of(&self, id: i64) -> anyhow::Result<Vec<Source>> {
        source::of_paper(self.connection, id)
    }

    fn add_ruling(&self, kind: &str, detail: &Detail, decided_at: &str) -> anyhow::Result<i64> {
        let detail = serde_json::to_string(detail)?;
        self.connection.execute(include_str!("sql/insert_decision.sql"), params![decided_at, kind, "paper", detail])?;
        self.forget_rulings();
        Ok(self.connection.last_insert_rowid())
    }

    /// Takes a ruling back, or an undoing. Returns what was done, in words.
    ///
    /// Fails when there is no such ruling in force.
    pub fn undo_ruling(&self, id: i64, undone_at: &str) -> anyhow::Result<String> {
        let sql = "SELECT kind, detail, undone_at FROM decision WHERE id = ?1";
        let found = self.connection.query_row(sql, [id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
        });
        let (kind, detail, undone) = found
            .optional()?
            .with_context(|| format!("there is no ruling with the number {id}: see `paperdex rulings`"))?;
        if let Some(at) = undone {
            bail!("ruling {id} is taken back already, since {at}");
        }
        self.connection.execute("UPDATE decision SET undone_at = ?2 WHERE id = ?1", params![id, undone_at])?;
        self.forget_rulings();
        if kind == "undo" {
            return self.undo_undoing(&detail);
        }
        self.follow(id)?;
        let undo = self.note_undoing("decision", id, undone_at)?;
        Ok(format!("ruling {id} ({kind}) is taken back; `paperdex undo --ruling {undo}` puts it in force again"))
    }

    fn undo_undoing(&self, detail: &str) -> anyhow::Result<String> {
        let undone: Undone = serde_json::from_str(detail).context("a ruling is damaged")?;
        if let Some(import_id) = undone.import {
            let counts = self.redo_import(import_id)?;
            return Ok(format!("import {import_id} is in force again: {counts} entries"));
        }
        let id = undone.decision.context("a ruling is damaged")?;
        self.connection.execute("UPDATE decision SET undone_at = NULL WHERE id = ?1", [id])?;
        self.forget_rulings();
        self.follow(id)?;
        Ok(format!("ruling {id} is in force again"))
    }

    /// Notes that an import or a ruling is taken back, by which that can be taken back.
    pub(super) fn note_undoing(&self, subject: &str, id: i64, at: &str) -> anyhow::Result<i64> {
        let detail = serde_json::json!({ subject: id }).to_string();
        self.connection.execute(include_str!("sql/insert_decision.sql"), params![at, "undo", subject, detail])?;
        Ok(self.connection.last_insert_rowid())
    }
}

/// The rulings in force that other catalogs can follow, in the order in which they were made.
pub fn shared_rulings(connection: &Connection) -> anyhow::Result<Vec<SharedRuling>> {
    let mut statement = connection.prepare(include_str!("sql/shared_rulings.sql"))?;
    let rows = statement.query_map([], |row| {
        let detail: String = row.get("detail")?;
        Ok((row.get("decided_at")?, row.get("kind")?, row.get("subject")?, detail))
    })?;
    let mut rulings = Vec::new();
    for row in rows {
        let (decided_at, kind, subject, detail) = row?;
        let detail = serde_json::from_str(&detail).context("a ruling is damaged")?;
        rulings.push(SharedRuling { decided_at, kind, subject, detail });
    }
    Ok(rulings)
}

/// What was taken back.
#[derive(Deserialize)]
struct Undone {
    import: Option<i64>,
    decision: Option<i64>,
}

fn sketches(sources: &[Source]) -> anyhow::Result<Vec<Sketch>> {
    sources.iter().filter(|source| !source.is_addition).map(Sketch::of).collect()
}
