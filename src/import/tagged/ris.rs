//! RIS.
//!
//! Sources: Research Information Systems' format specification of 2001 and 2011; Zotero's and JabRef's tables of tags for
//! what programs really write. A line is a tag of two letters, two blanks, a dash and a blank; of known tags the blanks
//! may be missing.

use super::{Fields, Read};
use crate::identifier::Scheme;
use crate::import::author_list::author_list;
use crate::import::clean::{clean, shortened};
use crate::import::fields::{add_identifier, add_keywords, add_links, add_url, date, text, with_title};
use crate::import::markup::plain;
use crate::record::{Affiliation, Doubt, PaperRecord, PartialDate, Reading, StatedBy};

/// Tags that are known though the blanks around their dash are missing.
const TAGS: &[&[u8]] = &[
    b"TY", b"ER", b"AU", b"A1", b"A2", b"A3", b"A4", b"TI", b"T1", b"T2", b"T3", b"BT", b"CT", b"ST", b"JO", b"JF",
    b"JA", b"J1", b"J2", b"PY", b"Y1", b"Y2", b"DA", b"AB", b"N1", b"N2", b"DO", b"UR", b"L1", b"L2", b"L3", b"L4",
    b"LK", b"AD", b"KW", b"VL", b"IS", b"CP", b"SP", b"EP", b"PB", b"CY", b"PP", b"SN", b"ID", b"AN", b"DB", b"DP",
    b"LA", b"M1", b"M2", b"M3", b"U1", b"U2", b"U3", b"U4", b"U5", b"C1", b"C2", b"C3", b"C4", b"C5", b"C6", b"C7",
    b"C8", b"RN", b"RP", b"RI", b"SE", b"ET", b"NV", b"OP", b"AV", b"CA", b"CN", b"ED", b"TA", b"TT", b"SV", b"H1",
    b"H2", b"CR", b"VO",
];

/// Where the name of the series or journal stands, the first that is stated.
const VENUES: &[&str] = &["T2", "JF", "JO", "BT", "JA", "J2", "J1", "T3"];

/// Tags that are read into the record.
const READ: &[&str] = &[
    "DOI", "PMID", "TY", "ER", "AU", "A1", "TI", "T1", "CT", "PY", "Y1", "DA", "AB", "N2", "DO", "DI", "UR", "L1",
    "L2", "LK", "AD", "KW", "Y2",
];

/// A tag of two letters and what follows its dash.
pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let is_indented = line.first().is_some_and(u8::is_ascii_whitespace);
    let line = line.trim_ascii_start();
    if let Some(longer) = longer_tag(line) {
        return Some(longer);
    }
    let (tag, rest) = line.split_at_checked(2)?;
    if !tag[0].is_ascii_alphabetic() || !tag[1].is_ascii_alphanumeric() {
        return None;
    }
    if !is_indented && tag.iter().all(|byte| !byte.is_ascii_lowercase()) {
        if let Some(value) = rest.strip_prefix(b"  - ") {
            return Some((tag, value));
        }
        if rest.trim_ascii_end() == b"  -" {
            return Some((tag, b""));
        }
    }
    let after = rest.trim_ascii_start();
    let dash = ["-", "–", "—"].iter().find_map(|dash| after.strip_prefix(dash.as_bytes()))?;
    let is_known = TAGS.iter().any(|known| known.eq_ignore_ascii_case(tag));
    // `co-author` is no tag, nor is `T2-weighted`: a dash without any blank needs a capital tag and no letter after it
    // in lower case.
    let has_blank = after.len() < rest.len() || dash.first().is_none_or(u8::is_ascii_whitespace);
    let is_capital = tag.iter().all(|byte| !byte.is_ascii_lowercase());
    let is_tag = is_known
        && (has_blank && (is_capital || after.len() < rest.len())
            || is_capital && dash.first().is_some_and(u8::is_ascii_uppercase));
    is_tag.then_some((tag, dash))
}

/// A tag that is none of RIS, of three to five capitals with blanks around its dash: `DOI - 10.5555/x`.
fn longer_tag(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = line.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let (tag, rest) = line.split_at(length);
    let is_long_enough = (3..=5).contains(&length) && rest.first() == Some(&b' ');
    let value = rest.trim_ascii_start().strip_prefix(b"- ").filter(|_| is_long_enough)?;
    Some((tag, value))
}

