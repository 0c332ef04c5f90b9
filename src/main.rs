//! The `paperdex` program: parse, run, report one error, choose the exit code.

#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;
use std::process::ExitCode;

use clap::Parser;
use paperdex::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(Cli::parse()).unwrap_or_else(|error| {
        cli::message::error(&format!("{error:#}"));
        ExitCode::FAILURE
    })
}
