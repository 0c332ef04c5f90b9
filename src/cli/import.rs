//! `import`: the one driver that takes entries from readers to the catalog and decides what a bad one means.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use rusqlite::Connection;

use super::ahead::{Ahead, Next};
use super::catalog_path::open_to_write_until;
use super::digest::{Digest, DigestReader};
use super::full_disk;
use super::inputs::{self, Input};
use super::interrupt;
use super::memory::parse_memory;
use super::message;
use super::progress::{Progress, making_indexes};
use super::report::write_answer;
use super::told::Told;
use crate::catalog::{
    Catalog, Counts, Finished, ImportFacts, KnownEntries, Listing, ListingFacts, LookedAgain, OutOfRoom, Stop, Writer,
    naming_holder, rulings,
};
use crate::identity::page_owner;
use crate::import::{self, Column, ListingFormat, OpenError, ReadContext, Rulings};
use crate::output::{self, Layout, OutputFormat};
use crate::query::{self, Code, Dimension, Query, Selection};
use crate::record::{Entry, PartialDate, Reading};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Files, folders, quoted patterns such as 'pages/*.txt', or - for standard input
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,
    /// The format of the files [default: what their content shows]
    #[arg(long, value_name = "FORMAT")]
    format: Option<ListingFormat>,
    /// The day the listing was made (YYYY-MM-DD): dates without a year are the latest not after it [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<Date>,
    /// The page's owner: an author of every entry, also where "et al." hides the name
    #[arg(long, value_name = "NAME", value_parser = parse_name)]
    listed_under: Option<String>,
    /// Which column of a table holds what, e.g. title="Paper title"; may be given several times
    #[arg(long = "map", value_name = "WHAT=COLUMN", value_parser = parse_column)]
    columns: Vec<(Column, String)>,
    /// Say what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave the index of words to the first question that needs it, such as one with --text
    #[arg(long)]
    no_index: bool,
    /// Write nothing at all if any entry is rejected
    #[arg(long)]
    strict: bool,
    /// How much memory SQLite's caches may take, 64MB or more; what is held of each paper comes on top
    #[arg(long, value_name = "SIZE", default_value = "256MB", value_parser = parse_memory)]
    memory: u64,
}

fn parse_day(text: &str) -> Result<Date, String> {
    let day = PartialDate::parse(text).filter(|day| day.precision() == 3);
    day.and_then(|_| text.parse().ok()).ok_or_else(|| "give a day that exists, as YYYY-MM-DD".into())
}

fn parse_name(text: &str) -> Result<String, String> {
    let name = import::clean_text(text);
    if name.contains(char::is_alphabetic) { Ok(name) } else { Err("give a name".into()) }
}

fn parse_column(text: &str) -> Result<(Column, String), String> {
    let names = || Column::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let all = || names().map(|name| name.get_name().to_owned()).collect::<Vec<_>>().join(", ");
    let (what, name) =
        text.split_once('=').ok_or_else(|| "give it as WHAT=COLUMN, e.g. title=\"Paper title\"".to_owned())?;
    let column = Column::from_str(what.trim(), true).map_err(|_| format!("a column holds one of: {}", all()))?;
    Ok((column, name.trim().to_owned()))
}

/// Imports the inputs. Exit code 1 when an entry or an input was rejected, 130 when it was interrupted.
pub(super) fn run(args: &ImportArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let inputs = inputs::expand(&args.inputs)?;
    let stop = interrupt::listen()?;
    let (mut catalog, rulings) = match open(args, db, &stop) {
        Err(_) if stop.is_set() => return Ok(tell_nothing_saved()),
        opened => opened?,
    };
    let is_together = args.dry_run || args.strict || catalog.is_empty()?;
    let mut run = Run::new(args, rulings, stop);
    let done = if is_together { run.together(&mut catalog, &inputs) } else { run.one_by_one(&mut catalog, &inputs) };
    // Whatever failed then failed because of that.
    if run.stop.is_set() && !run.is_done {
        return run.tell_interrupted();
    }
    // What is sorted for the indexes of a new catalog goes to temporary files.
    done.map_err(|error| full_disk::explained(error, db, is_together))?;
    run.summary(&catalog)
}

