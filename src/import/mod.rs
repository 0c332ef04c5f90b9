//! Reading listings: one reader per format, recognised by content. A reader turns bytes into [`Entry`]s, one at a
//! time and in file order, and knows nothing of what becomes of them.

mod arxiv_email;
mod arxiv_fields;
mod arxiv_listing;
mod blocks;
mod clean;
mod dblp_page;
mod lines;
mod links;
pub mod listing_page;
mod months;
mod scholar_profile;
mod sniff;

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use clap::ValueEnum;
use encoding_rs_io::DecodeReaderBytesBuilder;
use jiff::civil::Date;

use crate::record::{Entry, TitleAndAuthors};

/// How much of a file is looked at to recognise its format.
const SNIFF_LENGTH: u64 = 64 * 1024;

/// The entries of one listing, in file order, read one at a time. An I/O error ends them.
pub type Entries = Box<dyn Iterator<Item = io::Result<Entry>>>;

/// A kind of listing that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListingFormat {
    /// Text copied from an author's page of a paper site
    ListingPage,
    /// Text copied from an arXiv listing of new or recent papers
    ArxivListing,
    /// An arXiv announcement e-mail
    ArxivEmail,
    /// Text copied from a Google Scholar profile
    ScholarProfile,
    /// Text copied from a DBLP author page
    DblpPage,
}

/// What a reader must be told beside the file.
#[derive(Debug, Clone)]
pub struct ReadContext {
    /// The day the listing was made: dates without a year are the latest that are not after it.
    pub as_of: Date,
    /// The page's owner, an author of every entry; `None` where the listing is nobody's.
    pub listed_under: Option<String>,
    /// What the user ruled on title lines that were not sure.
    pub rulings: Rc<Rulings>,
}

/// Rulings on title lines, by [`TitleAndAuthors::run_together`].
pub type Rulings = HashMap<String, TitleAndAuthors>;

/// Why a file could not be opened as a listing.
#[derive(Debug)]
pub enum OpenError {
    /// It could not be read.
    Io(io::Error),
    /// It holds nothing, or nothing but blanks.
    Empty,
    /// It is of no known format; the text says what it looks like.
    Unknown(&'static str),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl ListingFormat {
    /// The name users type and the catalog stores (`listing.format`).
    pub fn name(self) -> &'static str {
        match self {
            Self::ListingPage => "listing-page",
            Self::ArxivListing => "arxiv-listing",
            Self::ArxivEmail => "arxiv-email",
            Self::ScholarProfile => "scholar-profile",
            Self::DblpPage => "dblp-page",
        }
    }

    /// The names of all formats, for messages.
    pub fn all_names() -> String {
        Self::value_variants().iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
    }

    /// Whether the beginning of a file (its first 64 KB, as UTF-8) is of this format.
    fn recognises(self, beginning: &str) -> bool {
        match self {
            Self::ListingPage => listing_page::recognises(beginning),
            Self::ArxivListing => arxiv_listing::recognises(beginning),
            Self::ArxivEmail => arxiv_email::recognises(beginning),
            Self::ScholarProfile => scholar_profile::recognises(beginning),
            Self::DblpPage => dblp_page::recognises(beginning),
        }
    }

    fn open(self, input: Box<dyn BufRead>, context: &ReadContext) -> Entries {
        match self {
            Self::ListingPage => listing_page::open(input, context),
            Self::ArxivListing => arxiv_listing::open(input),
            Self::ArxivEmail => arxiv_email::open(input),
            Self::ScholarProfile => scholar_profile::open(input),
            Self::DblpPage => dblp_page::open(input),
        }
    }
}

/// A text as the catalog stores it: NFC, one space between words, no control characters.
pub fn clean_text(text: &str) -> String {
    clean::clean(text).text
}

/// Opens a listing: with the given format, or with the one its first 64 KB show.
///
/// A byte-order mark is honoured (UTF-8, UTF-16). Fails when the file is empty or of no known format.
pub fn open(
    input: Box<dyn Read>,
    format: Option<ListingFormat>,
    context: &ReadContext,
) -> Result<(ListingFormat, Entries), OpenError> {
    let mut decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(input);
    let mut beginning = Vec::new();
    decoded.by_ref().take(SNIFF_LENGTH).read_to_end(&mut beginning)?;
    if beginning.trim_ascii().is_empty() && (beginning.len() as u64) < SNIFF_LENGTH {
        return Err(OpenError::Empty);
    }
    let text = String::from_utf8_lossy(&beginning);
    let recognised = || ListingFormat::value_variants().iter().copied().find(|format| format.recognises(&text));
    let Some(format) = format.or_else(recognised) else {
        return Err(OpenError::Unknown(sniff::looks_like(&beginning)));
    };
    drop(text);
    let whole = BufReader::with_capacity(64 * 1024, Cursor::new(beginning).chain(decoded));
    Ok((format, format.open(Box::new(whole), context)))
}
