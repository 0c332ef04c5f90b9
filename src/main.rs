//! The `paperdex` program: parse, run, report one error, choose the exit code.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use paperdex::cli::{self, Cli};

// Entries are made on one thread and dropped on others, for which the system's allocator has threads wait.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(Cli::parse()).unwrap_or_else(|error| {
        cli::message::error(&format!("{error:#}"));
        ExitCode::FAILURE
    })
}
