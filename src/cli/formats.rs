//! `formats`: what can be read.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::report::{OutputArgs, print_table};
use crate::import::ListingFormat;
use crate::result_table::{Cell, Column, ColumnKind, ResultTable};

#[derive(Debug, Args)]
pub(super) struct FormatsArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists the formats that import reads, with what each brings.
pub(super) fn run(args: &FormatsArgs) -> anyhow::Result<ExitCode> {
    let column = |name, kind, meaning| Column { name, meaning, kind };
    let rows = ListingFormat::value_variants().iter().map(|format| {
        let what = format.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
        let text = |text: &str| Cell::Text(text.to_owned());
        Ok(vec![text(format.name()), text(&what.unwrap_or_default()), text(format.brings())])
    });
    let columns = vec![
        column("format", ColumnKind::Label, "What --format calls it"),
        column("what", ColumnKind::Prose, "What it is"),
        column("brings", ColumnKind::Prose, "What its entries bring beside the title"),
    ];
    let notes = vec![
        "files may be packed (.gz, .zst) and in UTF-8, UTF-16 or Windows-1252; their content shows the format"
            .to_owned(),
    ];
    print_table(&args.output, |write| write(ResultTable { columns, rows: Box::new(rows), notes }))
}
