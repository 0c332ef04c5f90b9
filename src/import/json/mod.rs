//! Formats in JSON: one object an entry, in lines, in an array or within the answer of a web service.

mod arxiv_snapshot;
mod code_links;
mod conference;
mod crossref;
mod csl;
mod openalex;
mod openreview;
mod own;
mod pieces;
mod scan;
mod semantic_scholar;
mod shape;
mod values;

use std::io::BufRead;

use pieces::{Layout, Piece, Pieces};
pub(super) use shape::Shape;

use super::clean::shortened;
use super::found::{Finds, Found, Unread, hash};
use super::limits::too_many_parts;
use super::lines::{MAX_LINE_BYTES, decode, repairs};
use crate::record::{Entry, Reading};

/// What one object amounts to: its reading, and what it says that a record has no place for.
pub(super) type Read = (Reading, Vec<String>);

/// A kind of object.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonFormat {
    /// Whether objects of this shape are of this kind.
    pub(super) recognises: fn(&Shape) -> bool,
    /// The keys under which answers of its web service keep their entries.
    wrappers: &'static [&'static str],
    /// Reads one object. Fails with a sentence that says what is wrong.
    read: fn(&str) -> Result<Read, String>,
}

/// arXiv's metadata snapshot.
pub(super) const ARXIV_SNAPSHOT: JsonFormat =
    JsonFormat { recognises: arxiv_snapshot::recognises, wrappers: &[], read: arxiv_snapshot::read };
/// OpenAlex works.
pub(super) const OPENALEX: JsonFormat =
    JsonFormat { recognises: openalex::recognises, wrappers: &["results"], read: openalex::read };
/// Crossref works.
pub(super) const CROSSREF: JsonFormat =
    JsonFormat { recognises: crossref::recognises, wrappers: &["message", "items"], read: crossref::read };
/// Semantic Scholar papers.
pub(super) const SEMANTIC_SCHOLAR: JsonFormat =
    JsonFormat { recognises: semantic_scholar::recognises, wrappers: &["data"], read: semantic_scholar::read };
/// OpenReview notes.
pub(super) const OPENREVIEW: JsonFormat =
    JsonFormat { recognises: openreview::recognises, wrappers: &["notes"], read: openreview::read };
/// Lists of a conference's papers.
pub(super) const CONFERENCE: JsonFormat =
    JsonFormat { recognises: conference::recognises, wrappers: &[], read: conference::read };
/// Papers with Code: links between papers and code, papers with abstracts.
pub(super) const CODE_LINKS: JsonFormat =
    JsonFormat { recognises: code_links::recognises, wrappers: &[], read: code_links::read };
/// What paperdex exports.
pub(super) const OWN: JsonFormat = JsonFormat { recognises: own::recognises, wrappers: &[], read: own::read };
/// CSL-JSON.
pub(super) const CSL: JsonFormat = JsonFormat { recognises: csl::recognises, wrappers: &["items"], read: csl::read };

/// Opens a text of objects.
pub(super) fn open(mut input: Box<dyn BufRead + Send>, format: JsonFormat) -> Finds {
    let layout = match input.fill_buf() {
        Ok(beginning) if shape::is_one_a_line(beginning, format.wrappers) => Layout::Lines,
        // What cannot be read now cannot be read then: the error comes with the first entry.
        _ => Layout::Nested,
    };
    let pieces = Pieces::new(input, layout, format.wrappers);
    Box::new(pieces.map(move |piece| {
        let piece = piece?;
        if piece.is_too_long || piece.is_unended {
            return Ok(Found::Read(read(&piece, format.read)));
        }
        let hash = hash(&piece.bytes, 0);
        Ok(Found::Unread(Unread::new(piece.line, hash, piece.bytes.len(), move || read(&piece, format.read))))
    }))
}

fn read(piece: &Piece, read: fn(&str) -> Result<Read, String>) -> Entry {
    let (text, is_guessed) = decode(&piece.bytes, piece.is_too_long);
    let raw = || shortened(text.trim().to_owned());
    if piece.is_too_long {
        return Entry::new(piece.line, Reading::bad(format!("it is longer than {MAX_LINE_BYTES} bytes"), raw()));
    }
    if let Some(reason) = too_many_parts(&piece.bytes) {
        return Entry::new(piece.line, Reading::bad(reason, raw()));
    }
    let (reading, set_aside) = match read(&text) {
        Ok((Reading::Bad(bad), set_aside)) => (Reading::bad(bad.reason, raw()), set_aside),
        Ok(read) => read,
        Err(_) if piece.is_unended => (Reading::bad("the file ends in the middle of it", raw()), Vec::new()),
        Err(reason) => (Reading::bad(reason, raw()), Vec::new()),
    };
    Entry { line: piece.line, reading, notes: repairs(&text, is_guessed), set_aside }
}

/// Reads an object into a format's own type.
fn parse<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("it is no sound JSON object: {error}"))
}
