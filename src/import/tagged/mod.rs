//! Formats of tagged lines: RIS, what PubMed writes as MEDLINE or `.nbib`, Web of Science, EndNote.

mod endnote;
mod medline;
mod pieces;
mod ris;
mod web_of_science;

use std::borrow::Cow;
use std::io::BufRead;

use pieces::{Kind, Piece, Pieces};

use super::clean::{clean, shortened};
use super::found::{Finds, Found, Unread, hash};
use super::limits::too_many_parts;
use super::lines::{MAX_LINE_BYTES, decode, repairs};
use crate::record::{Entry, Reading};

/// What one entry amounts to: its reading, and what it says that a record has no place for.
type Read = (Reading, Vec<String>);

/// The values of an entry with their tags, in order.
type Fields<'a> = Vec<(&'a str, Cow<'a, str>)>;

/// The tag of a line and its value, as bytes.
type TagAndValue<'a> = (&'a [u8], &'a [u8]);

/// A format of tagged lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct TaggedFormat {
    /// The tag and the value of a line; `None` where the line goes on with the one before.
    split: fn(&[u8]) -> Option<TagAndValue<'_>>,
    /// The tag with which an entry begins.
    first: &'static str,
    /// The tag of an entry's last line, where there is one.
    last: Option<&'static str>,
    /// Whether a blank line ends an entry.
    ends_at_blank: bool,
    /// Whether tags show the format though that of the first line is not among them.
    is_without_first: fn(&[Vec<u8>]) -> bool,
    read: fn(&Fields<'_>, &str) -> Read,
}

/// RIS.
pub(super) const RIS: TaggedFormat = TaggedFormat {
    split: ris::split,
    first: "TY",
    last: Some("ER"),
    ends_at_blank: false,
    is_without_first: ris::is_without_first,
    read: ris::read,
};
/// MEDLINE.
pub(super) const MEDLINE: TaggedFormat = TaggedFormat {
    split: medline::split,
    first: "PMID",
    last: None,
    ends_at_blank: true,
    is_without_first: medline::is_without_first,
    read: medline::read,
};
/// Web of Science.
pub(super) const WEB_OF_SCIENCE: TaggedFormat = TaggedFormat {
    split: web_of_science::split,
    first: "PT",
    last: Some("ER"),
    ends_at_blank: false,
    is_without_first: |_| false,
    read: web_of_science::read,
};
/// EndNote's own export, also called Refer.
pub(super) const ENDNOTE: TaggedFormat = TaggedFormat {
    split: endnote::split,
    first: "%0",
    last: None,
    ends_at_blank: true,
    is_without_first: endnote::is_without_first,
    read: endnote::read,
};

impl TaggedFormat {
    /// Whether one of the first lines has the tag with which entries begin.
    pub(super) fn recognises(self, beginning: &str) -> bool {
        let tags = beginning.split(['\n', '\r']).take(400).filter_map(|line| (self.split)(line.as_bytes()));
        let tags: Vec<_> = tags.take(40).map(|(tag, _)| tag.to_ascii_uppercase()).collect();
        let has_first = tags.iter().any(|tag| tag == self.first.as_bytes());
        has_first && (tags.len() >= 2 || beginning.len() < 200) || (self.is_without_first)(&tags)
    }
}

/// Opens a text of tagged lines.
pub(super) fn open(input: Box<dyn BufRead + Send>, format: TaggedFormat) -> Finds {
    let pieces = Pieces::new(input, format);
    Box::new(pieces.map(move |piece| {
        let piece = piece?;
        if piece.kind != Kind::Entry {
            return Ok(Found::Read(read(&piece, format)));
        }
        let hash = hash(&piece.bytes, 0);
        Ok(Found::Unread(Unread::new(piece.line, hash, piece.bytes.len(), move || read(&piece, format))))
    }))
}

fn read(piece: &Piece, format: TaggedFormat) -> Entry {
    let (text, is_guessed) = decode(&piece.bytes, piece.kind == Kind::TooLong);
    let raw = || shortened(text.trim_end().to_owned());
    let (reading, set_aside) = match piece.kind {
        Kind::Outside => (Reading::Stray(shortened(clean(&text).text)), Vec::new()),
        Kind::TooLong => (Reading::bad(format!("it is longer than {MAX_LINE_BYTES} bytes"), raw()), Vec::new()),
        Kind::Entry => match too_many_parts(&piece.bytes) {
            Some(reason) => (Reading::bad(reason, raw()), Vec::new()),
            None => match (format.read)(&fields(&text, format), &text) {
                (Reading::Bad(bad), set_aside) => (Reading::bad(bad.reason, raw()), set_aside),
                read => read,
            },
        },
    };
    Entry { line: piece.line, reading, notes: repairs(&text, is_guessed), set_aside }
}

