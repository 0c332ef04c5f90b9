//! The reports as subcommands, and printing them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use rusqlite::Connection;

use super::destination::Destination;
use super::message;
use crate::catalog::{open_to_read, open_to_search, path_of};
use crate::output::{self, Layout, OutputFormat};
use crate::query::find::{self, Kind};
use crate::query::{
    self, Affiliations, Author, Authors, Categories, Coauthors, Code, CodeFilter, CodeList, Dimension, Duplicates,
    Export, FilterArgs, Listing, Papers, Query, Selection, Show, Sources, Stats, Years,
};
use crate::result_table::ResultTable;
use crate::terminal_text::terminal_safe_lines;

/// Every report.
#[derive(Debug, Subcommand)]
pub(super) enum ReportCommand {
    /// List papers, newest first
    #[command(after_long_help = query::columns_help(&Papers))]
    Papers(ListReport),
    /// Show one paper: all that is known of it, and from where
    #[command(after_long_help = query::columns_help(&Show { paper_id: 0 }))]
    Show(ShowArgs),
    /// List authors with their papers and years
    #[command(after_long_help = query::columns_help(&Authors))]
    Authors(ListReport),
    /// Show one person: papers, years, co-authors, affiliations, code
    #[command(after_long_help = query::columns_help(&Author { author_id: 0 }))]
    Author(PersonReport),
    /// List a person's co-authors with papers together and years
    #[command(after_long_help = query::columns_help(&Coauthors { author_id: 0 }))]
    Coauthors(PersonListReport),
    /// Count papers by year
    #[command(after_long_help = query::columns_help(&Years { by: None }))]
    Years(YearsArgs),
    /// Count papers with code, or list them
    #[command(after_long_help = query::columns_help(&Code { by: Dimension::Year }))]
    Code(CodeArgs),
    /// List affiliations with their papers, years and code
    #[command(after_long_help = query::columns_help(&Affiliations))]
    Affiliations(ListReport),
    /// List categories with their papers, years and code
    #[command(after_long_help = query::columns_help(&Categories))]
    Categories(ListReport),
    /// List pairs of papers that may be one, with the reason
    #[command(after_long_help = query::columns_help(&Duplicates))]
    Duplicates(PlainListReport),
    /// Count everything in the catalog
    #[command(after_long_help = query::columns_help(&Stats))]
    Stats(PlainReport),
    /// Write all that is known of the papers, in a form that import takes back without loss
    #[command(after_long_help = query::columns_help(&Export))]
    Export(ExportArgs),
}

