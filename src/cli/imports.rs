//! `imports`: what came in, and when.

use std::path::Path;
use std::process::ExitCode;

use anyhow::ensure;
use clap::{Args, Subcommand};

use super::report::{ListArgs, OutputArgs, print};
use crate::catalog::open_to_read;
use crate::query::{self, ImportListings, Imports, Query, Selection};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ImportsArgs {
    #[command(subcommand)]
    command: Option<ImportsCommand>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum ImportsCommand {
    /// List the input files of one import
    #[command(after_long_help = query::columns_help(&ImportListings { import_id: 0 }))]
    Show(ShowArgs),
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// The number of the import, as `imports` lists it
    #[arg(value_name = "N")]
    number: i64,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists the imports, or the input files of one.
pub(super) fn run(args: &ImportsArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let connection = open_to_read(db)?;
    let Some(ImportsCommand::Show(show)) = &args.command else {
        return print(&connection, &Query::Imports(Imports), &Selection::all(), &args.list, &args.output);
    };
    let known = query::has_import(&connection, show.number)?;
    ensure!(known, "there is no import with the number {}: see `paperdex imports`", show.number);
    let query = Query::ImportListings(ImportListings { import_id: show.number });
    print(&connection, &query, &Selection::all(), &show.list, &show.output)
}
