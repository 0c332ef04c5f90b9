//! `backup`: a copy of the catalog, as one whole file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueHint};

use super::report::write_answer;
use super::{full_disk, interrupt, message};
use crate::catalog::{BackedUp, backup};
use crate::terminal_text::terminal_safe;

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The file to make
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// Copies the catalog and tells what the copy holds.
pub(super) fn run(args: &BackupArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let stop = interrupt::listen()?;
    let BackedUp { byte_count, paper_count, import_count } = match backup(db, &args.file, args.force, &stop) {
        Err(_) if stop.is_set() => {
            message::interrupted("no backup was made");
            return Ok(interrupt::exit_code());
        }
        backed_up => backed_up.map_err(|error| full_disk::explained(error, &args.file, false))?,
    };
    let papers = if paper_count == 1 { "paper" } else { "papers" };
    let imports = if import_count == 1 { "import" } else { "imports" };
    let name = args.file.display().to_string();
    let size = byte_count as f64 / 1e6;
    let line = format!(
        "{}: {paper_count} {papers} of {import_count} {imports}, {size:.1} MB, checked\n",
        terminal_safe(&name)
    );
    write_answer(line.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
