//! `merge`, `split`, `apart`, `set` and `rulings`: what the user rules on papers.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value;

use super::catalog_path::open_to_write;
use super::clock::in_rfc_3339;
use super::destination::Destination;
use super::message;
use super::report::{ListArgs, OutputArgs, deliver, print, refuse_the_catalog, write_answer};
use crate::catalog::{SharedRuling, Writer, open_to_read, shared_rulings};
use crate::identity::matching::title_key;
use crate::import::clean_text;
use crate::query::{Query, Rulings, Selection, find};
use crate::spreadsheet_text::unguarded;
use crate::terminal_text::terminal_safe;

const PAPER: &str = "Its id, an identifier (doi:…, arXiv:…), its title or a part of it";

#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    #[arg(value_name = "PAPER", help = PAPER, required_unless_present = "batch", requires = "other")]
    one: Option<String>,
    #[arg(value_name = "PAPER", help = PAPER)]
    other: Option<String>,
    /// Rule on many: the CSV of `duplicates`, its column "ruling" filled in with merge or apart
    #[arg(long, value_name = "FILE.csv", conflicts_with = "one")]
    batch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ApartArgs {
    #[arg(value_name = "PAPER", help = PAPER)]
    one: String,
    #[arg(value_name = "PAPER", help = PAPER)]
    other: String,
}

#[derive(Debug, Args)]
pub(super) struct SplitArgs {
    #[arg(value_name = "PAPER", help = PAPER)]
    paper: String,
    /// The entries that leave, as `show --sources` names them [default: every different entry becomes a paper of its own]
    #[arg(long = "entry", value_name = "FILE:PLACE", num_args = 1.., value_parser = parse_place)]
    entries: Vec<(i64, i64)>,
}