/// Opens the catalog, and reads what was ruled on readings.
fn open(args: &ImportArgs, db: &Path, stop: &Stop) -> anyhow::Result<(Catalog, Rulings)> {
    let catalog = if args.dry_run { Catalog::open_or_imagine(db, stop)? } else { open_to_write_until(db, stop)? };
    catalog.set_memory(args.memory)?;
    let rulings = rulings(catalog.connection())?;
    Ok((catalog, rulings))
}

fn tell_nothing_saved() -> ExitCode {
    message::interrupted("nothing was saved");
    interrupt::exit_code()
}

/// One run of the command.
struct Run<'args> {
    args: &'args ImportArgs,
    context: ReadContext,
    facts: ImportFacts,
    /// Set by Ctrl-C.
    stop: Stop,
    /// Whether all that was asked for is done, but for the first report.
    is_done: bool,
    /// The import's row, once a transaction with it is committed.
    import_id: Option<i64>,
    /// The listings that are read, with what became of their entries.
    listings: Vec<Read>,
    /// What became of earlier doubts.
    looked: LookedAgain,
    /// Inputs that could not be read.
    failure_count: u64,
    first_report: Vec<u8>,
}

impl<'args> Run<'args> {
    fn new(args: &'args ImportArgs, rulings: Rulings, stop: Stop) -> Self {
        let now = Timestamp::now();
        let as_of = args.as_of.unwrap_or_else(|| now.to_zoned(TimeZone::UTC).date());
        let started_at = super::clock::in_rfc_3339(now);
        let program_version = env!("CARGO_PKG_VERSION").to_owned();
        Self {
            args,
            context: ReadContext {
                as_of,
                listed_under: args.listed_under.clone(),
                columns: args.columns.clone(),
                rulings: Arc::new(rulings),
            },
            facts: ImportFacts { started_at, program_version },
            stop,
            is_done: false,
            import_id: None,
            listings: Vec::new(),
            looked: LookedAgain::default(),
            failure_count: 0,
            first_report: Vec::new(),
        }
    }

    /// Each listing is a transaction of its own: what one brought stays, whatever becomes of the next.
    fn one_by_one(&mut self, catalog: &mut Catalog, inputs: &[Input]) -> anyhow::Result<()> {
        let mut can_write = true;
        for input in inputs {
            // What was saved before stays saved and is told, whatever becomes of this one.
            if let Err(error) = self.read_alone(catalog, input) {
                self.stop.check()?;
                self.failure_count += 1;
                can_write = false;
                let error = full_disk::explained(naming_holder(error, catalog.path()), catalog.path(), false);
                message::error(&format!("could not import {}: {error:#}", input.title()));
                break;
            }
        }
        if let Some(import_id) = self.import_id {
            // What cannot be settled now is looked at again by the next import.
            if can_write && let Err(error) = self.look_again(catalog) {
                self.stop.check()?;
                self.failure_count += 1;
                let error = naming_holder(error, catalog.path());
                message::error(&format!("could not look again at entries that were not sure: {error:#}"));
            }
            self.is_done = true;
            self.report(catalog, import_id)?;
        }
        Ok(())
    }

    /// The first report. Who interrupts it does without.
    fn report(&mut self, catalog: &Catalog, import_id: i64) -> anyhow::Result<()> {
        match first_report(catalog.connection(), import_id) {
            Err(_) if self.stop.is_set() => {}
            report => self.first_report = report?,
        }
        Ok(())
    }

    /// The second look, once for all listings: what any of them brought may settle a doubt.
    fn look_again(&mut self, catalog: &Catalog) -> anyhow::Result<()> {
        let writer = catalog.begin()?;
        let looked = writer.look_again()?;
        writer.commit()?;
        self.looked = looked;
        Ok(())
    }

    /// One listing as a transaction of its own. Fails when the catalog cannot be written.
    fn read_alone(&mut self, catalog: &mut Catalog, input: &Input) -> anyhow::Result<()> {
        self.stop.check()?;
        let (before, begun) = (self.listings.len(), Instant::now());
        let writer = catalog.begin()?;
        if self.args.no_index {
            writer.leave_text()?;
        }
        let import_id = self.import_id.map_or_else(|| writer.add_import(&self.facts), Ok)?;
        if !self.read(&writer, import_id, input)? {
            return Ok(());
        }
        let name = catalog.path().display().to_string();
        let saved = making_indexes(&name, begun, || writer.commit()).and_then(|()| catalog.settle());
        match saved {
            Ok(()) => self.import_id = Some(import_id),
            Err(_) => self.listings.truncate(before),
        }
        saved
    }

