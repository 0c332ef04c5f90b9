//! How much an entry may hold. No work has as much; what has more is no entry, is rejected with the reason, and costs itself
//! alone. So memory and time are bounded whatever a file holds. (Of a line or an entry 16 MiB are read: see `lines`.)

use memchr::memmem;

use crate::record::{PaperRecord, Reading};

/// How many authors a paper may have, and how many affiliations its authors may have in all. The longest list known is one of
/// 15,025 (COVIDSurg, 2021).
pub(super) const MAX_AUTHORS: usize = 50_000;

/// How many identifiers, addresses, keywords or classes a paper may have, of each.
pub(super) const MAX_LISTED: usize = 1_000;

/// How long a title, a name or a keyword may be, in bytes.
pub(super) const MAX_TEXT_BYTES: usize = 64 * 1024;

/// How many lines an entry of plain text may have.
pub(super) const MAX_LINES: usize = 100_000;

/// How much is kept with an entry of what a record has no place for, in bytes, and how many pieces of it.
const MAX_SET_ASIDE: (usize, usize) = (1024 * 1024, 1_000);

/// How many parts an entry may have: what stands between commas, lines, tags and the like.
const MAX_PARTS: usize = 400_000;

/// Shorter entries cannot have so many parts that it matters.
const MANY_BYTES: usize = 256 * 1024;

/// Why an entry is not taken apart, told from its text: parts take far more memory than the marks between them.
pub(super) fn too_many_parts(text: &[u8]) -> Option<String> {
    if text.len() < MANY_BYTES {
        return None;
    }
    let is_mark =
        |byte: u8| matches!(byte, b',' | b';' | b'|' | b'\t' | b'\n' | b'\r' | b'{' | b'[' | b'<' | b'=' | b'&');
    let words = [&b" and "[..], b" AND "].map(|word| memmem::find_iter(text, word).count());
    let marks = text.iter().filter(|byte| is_mark(**byte)).count() + words.iter().sum::<usize>();
    (marks > MAX_PARTS).then(|| format!("it has more than {MAX_PARTS} parts"))
}

/// What is wrong with a reading that says more than any work has; the reading without it.
pub(super) fn within(reading: Reading) -> Reading {
    match reading {
        Reading::Paper { record, doubt } => match too_much(&record) {
            Some(reason) => Reading::bad(reason, super::clean::shortened(record.title)),
            None => Reading::Paper { record, doubt },
        },
        Reading::Addition(record) => match too_much(&record) {
            Some(reason) => Reading::bad(reason, super::clean::shortened(record.title)),
            None => Reading::Addition(record),
        },
        other => other,
    }
}

fn too_much(record: &PaperRecord) -> Option<String> {
    let of_authors = record.authors.iter().map(|author| author.affiliations.len()).sum::<usize>();
    let counts = [
        (record.authors.len(), MAX_AUTHORS, "authors"),
        (record.affiliations.len() + of_authors, MAX_AUTHORS, "affiliations"),
        (record.identifiers.len(), MAX_LISTED, "identifiers"),
        (
            record.authors.iter().map(|author| author.identifiers.len()).max().unwrap_or(0),
            MAX_LISTED,
            "identifiers of one author",
        ),
        (record.links.len(), MAX_LISTED, "addresses"),
        (record.keywords.len(), MAX_LISTED, "keywords"),
        (record.categories.len(), MAX_LISTED, "classes"),
    ];
    if let Some((_, most, what)) = counts.iter().find(|(count, most, _)| count > most) {
        return Some(format!("it has more than {most} {what}"));
    }
    let places = record.authors.iter().flat_map(|author| &author.affiliations).chain(&record.affiliations);
    let mut texts = [("title", &record.title)]
        .into_iter()
        .chain(record.venue.iter().map(|text| ("venue", text)))
        .chain(record.authors.iter().map(|author| ("name of an author", &author.name_as_printed)))
        .chain(places.map(|place| ("name of an affiliation", &place.name)))
        .chain(record.keywords.iter().map(|text| ("keyword", text)))
        .chain(record.categories.iter().map(|text| ("class", text)))
        .chain(record.links.iter().map(|link| ("address", &link.url)))
        .chain(record.identifiers.iter().map(|identifier| ("identifier", &identifier.value)));
    let (what, _) = texts.find(|(_, text)| text.len() > MAX_TEXT_BYTES)?;
    Some(format!("its {what} is longer than {MAX_TEXT_BYTES} bytes"))
}

/// Leaves out what is set aside beyond the bound, and says so.
pub(super) fn shorten_set_aside(pieces: &mut Vec<String>) {
    let (most_bytes, most_pieces) = MAX_SET_ASIDE;
    let mut bytes = 0;
    let fitting = pieces.iter().take(most_pieces).take_while(|piece| {
        bytes += piece.len();
        bytes <= most_bytes
    });
    let (kept, all) = (fitting.count(), pieces.len());
    if kept < all {
        pieces.truncate(kept);
        pieces.push(format!("{} more that are not kept", all - kept));
    }
}