/// The lines of an entry as tags and values; a line without a tag goes on with the value before it.
fn fields(text: &str, format: TaggedFormat) -> Fields<'_> {
    let mut fields: Fields<'_> = Vec::new();
    for line in text.split(['\n', '\r']) {
        let Some((tag, value)) = (format.split)(line.as_bytes()) else {
            let line = line.trim();
            if let Some((_, before)) = fields.last_mut().filter(|_| !line.is_empty()) {
                let joined = before.to_mut();
                joined.push('\n');
                joined.push_str(line);
            }
            continue;
        };
        // A tag is ASCII, so that what follows it is text where the line is.
        let (tag, value) = (std::str::from_utf8(tag), std::str::from_utf8(value));
        if let (Ok(tag), Ok(value)) = (tag, value) {
            fields.push((tag, Cow::Borrowed(value.trim())));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str, format: TaggedFormat) -> Vec<Entry> {
        open(Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), format)
            .map(|found| found.unwrap().read())
            .collect()
    }

    fn shown(entry: &Entry) -> String {
        match &entry.reading {
            Reading::Paper { record, .. } => {
                let mark = if record.authors_complete { "" } else { " +" };
                let names: Vec<_> = record.printed_names().collect();
                format!("{} {} | {}{mark}", entry.line, record.title, names.join("; "))
            }
            Reading::Bad(bad) => format!("{} bad: {}", entry.line, bad.reason),
            Reading::Stray(text) => format!("{} stray: {text}", entry.line),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn ris_is_read_whatever_its_spacing_and_its_ends() {
        let cases: &[(&str, &[&str])] = &[
            ("TY  - JOUR\nTI  - A\nAU  - Lee, Ann\nAU  - Ek, Bo\nER  - \n", &["1 A | Lee, Ann; Ek, Bo"]),
            ("TY - JOUR\r\nT1 -A\r\nA1-Lee, Ann\r\nER -\r\n", &["1 A | Lee, Ann"]),
            ("TY  - JOUR\nTI  - A\n\nTY  - JOUR\nTI  - B\nER  -", &["1 A |  +", "4 B |  +"]),
            ("TY  - JOUR\nTI  - A long\ntitle over\n  lines\nER  - ", &["1 A long title over lines |  +"]),
            ("ty  - jour\nti  - A\ner  - ", &["1 A |  +"]),
            ("TY  - JOUR\nTI  - A\nAU  - Lee, Ann; Ek, Bo; et al.\nER  - ", &["1 A | Lee, Ann; Ek, Bo +"]),
            ("TY  - BOOK\nTY  - JOUR\nTI  - A\nER  - ", &["1 A |  +"]),
            ("TY - JOUR\nTI - A\nKW - x\nDOI - 10.5555/x\nER - ", &["1 A |  +"]),
            ("hello\nTY  - JOUR\nTI  - A\nER  - \nbye", &["1 stray: hello", "2 A |  +", "5 stray: bye"]),
            ("TY  - \nER  - \n", &["1 bad: it says nothing: neither a title nor anything else to know the work by"]),
            ("TY  - JOUR\nER  - \n", &["1 [untitled: JOUR] |  +"]),
        ];
        for (text, expected) in cases {
            assert_eq!(entries(text, RIS).iter().map(shown).collect::<Vec<_>>(), *expected, "{text}");
        }
    }

    #[test]
    fn medline_keeps_full_names_and_whose_affiliation_it_is() {
        let text = "PMID- 1\nTI  - A title\n      that goes on.\nFAU - Lee, Ann\nAU  - Lee A\nAUID- ORCID: 0000-0002-1825-0097\n\
                    AD  - MIT.\nFAU - Ek, Bo\nAU  - Ek B\nCN  - ATLAS\nDP  - 2021 Mar\nLID - 10.1000/x [doi]\n\nPMID- 2\nTI  - B\n";
        let entries = entries(text, MEDLINE);
        assert_eq!(
            entries.iter().map(shown).collect::<Vec<_>>(),
            ["1 A title that goes on. | Lee, Ann; Ek, Bo; ATLAS", "14 B |  +"]
        );
        let Reading::Paper { record, .. } = &entries[0].reading else { panic!("a paper") };
        assert_eq!(record.authors[0].affiliations[0].name, "MIT");
        assert_eq!(record.authors[0].identifiers[0].to_string(), "orcid:0000-0002-1825-0097");
        assert!(record.authors[2].is_group && record.authors[1].affiliations.is_empty());
        assert_eq!(record.published_on.unwrap().to_string(), "2021-03");
        let identifiers: Vec<_> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(identifiers, ["pmid:1", "doi:10.1000/x"]);
    }
}
