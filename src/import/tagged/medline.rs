//! MEDLINE, as PubMed saves and sends it (`.nbib`).
//!
//! Source: National Library of Medicine, "MEDLINE/PubMed data element (field) descriptions". A tag has up to four letters
//! before a dash in the fifth place; a line that goes on begins with blanks. `FAU` is an author's full name, `AU` the
//! short one of the same author; `AD` and `AUID` are of the author before them.

use super::{Fields, Read};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme};
use crate::import::fields::{add_identifier, add_keywords, add_links, add_url, date, text, with_title};
use crate::import::person_name::means_more;
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate, StatedBy};

/// Tags whose values are kept with the entry.
const KEPT: &[&str] = &["VI", "IP", "PG", "LA", "PT", "IS", "PL", "FED", "ED", "CTI", "GN", "TT"];

/// Tags that are known though no blank follows their dash.
const TAGS: &[&[u8]] = &[
    b"PMID", b"PMC", b"TI", b"AU", b"FAU", b"AB", b"DP", b"JT", b"TA", b"PT", b"AID", b"LID", b"MH", b"OT", b"OWN",
    b"STAT", b"AD",
];

pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let dash = line.iter().take(5).position(|byte| *byte == b'-').filter(|at| *at >= 2)?;
    let tag = line[..dash].trim_ascii_end();
    let is_tag = tag.len() >= 2 && tag.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let is_parted = line.get(dash + 1).is_none_or(u8::is_ascii_whitespace) || TAGS.contains(&tag);
    // `MMR-vaccine` is no tag: the dash of one stands in the fifth place.
    (is_tag && is_parted && dash == 4).then(|| (tag, &line[dash + 1..]))
}

/// Whether lines are of this format though no number begins an entry.
pub(super) fn is_without_first(tags: &[Vec<u8>]) -> bool {
    tags.iter().filter(|tag| TAGS.contains(&tag.as_slice())).count() >= 2
}

pub(super) fn read(fields: &Fields<'_>, raw: &str) -> Read {
    let first = |name: &&str| fields.iter().filter(|(tag, _)| tag == name).find_map(|(_, value)| text(value));
    let mut record = PaperRecord {
        title: ["TI", "BTI", "TT"].iter().find_map(first).unwrap_or_default(),
        published_on: published_on(fields),
        venue: ["JT", "TA", "BTI"].iter().find_map(first),
        ..PaperRecord::default()
    };
    add_authors(&mut record, fields);
    for (tag, value) in fields {
        match *tag {
            "PMID" => add_identifier(&mut record, Scheme::Pmid, value.split(' ').next().unwrap_or_default()),
            "PMC" => add_identifier(&mut record, Scheme::Pmcid, value),
            "LID" | "AID" | "DOI" => {
                let value = value.trim_end_matches("[doi]").trim();
                add_identifier(&mut record, Scheme::Doi, value);
                if value.contains("://") {
                    add_url(&mut record, value);
                }
            }
            "OT" | "MH" => add_keywords(&mut record, &value.replace('*', ""), &['\n']),
            _ => {}
        }
    }
    if let Some(value) = first(&"AB") {
        add_links(&mut record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
    let kept = fields.iter().filter(|(tag, _)| KEPT.contains(tag));
    let set_aside = kept.filter_map(|(tag, value)| Some(format!("{tag}: {}", text(value)?))).collect();
    let key = first(&"PMID").map(|number| format!("pmid:{number}")).unwrap_or_default();
    (with_title(record, &key, "", || raw.to_owned()), set_aside)
}

/// The earlier of the printed and the electronic date; of one year, the fuller.
fn published_on(fields: &Fields<'_>) -> Option<PartialDate> {
    let dates = fields.iter().filter(|(tag, _)| matches!(*tag, "DP" | "DEP")).filter_map(|(_, value)| date(value));
    dates.min_by_key(|date| (date.year(), std::cmp::Reverse(date.precision()), *date))
}

fn add_authors(record: &mut PaperRecord, fields: &Fields<'_>) {
    let has_full_names = fields.iter().any(|(tag, _)| *tag == "FAU");
    let mut is_complete = true;
    for (tag, value) in fields {
        match *tag {
            "FAU" | "AU" if (*tag == "FAU") == has_full_names => match text(value) {
                Some(name) if means_more(&name) => is_complete = false,
                name => record.authors.extend(name.map(AuthorMention::printed)),
            },
            "CN" => record.authors.extend(text(value).map(AuthorMention::group)),
            "AD" => {
                let places = value.split(['\n']).collect::<Vec<_>>().join(" ");
                let place = text(places.trim_end_matches('.')).map(Affiliation::named);
                match record.authors.last_mut() {
                    Some(author) => author.affiliations.extend(place),
                    None => record.affiliations.extend(place),
                }
            }
            "AUID" => {
                let orcid = value.rsplit(' ').next().unwrap_or_default();
                let orcid = PersonIdentifier::new(PersonScheme::Orcid, orcid);
                record.authors.last_mut().into_iter().for_each(|author| author.identifiers.extend(orcid.clone()));
            }
            _ => {}
        }
    }
    record.authors_complete = is_complete && !record.authors.is_empty();
}
