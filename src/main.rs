//! The `paperdex` program: parse, run, report one error, choose the exit code.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use paperdex::cli::{self, Cli};

// Entries are made on one thread and dropped on others, for which the system's allocator has threads wait.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return cli::message::usage(&error),
    };
    cli::run(cli).unwrap_or_else(|error| {
        cli::message::failure(&error);
        ExitCode::FAILURE
    })
}