/// Whether lines are of this format though no type begins an entry.
pub(super) fn is_without_first(tags: &[Vec<u8>]) -> bool {
    let has = |names: &[&[u8]]| tags.iter().any(|tag| names.contains(&tag.as_slice()));
    has(&[b"ER"]) && has(&[b"TI", b"T1", b"AU", b"A1"])
}

pub(super) fn read(fields: &Fields<'_>, raw: &str) -> Read {
    let all = |names: &'static [&'static str]| {
        fields
            .iter()
            .filter(move |(tag, _)| names.iter().any(|name| name.eq_ignore_ascii_case(tag)))
            .map(|(_, value)| &**value)
    };
    let first = |name: &&'static str| {
        fields.iter().filter(|(tag, _)| tag.eq_ignore_ascii_case(name)).find_map(|(_, value)| text(&plain(value)))
    };
    let mut record = PaperRecord {
        title: ["TI", "T1", "CT"].iter().find_map(first).unwrap_or_default(),
        published_on: published_on(all(&["DA", "PY", "Y1"])),
        ..PaperRecord::default()
    };
    // A book's own title stands where that of a series would.
    let mut venues = VENUES.iter();
    if record.title.is_empty() {
        record.title = ["BT", "T2"].iter().find_map(first).unwrap_or_default();
        venues = [].iter();
    }
    record.venue = venues.clone().find_map(first);
    let is_doubtful = add_authors(&mut record, all(&["AU", "A1"]));
    for doi in all(&["DO", "DI", "DOI", "L3", "M3"]) {
        add_identifier(&mut record, Scheme::Doi, doi);
    }
    all(&["PMID"]).for_each(|number| add_identifier(&mut record, Scheme::Pmid, number));
    for url in all(&["UR", "L1", "L2", "LK"]).flat_map(|value| value.split(['\n', ' ', ';'])) {
        if url.contains("://") {
            add_url(&mut record, url.trim_matches(['<', '>', ',']));
        }
    }
    if let Some(value) = ["AB", "N2"].iter().find_map(first) {
        add_links(&mut record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
    all(&["KW"]).for_each(|value| add_keywords(&mut record, value, &[';', '\n']));
    record.affiliations =
        all(&["AD"]).flat_map(|value| value.split('\n')).filter_map(text).map(Affiliation::named).collect();
    let kept = fields.iter().filter(|(tag, _)| !READ.iter().any(|name| name.eq_ignore_ascii_case(tag)));
    let kept = kept.filter_map(|(tag, value)| Some((tag, text(value)?)));
    let kept = kept.filter(|(tag, value)| !(VENUES.contains(tag) && record.venue.as_ref() == Some(value)));
    let set_aside = kept.map(|(tag, value)| format!("{tag}: {value}")).collect();
    let key = ["ID", "AN", "N1"].iter().find_map(first).unwrap_or_default();
    let kind = first(&"TY").unwrap_or_default();
    let mut reading = with_title(record, &key, &kind, || raw.to_owned());
    if let (Reading::Paper { doubt, .. }, true) = (&mut reading, is_doubtful) {
        *doubt = Some(Doubt::because("one of its authors may be several, with commas between"));
    }
    // What stands after the last line of an entry and says nothing of a work is none.
    if matches!(reading, Reading::Bad(_)) && fields.iter().all(|(tag, _)| !tag.eq_ignore_ascii_case("TY")) {
        reading = Reading::Stray(shortened(clean(raw).text));
    }
    (reading, set_aside)
}

/// The fullest of the dates that are of the year of the first.
fn published_on<'a>(dates: impl Iterator<Item = &'a str>) -> Option<PartialDate> {
    let dates: Vec<_> = dates.filter_map(date).collect();
    let year = dates.iter().map(|date| date.year()).min()?;
    dates.into_iter().filter(|date| date.year() == year).max_by_key(|date| date.precision())
}

fn add_authors<'a>(record: &mut PaperRecord, values: impl Iterator<Item = &'a str>) -> bool {
    let (mut is_complete, mut is_doubtful) = (true, false);
    for value in values {
        let list = author_list(value);
        is_complete &= list.is_complete;
        is_doubtful |= list.is_doubtful;
        record.authors.extend(list.authors);
    }
    record.authors_complete = is_complete && !record.authors.is_empty();
    is_doubtful
}
