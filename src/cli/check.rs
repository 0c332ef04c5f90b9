//! `check`: whether the catalog is sound.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::message;
use super::report::write_answer;
use crate::catalog::{check, mixed_script_names, not_ours, open_to_read};
use crate::terminal_text::terminal_safe;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Make every paper again from its entries and compare, and look at every byte of the file's structure
    #[arg(long)]
    full: bool,
}

/// Tells what is wrong with the catalog. Exit code 1 when anything is.
pub(super) fn run(args: &CheckArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let connection = open_to_read(db)?;
    for extra in not_ours(&connection)? {
        write_answer(format!("not ours: {}\n", terminal_safe(&extra)).as_bytes())?;
    }
    let findings = check(&connection, args.full)?;
    if findings.is_empty() {
        mixed_script_names(&connection)?.iter().for_each(|name| message::note(name));
        write_answer(b"the catalog is sound\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let lines: String = findings.iter().map(|finding| format!("{}\n", terminal_safe(finding))).collect();
    write_answer(lines.as_bytes())?;
    let noun = if findings.len() == 1 { "thing is" } else { "things are" };
    message::error(&format!("{} {noun} wrong with the catalog {}", findings.len(), db.display()));
    Ok(ExitCode::FAILURE)
}