#[derive(Debug, Args)]
pub(super) struct SetArgs {
    #[arg(value_name = "PAPER", help = PAPER)]
    paper: String,
    /// title, authors ("A; B", "A; et al." where cut), published_on, venue, abstract or code_stated; nothing after = unsets
    #[arg(value_name = "FIELD=VALUE", required = true, value_parser = parse_field)]
    fields: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(super) struct RulingsArgs {
    /// Write those in force to this file, for others to import
    #[arg(long, value_name = "FILE", group = "file", conflicts_with_all = ["format", "sort", "limit"])]
    export: Option<PathBuf>,
    /// Follow the rulings that somebody exported
    #[arg(long, value_name = "FILE", conflicts_with = "export")]
    import: Option<PathBuf>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

fn parse_place(text: &str) -> Result<(i64, i64), String> {
    let place = text.split_once(':').and_then(|(listing, place)| Some((listing.parse().ok()?, place.parse().ok()?)));
    place.ok_or_else(|| "give it as `show --sources` names it, e.g. 2:15".into())
}

fn parse_field(text: &str) -> Result<(String, String), String> {
    let (field, value) = text.split_once('=').ok_or_else(|| "give it as FIELD=VALUE, e.g. venue=ICLR".to_owned())?;
    Ok((field.trim().to_lowercase().replace('-', "_"), clean_text(value)))
}

/// A row of an edited list of duplicates.
#[derive(Deserialize)]
struct EditedPair {
    ruling: String,
    paper_id: i64,
    title: String,
    other_id: i64,
    other_title: String,
}

/// Rules that papers are one.
pub(super) fn merge(args: &MergeArgs, db: &Path) -> anyhow::Result<ExitCode> {
    if let Some(file) = &args.batch {
        return batch(file, db).with_context(|| format!("could not rule by {}", file.display()));
    }
    let (Some(one), Some(other)) = (&args.one, &args.other) else { bail!("give two papers") };
    rule(db, |connection, writer, now| {
        let (one, other) = (find::paper(connection, one)?, find::paper(connection, other)?);
        let (ruling, id) = writer.merge_papers(one, other, now)?;
        Ok(format!("one paper now, with the id {id}; `paperdex undo --ruling {ruling}` takes it back"))
    })
}

/// Rules that two papers are two.
pub(super) fn apart(args: &ApartArgs, db: &Path) -> anyhow::Result<ExitCode> {
    rule(db, |connection, writer, now| {
        let (one, other) = (find::paper(connection, &args.one)?, find::paper(connection, &args.other)?);
        let ruling = writer.keep_apart(one, other, now)?;
        Ok(format!("two papers, and no more asked about; `paperdex undo --ruling {ruling}` takes it back"))
    })
}

/// Rules that a paper is several.
pub(super) fn split(args: &SplitArgs, db: &Path) -> anyhow::Result<ExitCode> {
    rule(db, |connection, writer, now| {
        let id = find::paper(connection, &args.paper)?;
        let (ruling, ids) = writer.split_paper(id, &args.entries, now)?;
        let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Ok(format!("papers now, by id: {ids}; `paperdex undo --ruling {ruling}` takes it back"))
    })
}

/// Sets fields of a paper.
pub(super) fn set(args: &SetArgs, db: &Path) -> anyhow::Result<ExitCode> {
    rule(db, |connection, writer, now| {
        let id = find::paper(connection, &args.paper)?;
        let mut rulings = Vec::new();
        for (field, value) in &args.fields {
            let value = Some(value.as_str()).filter(|value| !value.is_empty());
            rulings.push(writer.set_field(id, field, value, now)?.to_string());
        }
        Ok(format!("set; `paperdex undo --ruling {}` takes it back", rulings.join("`, `paperdex undo --ruling ")))
    })
}

/// Lists the rulings, writes those in force to a file, or follows those of one.
pub(super) fn list(args: &RulingsArgs, db: &Path) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.export {
        return export(path, args.output.force(), db);
    }
    if let Some(path) = &args.import {
        return import(path, db).with_context(|| format!("could not follow the rulings of {}", path.display()));
    }
    print(&open_to_read(db)?, &Query::Rulings(Rulings), &Selection::all(), &args.list, &args.output)
}

/// Makes a ruling, or none where it fails.
fn rule(
    db: &Path,
    make: impl FnOnce(&Connection, &Writer<'_>, &str) -> anyhow::Result<String>,
) -> anyhow::Result<ExitCode> {
    // A catalog that does not exist has nothing to rule on.
    drop(open_to_read(db)?);
    let catalog = open_to_write(db)?;
    let writer = catalog.begin()?;
    let done = make(catalog.connection(), &writer, &in_rfc_3339(Timestamp::now()))?;
    writer.commit()?;
    write_answer(format!("{done}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn batch(file: &Path, db: &Path) -> anyhow::Result<ExitCode> {
    let mut reader = csv::Reader::from_path(file)?;
    let mut pairs = Vec::new();
    for row in reader.deserialize() {
        let row: EditedPair = row?;
        match row.ruling.trim() {
            "" => {}
            "merge" | "apart" => pairs.push(row),
            other => bail!(
                "the ruling \"{other}\" on the papers {} and {} is neither merge nor apart",
                row.paper_id,
                row.other_id
            ),
        }
    }
    rule(db, |connection, writer, now| {
        for pair in &pairs {
            let (one, other) =
                (known(connection, pair.paper_id, &pair.title)?, known(connection, pair.other_id, &pair.other_title)?);
            if pair.ruling.trim() == "apart" {
                writer.keep_apart(one, other, now)?;
            } else if one != other {
                writer.merge_papers(one, other, now)?;
            }
        }
        let noun = if pairs.len() == 1 { "ruling" } else { "rulings" };
        Ok(format!("{} {noun} kept; later imports follow them", pairs.len()))
    })
}

/// The paper that a row of a list means, which may have gone into another since. Fails where the list is of another catalog.
fn known(connection: &Connection, id: i64, title: &str) -> anyhow::Result<i64> {
    let found = find::paper_as_it_was(connection, id)?;
    let (standing, was) = found.with_context(|| format!("there is no paper with the id {id}"))?;
    let title = unguarded(title);
    ensure!(
        title_key(&was) == title_key(title),
        "paper {id} is \"{}\" and not \"{}\": the list is of another catalog",
        terminal_safe(&was),
        terminal_safe(title)
    );
    Ok(standing)
}

fn export(path: &Path, force: bool, db: &Path) -> anyhow::Result<ExitCode> {
    let connection = open_to_read(db)?;
    let rulings = shared_rulings(&connection)?;
    refuse_the_catalog(path, db)?;
    let is_stdout = path == Path::new("-");
    let mut destination = Destination::open(Some(path).filter(|_| !is_stdout), force)?;
    let is_terminal = destination.is_terminal();
    let written = rulings.iter().try_for_each(|ruling| {
        let line = serde_json::to_string(ruling)?;
        let line = if is_terminal { terminal_safe(&line) } else { Cow::Borrowed(&*line) };
        writeln!(destination, "{line}").map_err(anyhow::Error::from)
    });
    deliver(destination, written, |()| {
        let noun = if rulings.len() == 1 { "ruling" } else { "rulings" };
        message::note(&format!("{} {noun} written", rulings.len()));
    })
}

/// What somebody else ruled is text from a file like any other.
fn clean_texts(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean_text(text),
        Value::Array(items) => items.iter_mut().for_each(clean_texts),
        Value::Object(fields) => fields.values_mut().for_each(clean_texts),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn import(path: &Path, db: &Path) -> anyhow::Result<ExitCode> {
    let mut rulings = Vec::new();
    for (line, text) in (1..).zip(BufReader::new(File::open(path)?).lines()) {
        let text = text?;
        if !text.trim().is_empty() {
            let mut ruling: SharedRuling =
                serde_json::from_str(&text).with_context(|| format!("line {line}: it is no ruling"))?;
            clean_texts(&mut ruling.detail);
            rulings.push((line, ruling));
        }
    }
    rule(db, |_, writer, _| {
        let mut new = 0;
        for (line, ruling) in &rulings {
            new += usize::from(writer.add_shared_ruling(ruling).with_context(|| format!("line {line}"))?);
        }
        Ok(format!("{} rulings: {new} new, {} known", rulings.len(), rulings.len() - new))
    })
}
