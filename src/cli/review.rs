//! `review`: listing what is read with doubt, and ruling on it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use serde::Deserialize;

use super::catalog_path::open_to_write;
use super::clock::in_rfc_3339;
use super::report::{ListArgs, OutputArgs, print, write_answer};
use crate::catalog::{Ruled, open_to_read};
use crate::import::clean_text;
use crate::query::{self, Query, Review, Selection};
use crate::record::TitleAndAuthors;
use crate::spreadsheet_text::unguarded;

#[derive(Debug, Args)]
#[command(after_long_help = query::columns_help(&Review))]
pub(super) struct ReviewArgs {
    /// The doubtful entry to correct, with --title and --authors
    #[arg(value_name = "N", requires = "title")]
    number: Option<i64>,
    /// The right title
    #[arg(long, requires = "number")]
    title: Option<String>,
    /// The right printed authors, with ; between
    #[arg(long, value_name = "NAMES", requires = "number")]
    authors: Option<String>,
    /// Rule that these are read rightly
    #[arg(long, value_name = "N", num_args = 1.., conflicts_with = "number")]
    accept: Vec<i64>,
    /// Rule that this one is to be read in its first (1) or its other (2) reading
    #[arg(long, num_args = 2, value_names = ["N", "READING"], conflicts_with_all = ["number", "accept"])]
    choose: Vec<i64>,
    /// Rule on many: the CSV of this list, its column "ruling" filled in with 1, 2 or edited (title and authors as they
    /// stand there)
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["number", "accept", "choose"])]
    batch: Option<PathBuf>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// A row of an edited list.
#[derive(Deserialize)]
struct EditedRow {
    number: i64,
    ruling: String,
    title: String,
    authors: String,
}

/// Lists the doubtful entries, or rules on those that are named: on all of them or, when one fails, on none.
pub(super) fn run(args: &ReviewArgs, db: &Path) -> anyhow::Result<ExitCode> {
    let rulings = rulings(args)?;
    if rulings.is_empty() && args.batch.is_none() {
        return print(&open_to_read(db)?, &Query::Review(Review), &Selection::all(), &args.list, &args.output);
    }
    // A catalog that does not exist has nothing to rule on.
    drop(open_to_read(db)?);
    let catalog = open_to_write(db)?;
    let writer = catalog.begin()?;
    let now = in_rfc_3339(Timestamp::now());
    for (number, ruled) in &rulings {
        writer.rule_reading(*number, ruled, &now)?;
    }
    writer.commit()?;
    let noun = if rulings.len() == 1 { "ruling" } else { "rulings" };
    write_answer(format!("{} {noun} kept; later imports follow them\n", rulings.len()).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn rulings(args: &ReviewArgs) -> anyhow::Result<Vec<(i64, Ruled)>> {
    if let (Some(number), Some(title)) = (args.number, &args.title) {
        let reading = reading(title, args.authors.as_deref().unwrap_or_default());
        return Ok(vec![(number, Ruled::As(reading))]);
    }
    if let [number, reading] = args.choose[..] {
        let ruled = match reading {
            1 => Ruled::First,
            2 => Ruled::Second,
            other => bail!("there is no reading {other}: choose 1 or 2"),
        };
        return Ok(vec![(number, ruled)]);
    }
    if let Some(file) = &args.batch {
        return batch(file).with_context(|| format!("could not rule by {}", file.display()));
    }
    Ok(args.accept.iter().map(|number| (*number, Ruled::First)).collect())
}

fn reading(title: &str, authors: &str) -> TitleAndAuthors {
    let authors = authors.split(';').map(clean_text).filter(|name| !name.is_empty());
    TitleAndAuthors { title: clean_text(title), authors: authors.collect() }
}

/// The rulings of an edited list; rows whose column "ruling" is empty have none.
fn batch(file: &Path) -> anyhow::Result<Vec<(i64, Ruled)>> {
    let mut reader = csv::Reader::from_reader(File::open(file)?);
    let mut rulings = Vec::new();
    for row in reader.deserialize() {
        let row: EditedRow = row?;
        let ruled = match row.ruling.trim() {
            "" => continue,
            "1" => Ruled::First,
            "2" => Ruled::Second,
            "edited" => Ruled::As(reading(unguarded(&row.title), unguarded(&row.authors))),
            other => bail!("number {}: the ruling \"{other}\" is none of 1, 2 and edited", row.number),
        };
        rulings.push((row.number, ruled));
    }
    Ok(rulings)
}
