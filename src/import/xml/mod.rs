//! Formats in XML: the elements that are entries are cut out of the text one by one, so that a broken one costs itself.

mod arxiv_atom;
mod arxiv_oai;
mod dblp;
mod element;
mod pieces;

use std::io::BufRead;

use element::Element;
use pieces::{Piece, Pieces};

use super::clean::{beginning, shortened};
use super::found::{Finds, Found, Unread, hash};
use super::limits::too_many_parts;
use super::lines::{MAX_LINE_BYTES, decode, repairs};
use crate::record::{Entry, Reading};

/// What one element amounts to: its reading, and what it says that a record has no place for.
type Read = (Reading, Vec<String>);

/// A kind of XML text.
#[derive(Debug, Clone, Copy)]
pub(super) struct XmlFormat {
    /// The local names of the root element; a text may also be cut and begin with an entry.
    roots: &'static [&'static str],
    /// The local names of the elements that are entries.
    entries: &'static [&'static str],
    /// The local names of elements within entries that are not asked for.
    unread: &'static [&'static str],
    /// Reads one element. Fails with a sentence that says what is wrong.
    read: fn(&Element) -> Result<Read, String>,
}

/// Answers of arXiv's search service.
pub(super) const ARXIV_ATOM: XmlFormat =
    XmlFormat { roots: &["feed"], entries: &["entry"], unread: &[], read: arxiv_atom::read };
/// Answers of arXiv's harvesting service.
pub(super) const ARXIV_OAI: XmlFormat = XmlFormat {
    roots: &["OAI-PMH", "ListRecords", "GetRecord"],
    entries: &["record"],
    unread: &[],
    read: arxiv_oai::read,
};
/// The DBLP dump.
pub(super) const DBLP: XmlFormat =
    XmlFormat { roots: &["dblp", "dblpperson"], entries: dblp::RECORDS, unread: dblp::UNREAD, read: dblp::read };

impl XmlFormat {
    /// Whether the first element of a text is this format's.
    pub(super) fn recognises(self, text: &str) -> bool {
        first_element(text).is_some_and(|name| {
            self.roots.contains(&name.as_str())
                || self.entries.contains(&name.as_str()) && name != "record" && name != "entry"
        })
    }
}

/// The local name of the first element, past declarations, comments and a document type.
fn first_element(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    while let Some(inner) = rest.strip_prefix('<') {
        let end = if inner.starts_with("!--") {
            inner.find("-->")? + 3
        } else if inner.starts_with('?') {
            inner.find("?>")? + 2
        } else if inner.starts_with('!') {
            let subset = inner.find('[').filter(|at| inner.find('>').is_none_or(|end| *at < end));
            match subset {
                Some(at) => at + inner[at..].find("]>").or_else(|| inner[at..].find(']'))? + 2,
                None => inner.find('>')? + 1,
            }
        } else {
            let name = inner.split(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/')).next()?;
            return Some(name.rsplit(':').next().unwrap_or(name).to_owned());
        };
        rest = inner.get(end..)?.trim_start();
    }
    None
}

/// Opens a text of elements.
pub(super) fn open(input: Box<dyn BufRead + Send>, format: XmlFormat) -> Finds {
    let pieces = Pieces::new(input, format.entries);
    Box::new(pieces.map(move |piece| {
        let piece = piece?;
        if piece.is_too_long || !piece.is_closed {
            return Ok(Found::Read(read(&piece, format)));
        }
        let hash = hash(&piece.bytes, 0);
        Ok(Found::Unread(Unread::new(piece.line, hash, piece.bytes.len(), move || read(&piece, format))))
    }))
}

fn read(piece: &Piece, format: XmlFormat) -> Entry {
    let (text, is_guessed) = decode(&piece.bytes, piece.is_too_long);
    let raw = || shortened(text.trim().to_owned());
    let (reading, set_aside) = if piece.is_too_long {
        (Reading::bad(format!("it is longer than {MAX_LINE_BYTES} bytes"), raw()), Vec::new())
    } else if let Some(reason) = too_many_parts(&piece.bytes) {
        (Reading::bad(reason, raw()), Vec::new())
    } else if !piece.is_closed {
        let name =
            beginning(text.trim_start_matches('<'), 40).split([' ', '>', '\n']).next().unwrap_or_default().to_owned();
        (Reading::bad(format!("its element {name} is not closed"), raw()), Vec::new())
    } else {
        match Element::parse(&text, format.unread).and_then(|element| (format.read)(&element)) {
            Ok((Reading::Bad(bad), set_aside)) => (Reading::bad(bad.reason, raw()), set_aside),
            Ok(read) => read,
            Err(reason) => (Reading::bad(reason, raw()), Vec::new()),
        }
    };
    Entry { line: piece.line, reading, notes: repairs(&text, is_guessed), set_aside }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_shows_whatever_stands_before_it() {
        let cases = [
            ("<feed xmlns='x'>", Some("feed")),
            ("<?xml version='1.0'?>\n<!-- a > b -->\n<a:feed>", Some("feed")),
            ("<?xml version='1.0'?><!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>", Some("dblp")),
            ("<!DOCTYPE dblp [<!ENTITY a \"b\">]><dblp>", Some("dblp")),
            ("plain", None),
            ("<?xml", None),
        ];
        for (text, expected) in cases {
            assert_eq!(first_element(text).as_deref(), expected, "{text}");
        }
    }
}
