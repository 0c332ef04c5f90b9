//! The program: its arguments, one file per subcommand, and the only place that touches stdout, stderr, the
//! environment and the clock.

mod ahead;
mod backup;
mod catalog_path;
mod check;
mod clock;
mod destination;
mod digest;
mod formats;
mod full_disk;
mod import;
mod imports;
mod info;
mod inputs;
mod interrupt;
mod memory;
pub mod message;
mod progress;
mod rejects;
mod repair;
mod report;
mod review;
mod rulings;
mod spool;
mod sql;
mod told;
mod undo;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::catalog::naming_holder;
use crate::query::{self, Imports, Rejects, Rulings};

/// A catalog of research papers in one SQLite file
///
/// Import listings of papers, such as a page copied from a paper site, then ask who wrote with whom, how many papers
/// came out each year, which have code, and from which places they come.
#[derive(Debug, Parser)]
#[command(name = "paperdex", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// The catalog file [default: catalog.db in the user's data folder, e.g. ~/.local/share/paperdex]
    #[arg(long, global = true, value_name = "FILE", env = "PAPERDEX_DB", hide_env_values = true)]
    db: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read listings into the catalog
    Import(import::ImportArgs),
    /// List the entries that are read with doubt, and rule on them
    Review(review::ReviewArgs),
    /// List the entries that could not be read, or write them to be mended
    #[command(after_long_help = query::columns_help(&Rejects { listing_id: None }))]
    Rejects(rejects::RejectsArgs),
    /// List the imports, or show the input files of one
    #[command(after_long_help = query::columns_help(&Imports))]
    Imports(imports::ImportsArgs),
    /// Take back the last import, another one, or a ruling
    Undo(undo::UndoArgs),
    /// Rule that papers are one
    Merge(rulings::MergeArgs),
    /// Rule that a paper is several
    Split(rulings::SplitArgs),
    /// Rule that two papers are two, and be asked no more
    Apart(rulings::ApartArgs),
    /// Set a field of a paper, whatever its sources say
    Set(rulings::SetArgs),
    /// List what was ruled, or share it as a file
    #[command(after_long_help = query::columns_help(&Rulings))]
    Rulings(rulings::RulingsArgs),
    /// Ask in SQL; nothing can be written
    Sql(sql::SqlArgs),
    /// Tell what the catalog file is: its place, size, versions and counts
    #[command(after_long_help = query::columns_help(&query::Info::default()))]
    Info(info::InfoArgs),
    /// Check that the catalog is sound
    Check(check::CheckArgs),
    /// Copy the catalog into one whole file, also while it is written to
    Backup(backup::BackupArgs),
    /// Save what can be read of a damaged catalog into a new one
    Repair(repair::RepairArgs),
    /// List the formats that import reads
    Formats(formats::FormatsArgs),
    #[command(flatten)]
    Report(Box<report::ReportCommand>),
}

/// Runs the command and returns the exit code: 0 done, 1 failed, 130 interrupted.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let db = catalog_path::catalog_path(cli.db)?;
    interrupt::outlive_limits()?;
    run_on(cli.command, &db).map_err(|error| full_disk::explained(naming_holder(error, &db), &db, false))
}

fn run_on(command: Command, db: &Path) -> anyhow::Result<ExitCode> {
    match command {
        Command::Import(args) => import::run(&args, db),
        Command::Review(args) => review::run(&args, db),
        Command::Rejects(args) => rejects::run(&args, db),
        Command::Imports(args) => imports::run(&args, db),
        Command::Undo(args) => undo::run(&args, db),
        Command::Merge(args) => rulings::merge(&args, db),
        Command::Split(args) => rulings::split(&args, db),
        Command::Apart(args) => rulings::apart(&args, db),
        Command::Set(args) => rulings::set(&args, db),
        Command::Rulings(args) => rulings::list(&args, db),
        Command::Sql(args) => sql::run(&args, db),
        Command::Info(args) => info::run(&args, db),
        Command::Check(args) => check::run(&args, db),
        Command::Backup(args) => backup::run(&args, db),
        Command::Repair(args) => repair::run(&args),
        Command::Formats(args) => formats::run(&args),
        Command::Report(command) => report::run(&command, db),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Cli::command().debug_assert();
    }
}
