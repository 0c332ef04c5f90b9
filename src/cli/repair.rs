//! `repair`: what can be read of a damaged catalog, in a new one.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueHint};
use jiff::Timestamp;

use super::report::write_answer;
use super::{clock, full_disk, interrupt, message};
use crate::catalog::{ImportFacts, Repaired, repair};
use crate::terminal_text::terminal_safe;

#[derive(Debug, Args)]
pub(super) struct RepairArgs {
    /// The damaged catalog; it is only read
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// The catalog to make of what can be read
    #[arg(short, long, value_name = "NEW", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    /// Replace NEW if it exists
    #[arg(long)]
    force: bool,
}

/// Saves what can be read and tells what is lost. It ends well whenever the new catalog was made.
pub(super) fn run(args: &RepairArgs) -> anyhow::Result<ExitCode> {
    let stop = interrupt::listen()?;
    let facts = ImportFacts {
        started_at: clock::in_rfc_3339(Timestamp::now()),
        program_version: env!("CARGO_PKG_VERSION").into(),
    };
    let Repaired { paper_count, lost, notes } = match repair(&args.file, &args.output, args.force, &facts, &stop) {
        Err(_) if stop.is_set() => {
            message::interrupted("no catalog was made");
            return Ok(interrupt::exit_code());
        }
        repaired => repaired.map_err(|error| full_disk::explained(error, &args.output, true))?,
    };
    let noun = if paper_count == 1 { "paper" } else { "papers" };
    let outcome = if lost.is_empty() { "nothing was lost" } else { "lost:" };
    let mut answer = vec![format!("{}: {paper_count} {noun}; {outcome}", args.output.display())];
    answer.extend(lost.iter().map(|line| format!("  {line}")));
    answer.extend(notes.iter().map(|line| format!("note: {line}")));
    let answer: String = answer.iter().map(|line| format!("{}\n", terminal_safe(line))).collect();
    write_answer(answer.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