    /// All listings are one transaction: a new catalog appears whole or not at all, a rehearsal is undone, and so is what
    /// `--strict` finds anything rejected in.
    fn together(&mut self, catalog: &mut Catalog, inputs: &[Input]) -> anyhow::Result<()> {
        let (name, begun) = (catalog.path().display().to_string(), Instant::now());
        let writer = catalog.begin_import()?;
        if self.args.no_index {
            writer.leave_text()?;
        }
        let import_id = writer.add_import(&self.facts)?;
        for input in inputs {
            self.read(&writer, import_id, input).with_context(|| format!("could not import {}", input.title()))?;
        }
        let finished = making_indexes(&name, begun, || writer.finish())?;
        self.count_put_off(&finished);
        let is_refused = self.args.strict && self.has_failed();
        if !self.listings.is_empty() && !is_refused {
            self.looked = writer.look_again()?;
        }
        let is_written = !self.args.dry_run && !is_refused && !self.listings.is_empty();
        if is_written {
            making_indexes(&name, begun, || writer.commit()).context("could not write the import")?;
            catalog.settle()?;
        }
        self.is_done = true;
        if !is_refused && !self.listings.is_empty() {
            self.report(catalog, import_id)?;
        }
        Ok(())
    }

    /// Counts the entries that were put off, and tells which of them were rejected.
    fn count_put_off(&mut self, finished: &Finished) {
        for read in &mut self.listings {
            if let Some(counts) = finished.counts.get(&read.listing_id) {
                read.counts.add(counts);
            }
            for (_, line, reason) in finished.rejected.iter().filter(|(id, ..)| *id == read.listing_id) {
                message::error(&format!("{}: line {line}: entry rejected: {reason}", read.title));
            }
        }
    }

    fn totals(&self) -> Counts {
        let mut totals = Counts::default();
        self.listings.iter().for_each(|read| totals.add(&read.counts));
        totals
    }

    fn has_failed(&self) -> bool {
        self.failure_count > 0 || self.totals().rejected > 0
    }

