//! `rejects`: the entries that could not be read, as a report or written again in their own format.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::destination::Destination;
use super::message;
use super::report::{ListArgs, OutputArgs, deliver, print, refuse_the_catalog};
use crate::catalog::open_to_read;
use crate::import::{self, ListingFormat};
use crate::query::{self, Query, Rejected, Rejects, Selection};
use crate::terminal_text::terminal_safe_lines;

#[derive(Debug, Args)]
pub(super) struct RejectsArgs {
    /// Only those of this input file, by its listing_id
    #[arg(long, value_name = "ID")]
    listing: Option<i64>,
    /// Write the entries to this file in their own format, to be mended and imported again
    #[arg(long, value_name = "FILE", group = "file", conflicts_with_all = ["format", "sort", "limit"])]
    export: Option<PathBuf>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists or writes the rejected entries.
pub(super) fn run(args: &RejectsArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let connection = open_to_read(db)?;
    let Some(path) = &args.export else {
        let query = Query::Rejects(Rejects { listing_id: args.listing });
        return print(&connection, &query, &Selection::all(), &args.list, &args.output);
    };
    let entries = query::rejected(&connection, args.listing)?;
    let format = one_format(&entries)?;
    refuse_the_catalog(path, db)?;
    let is_stdout = path == Path::new("-");
    let mut destination = Destination::open(Some(path.as_path()).filter(|_| !is_stdout), args.output.force())?;
    // On a terminal, which obeys what a file only keeps, they are shown and not written.
    let is_terminal = destination.is_terminal();
    let shown = |text| if is_terminal { terminal_safe_lines(text) } else { Cow::Borrowed(text) };
    let written = write(format, &entries, shown, &mut destination);
    deliver(destination, written, |()| {
        let noun = if entries.len() == 1 { "entry" } else { "entries" };
        message::note(&format!("{} {noun} written as {}", entries.len(), format.name()));
        let cut = entries.iter().filter(|entry| import::is_shortened(&entry.text)).count();
        if cut > 0 {
            message::note(&format!("{cut} of them were too long to keep whole; they end with …"));
        }
    })
}

/// The format of all the entries. Fails where there is none, or where one file could not hold them.
fn one_format(entries: &[Rejected]) -> anyhow::Result<ListingFormat> {
    let Some(first) = entries.first() else { bail!("no entry was rejected") };
    let is_table = |entry: &Rejected| entry.format == ListingFormat::Table.name();
    let kinds: BTreeSet<_> = entries
        .iter()
        .map(|entry| (entry.format.as_str(), if is_table(entry) { entry.head.as_str() } else { "" }))
        .collect();
    if kinds.len() > 1 {
        let listings: BTreeSet<_> =
            entries.iter().map(|entry| (entry.listing_id, entry.format.as_str(), entry.listing.as_str())).collect();
        let shown = |(id, format, path): &(i64, &str, &str)| format!("{id} ({format}, {path})");
        let listings = listings.iter().take(10).map(shown).collect::<Vec<_>>().join(", ");
        bail!("the rejected entries are of several formats or headers: choose one file with --listing: {listings}");
    }
    ListingFormat::named(&first.format)
        .with_context(|| format!("this version of paperdex does not know the format {}", first.format))
}

fn write<'a>(
    format: ListingFormat,
    entries: &'a [Rejected],
    shown: impl Fn(&'a str) -> Cow<'a, str>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let frame = format.frame();
    let mut heads = BTreeSet::new();
    for entry in entries {
        if heads.insert(entry.head.as_str()) {
            out.write_all(shown(&entry.head).as_bytes())?;
        }
    }
    out.write_all(frame.before.as_bytes())?;
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            out.write_all(frame.between.as_bytes())?;
        }
        out.write_all(shown(&entry.text).as_bytes())?;
    }
    out.write_all(frame.after.as_bytes())?;
    Ok(())
}
