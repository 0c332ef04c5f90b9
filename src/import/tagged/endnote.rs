//! EndNote's tagged export (`.enw`), which is Refer with more tags.
//!
//! Source: Refer's manual page and EndNote's table of tags. A tag is a percent sign and one mark; a blank line ends an
//! entry.

use super::{Fields, Read};
use crate::identifier::Scheme;
use crate::import::author_list::author_list;
use crate::import::fields::{add_identifier, add_keywords, add_links, add_url, date, text, with_title};
use crate::record::{Affiliation, PaperRecord, StatedBy};

pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag[0] == b'%' && tag[1].is_ascii_graphic();
    let value = rest.strip_prefix(b" ").or(Some(rest).filter(|rest| rest.is_empty()))?;
    is_tag.then_some((tag, value))
}

/// Whether lines are of this format though no type begins an entry.
pub(super) fn is_without_first(tags: &[Vec<u8>]) -> bool {
    let has = |name: &[u8]| tags.iter().any(|tag| tag == name);
    has(b"%T") && has(b"%A")
}

pub(super) fn read(fields: &Fields<'_>, raw: &str) -> Read {
    let all = |name: &'static str| fields.iter().filter(move |(tag, _)| *tag == name).map(|(_, value)| &**value);
    let first = |name: &&'static str| all(name).find_map(text);
    let mut record = PaperRecord {
        title: first(&"%T").unwrap_or_default(),
        published_on: all("%D").chain(all("%8")).find_map(date),
        venue: ["%J", "%B"].iter().find_map(first),
        authors_complete: true,
        ..PaperRecord::default()
    };
    for value in all("%A") {
        let list = author_list(value);
        record.authors_complete &= list.is_complete;
        record.authors.extend(list.authors);
    }
    record.authors_complete &= !record.authors.is_empty();
    all("%R").for_each(|value| add_identifier(&mut record, Scheme::Doi, value));
    all("%U").chain(all("%>")).for_each(|value| add_url(&mut record, value));
    all("%K").for_each(|value| add_keywords(&mut record, value, &[';', ',', '\n']));
    record.affiliations = all("%+").filter_map(text).map(Affiliation::named).collect();
    if let Some(value) = first(&"%X") {
        add_links(&mut record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
    let kept = ["%E", "%V", "%N", "%P", "%I", "%C", "%Z", "%@"];
    let set_aside = kept.iter().filter_map(|name| Some(format!("{name}: {}", first(name)?))).collect();
    let kind = first(&"%0").unwrap_or_default();
    (with_title(record, &first(&"%F").unwrap_or_default(), &kind, || raw.to_owned()), set_aside)
}