    /// Reads one input into the catalog. False when nothing of it is to be kept; then the reason has been told.
    ///
    /// Fails when the import is interrupted, or the catalog cannot be written to.
    fn read(&mut self, writer: &Writer<'_>, import_id: i64, input: &Input) -> anyhow::Result<bool> {
        match self.read_listing(writer, import_id, input) {
            Ok(Some(listing)) => {
                let (listing_id, counts) = (listing.id(), listing.counts);
                self.listings.push(Read { title: input.title(), listing_id, counts });
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(error) => {
                self.stop.check()?;
                if writer.is_lost() || OutOfRoom::of(&error).is_some() {
                    return Err(error);
                }
                self.failure_count += 1;
                message::error(&format!("could not import {}: {error:#}", input.title()));
                Ok(false)
            }
        }
    }

    /// `None` for a file in a folder that is no listing.
    fn read_listing(&self, writer: &Writer<'_>, import_id: i64, input: &Input) -> anyhow::Result<Option<Listing>> {
        let (bytes, byte_count) = input.open()?;
        let (bytes, digest) = DigestReader::new(interrupt::stoppable(bytes, byte_count, &self.stop)?);
        let opened = import::find(Box::new(bytes), self.args.format, &self.context);
        self.stop.check()?;
        let (format, finds) = match opened {
            Ok(opened) => opened,
            Err(OpenError::Io(error)) => return Err(error.into()),
            Err(error) if input.is_named => bail!("{}", open_error_in_words(&error)),
            Err(error) => {
                message::note(&format!("skipped {}: {}", input.title(), open_error_in_words(&error)));
                return Ok(None);
            }
        };
        let facts = self.listing_facts(input, format);
        if let Some(repeated) = self.repeat(writer, import_id, (input, byte_count), format, &facts)? {
            return Ok(Some(repeated));
        }
        let known = self.known(writer, byte_count, &facts)?;
        let listing = writer.begin_listing(import_id, &facts)?;
        let owner = self.context.listed_under.clone();
        let entries = Ahead::begin(finds, known, move |entry| add_owner(entry, owner.as_deref()))?;
        let progress = Progress::new(&input.title(), byte_count);
        let told = Told::new(input.title());
        let taken = take(writer, listing, entries, &digest, progress, told, &self.stop).and_then(|listing| {
            ensure!(listing.entry_count() > 0, "it has no entry of the format {}", format.name());
            writer.finish_listing(&listing, digest.byte_count(), &digest.hash())?;
            Ok(listing)
        });
        // Of what is interrupted, or finds the disk full, the whole transaction is taken back.
        if taken.is_err() && !self.stop.is_set() && !writer.is_lost() {
            writer.abandon_listing()?;
        }
        taken.map(Some)
    }

    /// Notes an input that was read before, byte for byte and in the same way, without reading it again; `None` where it was
    /// not.
    fn repeat(
        &self,
        writer: &Writer<'_>,
        import_id: i64,
        (input, byte_count): (&Input, Option<u64>),
        format: ListingFormat,
        facts: &ListingFacts,
    ) -> anyhow::Result<Option<Listing>> {
        let Some(byte_count) = byte_count else { return Ok(None) };
        let version = &self.facts.program_version;
        let before = writer.read_before(facts, byte_count, version, format.depends_on_day())?;
        if before.is_empty() {
            return Ok(None);
        }
        let (bytes, byte_count_now) = input.open()?;
        let digest = Digest::of(interrupt::stoppable(bytes, byte_count_now, &self.stop)?)?;
        let same = before.iter().find(|before| before.hash == digest.hash() && byte_count == digest.byte_count());
        same.map(|before| writer.repeat_listing(import_id, facts, byte_count, before)).transpose()
    }

    /// The entries that need not be read again. Of an input whose size is not known all are read.
    fn known(
        &self,
        writer: &Writer<'_>,
        byte_count: Option<u64>,
        facts: &ListingFacts,
    ) -> anyhow::Result<Option<KnownEntries>> {
        let Some(byte_count) = byte_count else { return Ok(None) };
        writer.known_entries(facts, byte_count, &self.facts.program_version, self.args.memory)
    }

    fn listing_facts(&self, input: &Input, format: ListingFormat) -> ListingFacts {
        ListingFacts {
            path: input.name(),
            format: format.name().into(),
            as_of: self.context.as_of.to_string(),
            listed_under: self.context.listed_under.clone(),
            columns: columns_in_words(&self.context.columns),
        }
    }

    /// Tells what an import that was interrupted saved.
    fn tell_interrupted(&self) -> anyhow::Result<ExitCode> {
        if self.import_id.is_none() {
            return Ok(tell_nothing_saved());
        }
        write_answer(&self.listings_in_words()?)?;
        let count = self.listings.len();
        let noun = if count == 1 { "listing" } else { "listings" };
        let totals = in_words(&self.totals());
        let rest = "the rest was not; the same command finishes it";
        message::interrupted(&format!("{count} {noun} saved ({totals}), {rest}"));
        Ok(interrupt::exit_code())
    }

    /// What became of the entries of each listing, a line each.
    fn listings_in_words(&self) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        for Read { title, counts, .. } in &self.listings {
            let line = format!("{title}: {}", in_words(counts));
            writeln!(out, "{}", crate::terminal_text::terminal_safe(&line))?;
        }
        Ok(out)
    }