impl ReportCommand {
    /// Which papers it is about; `None` where that is not asked.
    fn filter(&self) -> Option<&FilterArgs> {
        match self {
            Self::Papers(args) | Self::Authors(args) | Self::Affiliations(args) | Self::Categories(args) => {
                Some(&args.filter)
            }
            Self::Author(args) => Some(&args.filter),
            Self::Coauthors(args) => Some(&args.filter),
            Self::Years(args) => Some(&args.filter),
            Self::Code(args) => Some(&args.filter),
            Self::Stats(args) => Some(&args.filter),
            Self::Export(args) => Some(&args.filter),
            Self::Show(_) | Self::Duplicates(_) => None,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct PlainReport {
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct PlainListReport {
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct ListReport {
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Its id, an identifier (doi:…, arXiv:…), its title or a part of it
    #[arg(value_name = "PAPER")]
    paper: String,
    /// Show which entry says what, and what of it the paper shows
    #[arg(long)]
    sources: bool,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct PersonArgs {
    /// The person's name or a part of it; case, accents and spacing do not matter
    #[arg(value_name = "NAME", required_unless_present = "id")]
    name: Option<String>,
    /// The person's id, where a name fits several
    #[arg(long, value_name = "ID", conflicts_with = "name")]
    id: Option<i64>,
}

impl PersonArgs {
    fn resolve(&self, connection: &Connection) -> anyhow::Result<i64> {
        match (&self.name, self.id) {
            (_, Some(id)) => find::by_id(connection, Kind::Author, id),
            (Some(name), None) => find::one(connection, Kind::Author, name),
            (None, None) => unreachable!("clap requires a name or an id"),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct PersonReport {
    #[command(flatten)]
    person: PersonArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct PersonListReport {
    #[command(flatten)]
    person: PersonArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct YearsArgs {
    /// Count by this as well
    #[arg(long, value_name = "WHAT")]
    by: Option<Dimension>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct CodeArgs {
    /// Count by this
    #[arg(long, value_name = "WHAT", default_value = "year")]
    by: Dimension,
    /// List the papers with code stated, or without, instead of counting
    #[arg(long, value_name = "WHICH", conflicts_with_all = ["by", "code"])]
    list: Option<CodeFilter>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    order: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The form of the file
    #[arg(value_name = "KIND")]
    kind: ExportKind,
    #[command(flatten)]
    filter: FilterArgs,
    /// Write to this file, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the output file if it exists
    #[arg(long, requires = "output")]
    force: bool,
    /// Leave CSV or TSV without the apostrophe before text that a spreadsheet would run
    #[arg(long)]
    raw: bool,
}

/// The forms in which all that is known is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExportKind {
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// A JSON array
    Json,
    /// JSON lines
    Jsonl,
}

impl ExportKind {
    fn format(self) -> OutputFormat {
        match self {
            Self::Csv => OutputFormat::Csv,
            Self::Tsv => OutputFormat::Tsv,
            Self::Json => OutputFormat::Json,
            Self::Jsonl => OutputFormat::Jsonl,
        }
    }
}

/// SQLite counts rows in 64 bits with a sign.
const MAX_LIMIT: u64 = i64::MAX.cast_unsigned();

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Order")]
pub(super) struct ListArgs {
    /// Sort by this column, upwards or with :desc downwards
    #[arg(long, value_name = "COLUMN[:desc]")]
    sort: Option<String>,
    /// Print at most so many rows
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MAX_LIMIT))]
    limit: Option<u64>,
    /// Show the catalog's own keys too; they depend on the order of the imports
    #[arg(long)]
    ids: bool,
}

impl ListArgs {
    pub(super) fn listing(&self) -> Listing {
        let sort = self.sort.as_deref().map(|sort| match sort.rsplit_once(':') {
            Some((column, "desc")) => (column.to_owned(), true),
            Some((column, "asc")) => (column.to_owned(), false),
            _ => (sort.to_owned(), false),
        });
        Listing { sort, limit: self.limit, ids: self.ids }
    }
}

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// The output format [default: by the ending of the output file, else table]
    #[arg(long, value_name = "FORMAT")]
    format: Option<OutputFormat>,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE", group = "file")]
    output: Option<PathBuf>,
    /// Overwrite the output file if it exists
    #[arg(long, requires = "file")]
    force: bool,
    /// Fit tables into so many columns [default: the terminal's; in a pipe or a file nothing is cut]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..))]
    width: Option<u16>,
    /// Make CSV or TSV for a spreadsheet to open: byte-order mark, Windows line ends
    #[arg(long)]
    excel: bool,
    /// Leave CSV or TSV without the apostrophe before text that a spreadsheet would run
    #[arg(long, conflicts_with = "excel")]
    raw: bool,
}

impl OutputArgs {
    /// Fails where the output file is the catalog that `connection` reads.
    pub(super) fn spare_the_catalog(&self, connection: &Connection) -> anyhow::Result<()> {
        match (&self.output, path_of(connection)?) {
            (Some(output), Some(catalog)) => refuse_the_catalog(output, &catalog),
            _ => Ok(()),
        }
    }

    /// Whether an output file may be overwritten.
    pub(super) fn force(&self) -> bool {
        self.force
    }

    pub(super) fn format(&self) -> anyhow::Result<OutputFormat> {
        let format = match (self.format, &self.output) {
            (Some(format), _) => format,
            (None, Some(path)) => OutputFormat::from_path(path)
                .with_context(|| format!("the ending of {} names no output format: give --format", path.display()))?,
            (None, None) if self.excel => OutputFormat::Csv,
            (None, None) => OutputFormat::Table,
        };
        if self.excel && !matches!(format, OutputFormat::Csv | OutputFormat::Tsv) {
            anyhow::bail!("--excel is for CSV and TSV: add --format csv, or leave it out");
        }
        if self.raw && !matches!(format, OutputFormat::Csv | OutputFormat::Tsv) {
            anyhow::bail!("--raw is for CSV and TSV: add --format csv, or leave it out");
        }
        Ok(format)
    }
}

/// Answers one report.
pub(super) fn run(command: &ReportCommand, db: &Path) -> anyhow::Result<ExitCode> {
    let all = ListArgs::default();
    let asks_for_words = command.filter().is_some_and(|filter| filter.text.is_some());
    let connection = || if asks_for_words { open_to_search(db) } else { open_to_read(db) };
    match command {
        ReportCommand::Papers(args) => list(&connection()?, &Query::Papers(Papers), args),
        ReportCommand::Authors(args) => list(&connection()?, &Query::Authors(Authors), args),
        ReportCommand::Affiliations(args) => list(&connection()?, &Query::Affiliations(Affiliations), args),
        ReportCommand::Categories(args) => list(&connection()?, &Query::Categories(Categories), args),
        ReportCommand::Show(args) => {
            let connection = connection()?;
            let paper_id = find::paper(&connection, &args.paper)?;
            let query =
                if args.sources { Query::Sources(Sources { paper_id }) } else { Query::Show(Show { paper_id }) };
            print(&connection, &query, &Selection::all(), &all, &args.output)
        }
        ReportCommand::Author(args) => {
            let connection = connection()?;
            let (author_id, selection) = of_person(&connection, &args.person, &args.filter)?;
            print(&connection, &Query::Author(Author { author_id }), &selection, &all, &args.output)
        }
        ReportCommand::Coauthors(args) => {
            let connection = connection()?;
            let (author_id, selection) = of_person(&connection, &args.person, &args.filter)?;
            print(&connection, &Query::Coauthors(Coauthors { author_id }), &selection, &args.list, &args.output)
        }
        ReportCommand::Years(args) => {
            let connection = connection()?;
            let selection = args.filter.resolve(&connection)?;
            print(
                &connection,
                &Query::Years(Years { by: args.by.filter(|by| *by != Dimension::Year) }),
                &selection,
                &args.list,
                &args.output,
            )
        }
        ReportCommand::Code(args) => code(&connection()?, args),
        ReportCommand::Duplicates(args) => {
            let query = Query::Duplicates(Duplicates);
            print(&connection()?, &query, &Selection::all(), &args.list, &args.output)
        }
        ReportCommand::Stats(args) => {
            let connection = connection()?;
            let selection = args.filter.resolve(&connection)?;
            print(&connection, &Query::Stats(Stats), &selection, &all, &args.output)
        }
        ReportCommand::Export(args) => {
            let connection = connection()?;
            let selection = args.filter.resolve(&connection)?;
            let format = Some(args.kind.format());
            let (output, force, raw) = (args.output.clone(), args.force, args.raw);
            let output = OutputArgs { format, output, force, raw, ..OutputArgs::default() };
            print(&connection, &Query::Export(Export), &selection, &all, &output)
        }
    }
}

fn list(connection: &Connection, query: &Query, args: &ListReport) -> anyhow::Result<ExitCode> {
    print(connection, query, &args.filter.resolve(connection)?, &args.list, &args.output)
}

fn of_person(connection: &Connection, person: &PersonArgs, filter: &FilterArgs) -> anyhow::Result<(i64, Selection)> {
    let author_id = person.resolve(connection)?;
    let mut selection = filter.resolve(connection)?;
    selection.by_author(author_id);
    Ok((author_id, selection))
}

fn code(connection: &Connection, args: &CodeArgs) -> anyhow::Result<ExitCode> {
    let mut selection = args.filter.resolve(connection)?;
    let query = match args.list {
        Some(which) => {
            selection.by_code(which);
            Query::CodeList(CodeList)
        }
        None => Query::Code(Code { by: args.by }),
    };
    print(connection, &query, &selection, &args.order, &args.output)
}

/// Prints a report to stdout or into a file. A closed pipe ends it quietly.
pub(super) fn print(
    connection: &Connection,
    query: &Query,
    selection: &Selection,
    list: &ListArgs,
    args: &OutputArgs,
) -> anyhow::Result<ExitCode> {
    args.spare_the_catalog(connection)?;
    print_table(args, |write| query::run(connection, query, selection, &list.listing(), write))
}

/// Prints the table that `answer` makes and hands to the function it is given.
pub(super) fn print_table(
    args: &OutputArgs,
    answer: impl FnOnce(&mut dyn FnMut(ResultTable<'_>) -> anyhow::Result<Vec<String>>) -> anyhow::Result<Vec<String>>,
) -> anyhow::Result<ExitCode> {
    let format = args.format()?;
    let mut destination = Destination::open(args.output.as_deref(), args.force)?;
    let is_terminal = destination.is_terminal();
    let width = args.width.or_else(|| terminal_width(is_terminal));
    let layout = Layout { width, excel: args.excel, raw: args.raw, terminal: is_terminal };
    let written = answer(&mut |table| {
        let notes = table.notes.clone();
        output::write(table, format, &layout, &mut destination)?;
        Ok(notes)
    });
    deliver(destination, written, |notes| {
        if !format.shows_notes() {
            notes.iter().for_each(|text| message::note(text));
        }
    })
}

/// Puts what was written in its place, then tells what there is to tell. A closed pipe ends it quietly.
pub(super) fn deliver<T>(
    destination: Destination,
    written: anyhow::Result<T>,
    tell: impl FnOnce(T),
) -> anyhow::Result<ExitCode> {
    let broke_pipe = destination.broke_pipe();
    let written = if destination.has_failed() { written.with_context(|| destination.failed()) } else { written };
    match written.and_then(|told| destination.finish().map(|()| told)) {
        Ok(told) => tell(told),
        Err(error) if broke_pipe || is_broken_pipe(&error) => {}
        Err(error) => return Err(error),
    }
    Ok(ExitCode::SUCCESS)
}

/// An answer written over the catalog, or over SQLite's files beside it, would destroy it.
pub(super) fn refuse_the_catalog(output: &Path, catalog: &Path) -> anyhow::Result<()> {
    let (Ok(output), Ok(catalog)) = (output.canonicalize(), catalog.canonicalize()) else {
        return Ok(());
    };
    let catalog = catalog.into_os_string();
    let is_its = |ending: &str| {
        let mut own = catalog.clone();
        own.push(ending);
        output.as_os_str() == own
    };
    if ["", "-wal", "-shm", "-journal"].into_iter().any(is_its) {
        anyhow::bail!("could not write {}: it is the catalog itself", output.display());
    }
    Ok(())
}

/// Writes an answer that is no table to stdout, safe for a terminal; a closed pipe is no error.
pub(super) fn write_answer(text: &[u8]) -> anyhow::Result<()> {
    let text = String::from_utf8_lossy(text);
    let mut stdout = io::stdout().lock();
    match stdout.write_all(terminal_safe_lines(&text).as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.downcast_ref::<io::Error>().is_some_and(is_broken)
}

/// How many columns the terminal has; `None` where the output goes elsewhere and is not cut.
fn terminal_width(is_terminal: bool) -> Option<u16> {
    let width = comfy_table::Table::new().width().unwrap_or(80);
    is_terminal.then_some(width)
}
