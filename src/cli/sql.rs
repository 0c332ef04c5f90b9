//! `sql`: asking in SQL.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use clap::Args;

use super::memory::{self, parse_memory};
use super::message;
use super::report::{OutputArgs, print_table};
use crate::catalog::open_to_read;
use crate::query;
use crate::query::sandbox::{self, Limits, MAX_SQL, Param, Question, parse_param};
use crate::result_table::{Cell, ResultTable, Rows};

/// How much of an answer a table for reading may hold, in cells and in bytes of text: all of it is held to find how wide its
/// columns are.
const TABLE_CELLS: usize = 200_000;
const TABLE_BYTES: usize = 8 << 20;

#[derive(Debug, Args)]
pub(super) struct SqlArgs {
    /// The query: one statement that reads, such as a SELECT
    #[arg(value_name = "QUERY", required_unless_present_any = ["query_file", "tables"])]
    query: Option<String>,
    /// Read the query from this file, or from standard input with -
    #[arg(long = "file", value_name = "FILE", conflicts_with = "query")]
    query_file: Option<PathBuf>,
    /// Give the parameter :name of the query a value; numbers are numbers unless they stand in single quotes
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parse_param)]
    params: Vec<Param>,
    /// List the tables and views with their columns and what these hold
    #[arg(long, conflicts_with_all = ["query", "query_file", "params"])]
    tables: bool,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// End a query that computes longer
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// End a query that needs more memory, at least 64MB
    #[arg(long, value_name = "SIZE", default_value = "256MB", value_parser = parse_memory)]
    max_memory: u64,
    /// End a query that fills more temporary files, at least 64MB
    #[arg(long, value_name = "SIZE", default_value = "2GB", value_parser = parse_memory)]
    max_temp: u64,
}

/// Answers a query of the user's own.
pub(super) fn run(args: &SqlArgs, db: &Path) -> anyhow::Result<ExitCode> {
    if args.tables {
        let rows = query::tables()?;
        return print_table(&args.output, |write| write(rows));
    }
    let sql = match (&args.query, &args.query_file) {
        (Some(query), _) => query.clone(),
        (None, Some(path)) => read_query(path)?,
        (None, None) => unreachable!("clap requires a query"),
    };
    let holds_all_rows = args.output.format()?.holds_all_rows();
    let connection = open_to_read(db)?;
    args.output.spare_the_catalog(&connection)?;
    if let Err(error) = memory::bound(args.limits.max_memory) {
        message::note(&format!("the memory of the query is not bounded: {error}"));
    }
    let limits = Limits {
        time: Duration::from_secs(args.limits.timeout),
        memory: args.limits.max_memory,
        temporary: args.limits.max_temp,
        temporary_now: memory::nameless_files,
    };
    let question = Question { sql, params: args.params.clone(), limits };
    print_table(&args.output, |write| {
        sandbox::run(connection, question, |table| {
            let ResultTable { columns, rows, notes } = table;
            let rows = if holds_all_rows { few(rows) } else { rows };
            write(ResultTable { columns, rows, notes })
        })
    })
}

/// The text of a query that is in a file, of no more bytes than a query may have.
fn read_query(path: &Path) -> anyhow::Result<String> {
    let read = || {
        let source: Box<dyn Read> =
            if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
        let mut bytes = Vec::new();
        source.take(MAX_SQL as u64 + 4).read_to_end(&mut bytes)?;
        Ok::<_, io::Error>(bytes)
    };
    let name = if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
    let bytes = read().with_context(|| format!("could not read the query from {name}"))?;
    ensure!(bytes.len() <= MAX_SQL, "the query in {name} is longer than {MAX_SQL} bytes, the most that `sql` takes");
    let Ok(text) = String::from_utf8(bytes) else { bail!("the query in {name} is not UTF-8") };
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// The rows, as many as a table for reading may hold.
fn few(rows: Rows<'_>) -> Rows<'_> {
    let (mut cells, mut bytes) = (0, 0);
    Box::new(rows.map(move |row| {
        let row = row?;
        cells += row.len();
        bytes += row.iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 }).sum::<usize>();
        ensure!(
            cells <= TABLE_CELLS && bytes <= TABLE_BYTES,
            "the answer is too large for a table: add a LIMIT, or choose another --format, such as csv"
        );
        Ok(row)
    }))
}
