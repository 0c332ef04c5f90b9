//! `undo`: taking an import or a ruling back, shown first.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use jiff::Timestamp;

use super::catalog_path::{open_to_write, open_to_write_until};
use super::clock::in_rfc_3339;
use super::report::write_answer;
use super::{interrupt, message};
use crate::catalog::{UndoPlan, open_to_read, undo_plan};
use crate::terminal_text::terminal_safe;

#[derive(Debug, Args)]
pub(super) struct UndoArgs {
    /// The number of the import, as `imports` lists it [default: the last that is in force]
    #[arg(value_name = "N", conflicts_with = "ruling")]
    import: Option<i64>,
    /// Take back a ruling instead, or an undoing, by its number as `rulings` lists it
    #[arg(long, value_name = "N")]
    ruling: Option<i64>,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
}

/// Takes an import or a ruling back, after it was shown and confirmed.
pub(super) fn run(args: &UndoArgs, db: &Path) -> anyhow::Result<ExitCode> {
    match args.ruling {
        Some(ruling) => undo_ruling(ruling, args.yes, db),
        None => undo_import(args.import, args.yes, db),
    }
}

fn undo_import(number: Option<i64>, yes: bool, db: &Path) -> anyhow::Result<ExitCode> {
    let plan = undo_plan(&open_to_read(db)?, number)?;
    write_answer(in_words(&plan).as_bytes())?;
    confirm(yes)?;
    let stop = interrupt::listen()?;
    let undone = open_to_write_until(db, &stop)
        .and_then(|catalog| catalog.undo_import(plan.import_id, &in_rfc_3339(Timestamp::now())));
    let undo = match undone {
        Err(_) if stop.is_set() => {
            message::interrupted("nothing was taken back");
            return Ok(interrupt::exit_code());
        }
        undo => undo?,
    };
    let id = plan.import_id;
    let done = format!("import {id} is taken back; `paperdex undo --ruling {undo}` brings it back\n");
    write_answer(done.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn undo_ruling(number: i64, yes: bool, db: &Path) -> anyhow::Result<ExitCode> {
    let ruling = crate::query::ruling_in_words(&open_to_read(db)?, number)?;
    write_answer(format!("ruling {number}, {}\n", terminal_safe(&ruling)).as_bytes())?;
    confirm(yes)?;
    let catalog = open_to_write(db)?;
    let writer = catalog.begin()?;
    let done = writer.undo_ruling(number, &in_rfc_3339(Timestamp::now()))?;
    writer.commit()?;
    write_answer(format!("{done}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn in_words(plan: &UndoPlan) -> String {
    let UndoPlan { import_id, started_at, paths, entry_count, removed_count, kept_count } = plan;
    let mut files = paths.iter().take(3).map(|path| terminal_safe(path).into_owned()).collect::<Vec<_>>().join(", ");
    if let Some(more @ 1..) = paths.len().checked_sub(3) {
        files.push_str(&format!(" and {more} more"));
    }
    format!(
        "import {import_id} of {started_at}: {files}\n{entry_count} entries; {removed_count} papers that only it brought go, \
         {kept_count} stay with what other imports say of them\n"
    )
}

/// Fails where the user does not say yes.
fn confirm(yes: bool) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        bail!("nothing is done: add --yes to do it without asking");
    }
    message::ask("Take it back? [y/N] ");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
        bail!("nothing is done");
    }
    Ok(())
}
