//! Web of Science, as it exports records in plain text.
//!
//! Source: Clarivate, "Web of Science Core Collection field tags". A tag of two letters begins a line; further values of the
//! same tag follow on lines that begin with blanks. `AF` are the full names of `AU`; `C1` names authors in square brackets
//! before each address.

use std::collections::{HashMap, HashSet};

use super::{Fields, Read};
use crate::identifier::Scheme;
use crate::import::fields::{add_identifier, add_keywords, add_links, date, text, with_title};
use crate::import::person_name::means_more;
use crate::record::{Affiliation, AuthorMention, PaperRecord, StatedBy};

pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag[0].is_ascii_uppercase() && (tag[1].is_ascii_uppercase() || tag[1].is_ascii_digit());
    let value = rest.strip_prefix(b" ").or(Some(rest).filter(|rest| rest.is_empty()))?;
    // A dash after the tag is another format's.
    // The file's own first and last lines are of no record.
    let is_of_file = matches!(tag, b"FN" | b"VR" | b"EF");
    (is_tag && !is_of_file && !value.trim_ascii_start().starts_with(b"-")).then_some((tag, value))
}

pub(super) fn read(fields: &Fields<'_>, raw: &str) -> Read {
    let value = |name: &str| fields.iter().find(|(tag, _)| *tag == name).map_or("", |(_, value)| &**value);
    let line = |name: &&str| text(value(name));
    let mut record = PaperRecord {
        title: line(&"TI").unwrap_or_default(),
        published_on: date(value("PY")),
        venue: ["SO", "JI", "BS"].iter().find_map(line),
        ..PaperRecord::default()
    };
    let names = ["AF", "AU", "CA"].iter().map(|name| value(name)).find(|names| !names.is_empty()).unwrap_or_default();
    let listed: Vec<_> = names.split('\n').filter_map(text).collect();
    record.authors_complete = !listed.is_empty() && !listed.iter().any(|name| means_more(name));
    record.authors = listed.into_iter().filter(|name| !means_more(name)).map(AuthorMention::printed).collect();
    add_addresses(&mut record, value("C1"));
    add_identifier(&mut record, Scheme::Doi, value("DI"));
    add_identifier(&mut record, Scheme::Pmid, value("PM"));
    for name in ["DE", "ID"] {
        add_keywords(&mut record, &value(name).replace('\n', " "), &[';']);
    }
    if let Some(value) = line(&"AB") {
        add_links(&mut record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
    let kept = ["VL", "IS", "BP", "EP", "PU", "UT", "DT", "ED", "LA"];
    let set_aside = kept.iter().filter_map(|name| Some(format!("{name}: {}", line(name)?))).collect();
    (with_title(record, value("UT"), "", || raw.to_owned()), set_aside)
}

/// Addresses, each of the authors in square brackets before it, or of the paper.
fn add_addresses(record: &mut PaperRecord, addresses: &str) {
    let mut place_of = HashMap::new();
    for (at, author) in record.authors.iter().enumerate() {
        place_of.entry(author.name_as_printed.clone()).or_insert(at);
    }
    let mut seen = HashSet::new();
    for address in addresses.split('\n') {
        let (names, place) = match address.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((names, place)) => (names, place),
            None => ("", address),
        };
        let Some(place) = text(place.trim_end_matches('.')) else { continue };
        for name in names.split(';').filter_map(text) {
            if let Some(at) = place_of.get(&name) {
                record.authors[*at].affiliations.push(Affiliation::named(place.clone()));
            }
        }
        if seen.insert(place.clone()) {
            record.affiliations.push(Affiliation::named(place));
        }
    }
}
