//! The DBLP dump, and the pages of single people in the same form.
//!
//! Sources: dblp.dtd and DBLP's own questions and answers. Records stand back to back on one line or on many. A number
//! after a name (`Wenbo Guo 0001`) tells namesakes apart: it is kept as the person's identifier and not as a part of the
//! name. Records under `homepages/` are of people, with their other names; those under `dblpnote/` are no papers.

use super::Read;
use super::element::Element;
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme};
use crate::import::fields::{add_identifier, add_url, dated, text, year};
use crate::import::months::month_number;
use crate::record::{Affiliation, AuthorMention, PaperRecord, PersonRecord, Reading};

/// The elements that are records.
pub(super) const RECORDS: &[&str] = &[
    "article",
    "inproceedings",
    "proceedings",
    "book",
    "incollection",
    "phdthesis",
    "mastersthesis",
    "www",
    "person",
    "data",
];

/// Elements that say nothing of people, places and years, and of which a record may have hundreds.
pub(super) const UNREAD: &[&str] =
    &["pages", "number", "cite", "crossref", "isbn", "cdrom", "stream", "rel", "chapter", "publnr"];

pub(super) fn read(record: &Element) -> Result<Read, String> {
    let key = record.attribute("key");
    let is_of_type = |kind: &str| record.attribute("publtype").split_whitespace().any(|word| word == kind);
    let skipped = |reason: &str| {
        let text = text(&format!("{key} {}", record.text_of("title"))).unwrap_or_default();
        Ok((Reading::Skipped { reason: reason.to_owned(), text }, Vec::new()))
    };
    if key.starts_with("dblpnote/") {
        return skipped("it is a note of DBLP and no paper");
    }
    if is_of_type("withdrawn") {
        return skipped("it is withdrawn");
    }
    if record.name() == "person" || key.starts_with("homepages/") {
        if is_of_type("disambiguation") {
            return skipped("it is a page for namesakes and no person");
        }
        return match person(record, key, is_of_type("group")) {
            Some(person) => Ok((Reading::Person(Box::new(person)), Vec::new())),
            None => skipped("it names no person"),
        };
    }
    paper(record, key)
}

fn paper(record: &Element, key: &str) -> Result<Read, String> {
    let title = text(record.text_of("title")).map(|title| title.strip_suffix('.').map_or(title.clone(), str::to_owned));
    let Some(title) = title.filter(|title| !title.is_empty()) else { return Err("it has no title".into()) };
    let month = record.text_of("month").split(['-', '/', ' ']).next().and_then(month_number);
    let venue = ["booktitle", "journal"].into_iter().find_map(|name| text(record.text_of(name)));
    let mut paper = PaperRecord {
        title,
        published_on: year(record.text_of("year").trim()).and_then(|year| dated(year, month, None)),
        venue,
        authors: record.all("author").filter_map(author).collect(),
        ..PaperRecord::default()
    };
    paper.authors_complete = !paper.authors.is_empty();
    add_identifier(&mut paper, Scheme::Dblp, key);
    // DBLP's form of arXiv: journal CoRR, volume abs/2306.13924.
    if paper.venue.as_deref() == Some("CoRR")
        && let Some(identifier) = record.text_of("volume").trim().strip_prefix("abs/")
    {
        add_identifier(&mut paper, Scheme::Arxiv, identifier);
    }
    for address in record.all("ee") {
        add_url(&mut paper, &address.text);
    }
    let mut set_aside = Vec::new();
    for name in ["school", "publisher", "note", "series"] {
        set_aside.extend(record.all(name).filter_map(|field| Some(format!("{name}: {}", text(&field.text)?))));
    }
    set_aside.extend(record.all("editor").filter_map(|editor| Some(format!("editor: {}", text(&editor.text)?))));
    Ok((Reading::paper(paper), set_aside))
}

fn author(author: &Element) -> Option<AuthorMention> {
    let full = text(&author.text)?;
    let (name, identifier) = without_number(&full);
    let mut mention = AuthorMention::printed(name);
    mention.is_group = author.attribute("type") == "group";
    mention.identifiers.extend(identifier);
    mention.identifiers.extend(PersonIdentifier::new(PersonScheme::Orcid, author.attribute("orcid")));
    Some(mention)
}

/// A name without the number that tells namesakes apart, and the identifier that the two make.
fn without_number(full: &str) -> (&str, Option<PersonIdentifier>) {
    match full.rsplit_once(' ') {
        Some((name, number)) if number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, PersonIdentifier::new(PersonScheme::Dblp, full))
        }
        _ => (full, None),
    }
}

fn person(record: &Element, key: &str, is_group: bool) -> Option<PersonRecord> {
    let mut person = PersonRecord { is_group, ..PersonRecord::default() };
    for author in record.all("author") {
        let Some(full) = text(&author.text) else { continue };
        let (name, identifier) = without_number(&full);
        person.identifiers.extend(identifier);
        if !person.names.iter().any(|known| known == name) {
            person.names.push(name.to_owned());
        }
    }
    let pid = key.strip_prefix("homepages/").unwrap_or(key);
    person.identifiers.extend(PersonIdentifier::new(PersonScheme::Dblp, pid));
    for url in record.all("url").chain(record.all("ee")).filter(|url| url.text.contains("orcid.org/")) {
        person.identifiers.extend(PersonIdentifier::new(PersonScheme::Orcid, &url.text));
    }
    let places = record.all("note").filter(|note| note.attribute("type") == "affiliation");
    person.affiliations = places.filter_map(|note| text(&note.text)).map(Affiliation::named).collect();
    Some(person).filter(|person| !person.names.is_empty())
}
