//! `info`: what the catalog file is.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::report::{ListArgs, OutputArgs, print};
use crate::catalog::open_to_read;
use crate::query::{Info, Query, Selection};

#[derive(Debug, Args)]
pub(super) struct InfoArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// Tells what the catalog file is.
pub(super) fn run(args: &InfoArgs, db: &Path) -> anyhow::Result<ExitCode> {
    // Before the catalog is opened, which may put its log away.
    let beside = ["-wal", "-journal"].map(|ending| size_of_file(db, ending));
    let connection = open_to_read(db)?;
    let [log_size, journal_size] = beside;
    let info = Info {
        path: db.display().to_string(),
        size: size_of_file(db, ""),
        log_size,
        journal_size,
        program_version: env!("CARGO_PKG_VERSION"),
    };
    print(&connection, &Query::Info(info), &Selection::all(), &ListArgs::default(), &args.output)
}

/// How long the file is whose name is the catalog's with an ending; `None`: there is none.
fn size_of_file(db: &Path, ending: &str) -> Option<i64> {
    let mut name = db.as_os_str().to_owned();
    name.push(ending);
    fs::metadata(name).ok().and_then(|metadata| i64::try_from(metadata.len()).ok())
}
