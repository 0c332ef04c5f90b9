//! Reading listings: one reader per format, recognised by content. A reader turns bytes into [`Entry`]s, one at a
//! time and in file order, and knows nothing of what becomes of them.

mod arxiv_email;
mod arxiv_fields;
mod arxiv_listing;
mod author_list;
mod bibtex;
mod blocks;
mod clean;
mod dblp_page;
mod fields;
mod format;
mod found;
mod json;
mod limits;
mod lines;
mod links;
pub mod listing_page;
mod markup;
mod months;
mod person_name;
mod scholar_profile;
mod sniff;
mod table;
mod tagged;
mod tex;
mod unpack;
mod xml;

use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;

use jiff::civil::Date;

use crate::record::{Entry, Reading, TitleAndAuthors};
use format::Beginning;
pub use format::{Frame, ListingFormat};
pub use found::{Finds, Found, Unread};
pub use table::Column;

/// How much of a file is looked at to recognise its format.
const SNIFF_LENGTH: u64 = 64 * 1024;

/// The entries of one listing, in file order, read one at a time. An I/O error ends them.
pub type Entries = Box<dyn Iterator<Item = io::Result<Entry>> + Send>;

/// What a reader must be told beside the file.
#[derive(Debug, Clone)]
pub struct ReadContext {
    /// The day the listing was made: dates without a year are the latest that are not after it.
    pub as_of: Date,
    /// The page's owner, an author of every entry; `None` where the listing is nobody's.
    pub listed_under: Option<String>,
    /// Which columns of a table hold what, by their names, where their names do not show it.
    pub columns: Vec<(Column, String)>,
    /// What the user ruled on title lines that were not sure.
    pub rulings: Arc<Rulings>,
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
    /// It begins with zeros alone, as a device or a disk image does, and may have no end.
    Zeros,
    /// It is of no known format; the text says what it looks like.
    Unknown(&'static str),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A text as the catalog stores it: NFC, one space between words, no control characters.
pub fn clean_text(text: &str) -> String {
    clean::clean(text).text
}

/// Whether the text of a rejected entry is only its beginning.
pub fn is_shortened(text: &str) -> bool {
    clean::is_shortened(text)
}

/// Opens a listing: with the given format, or with the one its first 64 KB show.
///
/// gzip and zstd are unpacked and a byte-order mark is honoured (UTF-8, UTF-16). Fails when the file is empty or of no
/// known format. Where the file breaks off while it is read, what came before stands and the rest is a bad entry.
pub fn open(
    input: Box<dyn Read + Send>,
    format: Option<ListingFormat>,
    context: &ReadContext,
) -> Result<(ListingFormat, Entries), OpenError> {
    let (format, finds) = find(input, format, context)?;
    Ok((format, Box::new(finds.map(|found| found.map(Found::read)))))
}

/// The same, but the entries are only found, and read when they are asked for, where the format allows it.
pub fn find(
    input: Box<dyn Read + Send>,
    format: Option<ListingFormat>,
    context: &ReadContext,
) -> Result<(ListingFormat, Finds), OpenError> {
    let mut text = unpack::text(input)?;
    let mut beginning = Vec::new();
    // A file that breaks off in its first part still has what came before.
    if let Err(error) = text.by_ref().take(SNIFF_LENGTH).read_to_end(&mut beginning)
        && (beginning.is_empty() || !is_broken_off(&error))
    {
        return Err(error.into());
    }
    if beginning.trim_ascii().is_empty() && (beginning.len() as u64) < SNIFF_LENGTH {
        return Err(OpenError::Empty);
    }
    if beginning.iter().all(|byte| *byte == 0) {
        return Err(OpenError::Zeros);
    }
    let sniffed = String::from_utf8_lossy(&beginning);
    // Who names columns says that what is nothing else is a table.
    let table = Some(ListingFormat::Table).filter(|_| !context.columns.is_empty());
    let Some(format) = format.or_else(|| ListingFormat::of(&Beginning::of(&sniffed))).or(table) else {
        return Err(OpenError::Unknown(sniff::looks_like(&beginning)));
    };
    drop(sniffed);
    let whole = BufReader::with_capacity(SNIFF_LENGTH as usize, Cursor::new(beginning).chain(text));
    Ok((format, Box::new(WithEnd { finds: format.open(Box::new(whole), context), line: 1, has_ended: false })))
}

/// Whether an error means that a packed file is damaged, and not that it cannot be read.
fn is_broken_off(error: &io::Error) -> bool {
    // An error of the system has a number; those of the unpackers have none.
    error.raw_os_error().is_none() && error.kind() != io::ErrorKind::Interrupted
}

/// Entries of a file that may break off: the rest of it is one bad entry.
struct WithEnd {
    finds: Finds,
    line: u64,
    has_ended: bool,
}

impl Iterator for WithEnd {
    type Item = io::Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        match self.finds.next()? {
            Err(error) if is_broken_off(&error) => {
                self.has_ended = true;
                let reason = format!("the file cannot be unpacked to its end ({error}); what came before is kept");
                Some(Ok(Found::Read(Entry::new(self.line, Reading::bad(reason, "")))))
            }
            Err(error) => Some(Err(error)),
            Ok(found) => {
                self.line = found.line();
                Some(Ok(found))
            }
        }
    }
}