    /// Prints the answer: what became of the entries, where the catalog is, and a first report.
    fn summary(&self, catalog: &Catalog) -> anyhow::Result<ExitCode> {
        let is_refused = self.args.strict && self.has_failed();
        let mut out = Vec::new();
        if self.args.dry_run {
            writeln!(out, "dry run, nothing is written; the import would do this:")?;
        }
        out.extend(self.listings_in_words()?);
        if self.listings.len() > 1 {
            writeln!(out, "{} listings, {}", self.listings.len(), in_words(&self.totals()))?;
        }
        let LookedAgain { mended, confirmed } = self.looked;
        if mended + confirmed > 0 {
            writeln!(out, "entries that were not sure and now are: {mended} mended, {confirmed} confirmed")?;
        }
        if is_refused {
            message::error("nothing was written: --strict refuses an import with anything rejected");
        } else if !self.listings.is_empty() {
            let path = catalog.path().display().to_string();
            writeln!(out, "catalog: {}\n", crate::terminal_text::terminal_safe(&path))?;
            out.extend_from_slice(&self.first_report);
        }
        write_answer(&out)?;
        if self.totals().rejected > 0 && !is_refused && !self.args.dry_run {
            message::note("`paperdex rejects` lists the rejected entries with their text");
        }
        Ok(if self.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Which columns hold what, as the user named them, in an order of their own.
fn columns_in_words(columns: &[(Column, String)]) -> Option<String> {
    let name = |column: &Column| column.to_possible_value().map(|name| name.get_name().to_owned()).unwrap_or_default();
    let mut named: Vec<_> = columns.iter().map(|(column, of)| format!("{}={of}", name(column))).collect();
    named.sort();
    (!named.is_empty()).then(|| named.join("\n"))
}

/// A listing that was read.
struct Read {
    title: String,
    listing_id: i64,
    counts: Counts,
}

/// The owner of a page is an author of each of its entries.
fn add_owner(entry: &mut Entry, owner: Option<&str>) {
    if let (Some(owner), Reading::Paper { record, doubt }) = (owner, &mut entry.reading)
        && let Some(further) = page_owner::add(record, owner)
    {
        *doubt = Some(further.and(doubt.take()));
    }
}

/// Writes the entries of a listing and tells what is to be told of them.
fn take(
    writer: &Writer<'_>,
    mut listing: Listing,
    entries: Ahead,
    digest: &Digest,
    mut progress: Progress,
    mut told: Told,
    stop: &Stop,
) -> anyhow::Result<Listing> {
    for next in entries {
        stop.check()?;
        progress.count_entry(|| digest.byte_count());
        let prepared = match next.context("could not read on")? {
            Next::Ready(prepared) => prepared,
            Next::Known(entry) => {
                if writer.write_known(&mut listing, entry.line(), entry.hash(), entry.known)? {
                    continue;
                }
                entry.read()
            }
        };
        let written = writer.write_entry(&mut listing, &prepared)?;
        let entry = prepared.entry();
        if told.has_to_tell(entry, &written) {
            progress.beside(|| told.tell(entry, &written));
        }
    }
    drop(progress);
    // The input may have ended for this.
    stop.check()?;
    told.tell_the_rest();
    Ok(listing)
}

/// Papers and code by year, of the papers of this import.
fn first_report(connection: &Connection, import_id: i64) -> anyhow::Result<Vec<u8>> {
    let has_all = query::has_all_papers(connection, import_id)?;
    let selection = if has_all { Selection::all() } else { Selection::of_import(import_id) };
    let mut out = Vec::new();
    let query = Query::Code(Code { by: Dimension::Year });
    let layout = Layout { terminal: true, ..Layout::default() };
    query::run(connection, &query, &selection, &query::Listing::default(), |table| {
        output::write(table, OutputFormat::Table, &layout, &mut out)
    })?;
    Ok(out)
}

/// `19 entries: 19 new, 0 merged, 0 unchanged, 0 rejected`, and what else there was.
fn in_words(counts: &Counts) -> String {
    let Counts { new, merged, unchanged, rejected, skipped, doubtful, stray, completed } = counts;
    let noun = if counts.entries() == 1 { "entry" } else { "entries" };
    let mut text =
        format!("{} {noun}: {new} new, {merged} merged, {unchanged} unchanged, {rejected} rejected", counts.entries());
    if *skipped > 0 {
        text.push_str(&format!(", {skipped} skipped"));
    }
    let lists = if *completed == 1 { "author list completed" } else { "author lists completed" };
    let further = [(completed, lists), (doubtful, "doubtful"), (stray, "lines outside entries")];
    let further: Vec<_> =
        further.iter().filter(|(count, _)| **count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !further.is_empty() {
        text.push_str(&format!(" ({})", further.join(", ")));
    }
    text
}

fn open_error_in_words(error: &OpenError) -> String {
    match error {
        OpenError::Io(error) => error.to_string(),
        OpenError::Empty => "it is empty".into(),
        OpenError::Zeros => "it begins with nothing but zeros".into(),
        OpenError::Unknown(kind) => format!(
            "it looks like {kind}; none of the formats recognises it ({}): --format FORMAT reads it as one all the same, \
             --map title=\"…\" names the columns of a table, `paperdex formats` tells what each format is",
            ListingFormat::all_names()
        ),
    }
}
