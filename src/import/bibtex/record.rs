//! From the fields of an entry to what it says of a paper.
//!
//! Sources: BibTeXing, section 3; BibLaTeX manual, section 2; and the fields that DBLP, arXiv, JabRef, Mendeley and Zotero
//! add. Editors are no authors; what a record has no place for is kept with the entry.

use super::fields::RawEntry;
use super::names::{self, names};
use crate::identifier::Scheme;
use crate::import::clean::beginning;
use crate::import::fields::{
    add_identifier, add_keywords, add_links, add_url, add_url_as, date, dated, text, with_title, year,
};
use crate::import::links::kind;
use crate::import::months::month_number;
use crate::import::tex::{Dialect, decode};
use crate::record::{Affiliation, Doubt, LinkKind, PaperRecord, PartialDate, Reading, StatedBy};

/// Fields that are read into the record, or whose content is about the file and not the work.
const READ_OR_NOT_KEPT: &[&str] = &[
    "title",
    "subtitle",
    "author",
    "year",
    "month",
    "day",
    "date",
    "abstract",
    "keywords",
    "keyword",
    "doi",
    "url",
    "eprint",
    "archiveprefix",
    "eprinttype",
    "eprintclass",
    "primaryclass",
    "arxivid",
    "arxiv",
    "pmid",
    "pmcid",
    "code",
    "github",
    "repository",
    "project",
    "website",
    "pdf",
    "affiliation",
    "affiliations",
    "crossref",
    "xdata",
    "ids",
    "file",
    "timestamp",
    "owner",
    "groups",
    "__markedentry",
    "date-added",
    "date-modified",
    "bibsource",
    "biburl",
    "ee",
    "options",
    "langid",
    "hyphenation",
    "sortkey",
    "sortname",
    "creationdate",
    "modificationdate",
    "added-at",
    "interhash",
    "intrahash",
    "username",
    "comment-jabref",
];

/// Where the name of the series or journal stands, the first that is stated.
const VENUES: &[&str] = &["journaltitle", "journal", "booktitle", "eventtitle", "maintitle"];

/// How much of a field without a place in the record is kept, in bytes.
const MAX_FIELD_BYTES: usize = 500;

/// Reads an entry. `raw` is its text, for the case that it says nothing.
pub(super) fn read(entry: &RawEntry, raw: impl FnOnce() -> String) -> (Reading, Vec<String>) {
    let tex = |name: &str| text(&decode(entry.field(name), Dialect::Whole));
    let mut record = PaperRecord {
        title: title(entry),
        published_on: published_on(entry),
        venue: VENUES.iter().find_map(|name| tex(name)).and_then(|venue| without_identifier(&venue)),
        ..PaperRecord::default()
    };
    let names::Names { authors, is_complete, is_doubtful } = names(entry.field("author"));
    (record.authors, record.authors_complete) = (authors, is_complete);
    add_identifiers(&mut record, entry);
    add_addresses(&mut record, entry);
    if let Some(value) = tex("abstract") {
        add_links(&mut record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
    for name in ["keywords", "keyword"] {
        add_keywords(&mut record, &decode(entry.field(name), Dialect::Whole), &[',', ';']);
    }
    for name in ["affiliation", "affiliations"] {
        let places = decode(entry.field(name), Dialect::Whole);
        record.affiliations.extend(places.split(';').filter_map(text).map(Affiliation::named));
    }
    let set_aside = set_aside(entry, &record);
    let mut reading = with_title(record, &entry.key, if entry.fields.is_empty() { "" } else { &entry.kind }, raw);
    if let (Reading::Paper { doubt, .. }, true) = (&mut reading, is_doubtful) {
        *doubt = Some(Doubt::because("one of its authors may be several, with commas and no \"and\" between"));
    }
    (reading, set_aside)
}

/// `arXiv preprint arXiv:2306.13924` names the archive and the paper: the paper's name is its identifier.
fn without_identifier(venue: &str) -> Option<String> {
    if !venue.to_ascii_lowercase().contains("arxiv:") {
        return Some(venue.to_owned());
    }
    let is_identifier = |word: &&str| word.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("arxiv:"));
    let words: Vec<_> = venue.split(' ').filter(|word| !is_identifier(word)).collect();
    text(words.join(" ").trim_end_matches([',', ' ']))
}

fn title(entry: &RawEntry) -> String {
    let tex = |name: &str| text(&decode(entry.field(name), Dialect::Whole));
    match (tex("title"), tex("subtitle")) {
        (Some(title), Some(subtitle)) if title.ends_with([':', '?', '!', '.', '–', '—']) => {
            format!("{title} {subtitle}")
        }
        (Some(title), Some(subtitle)) => format!("{title}: {subtitle}"),
        (title, subtitle) => title.or(subtitle).unwrap_or_default(),
    }
}

/// BibLaTeX's `date`, else year, month and day; a part that is not sound is left out.
fn published_on(entry: &RawEntry) -> Option<PartialDate> {
    let stated = entry.field("date").split('/').map(|date| date.trim_end_matches(['?', '~', '%'])).find_map(date);
    if stated.is_some() {
        return stated;
    }
    let written = decode(entry.field("year"), Dialect::Whole);
    let published =
        date(&written).or_else(|| written.split_whitespace().find_map(year).and_then(PartialDate::of_year))?;
    let month = decode(entry.field("month"), Dialect::Whole);
    let mut words = month.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    if published.precision() > 1 || words.peek().is_none() {
        return Some(published);
    }
    let words: Vec<_> = words.collect();
    let named = words.iter().find_map(|word| month_number(word));
    let numbered = || words.first()?.parse().ok().filter(|month| (1..=12).contains(month));
    let of_field = entry.field("day").trim().parse().ok();
    let day = of_field.or_else(|| named.and_then(|_| words.iter().find_map(|word| word.parse::<u8>().ok())));
    dated(published.year(), named.or_else(numbered), day)
}

fn add_identifiers(record: &mut PaperRecord, entry: &RawEntry) {
    let plain = |name: &str| without_tex(entry.field(name));
    for doi in plain("doi").split_whitespace() {
        add_identifier(record, Scheme::Doi, doi.trim_end_matches([',', ';']));
    }
    let kind_of_eprint = [plain("archiveprefix"), plain("eprinttype")].join("").to_ascii_lowercase();
    let eprint = plain("eprint");
    match kind_of_eprint.as_str() {
        "pubmed" | "pmid" => add_identifier(record, Scheme::Pmid, &eprint),
        "" | "arxiv" => {
            add_identifier(record, Scheme::Arxiv, &eprint);
            // Old identifiers may stand without their archive, which the class then is.
            let class = plain("primaryclass");
            if record.identifiers.iter().all(|known| known.scheme != Scheme::Arxiv) && !class.is_empty() {
                add_identifier(record, Scheme::Arxiv, &format!("{class}/{eprint}"));
            }
        }
        _ => {}
    }
    add_identifier(record, Scheme::Arxiv, &plain("arxivid"));
    add_identifier(record, Scheme::Arxiv, &plain("arxiv"));
    add_identifier(record, Scheme::Pmid, &plain("pmid"));
    add_identifier(record, Scheme::Pmcid, &plain("pmcid"));
    if let Some(key) = entry.key.strip_prefix("DBLP:") {
        add_identifier(record, Scheme::Dblp, key);
    }
    // `arXiv preprint arXiv:2306.13924` as the journal, `abs/2306.13924` as the volume of CoRR.
    for name in ["journal", "journaltitle", "note", "howpublished", "volume"] {
        for word in entry.field(name).split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '{' | '}'))
        {
            let number = word.strip_prefix("abs/").filter(|_| name == "volume");
            let number = number
                .or_else(|| word.get(..6).filter(|start| start.eq_ignore_ascii_case("arxiv:")).map(|_| &word[6..]));
            number.into_iter().for_each(|number| add_identifier(record, Scheme::Arxiv, number.trim_end_matches('.')));
        }
    }
    if record.identifiers.iter().any(|known| known.scheme == Scheme::Arxiv) {
        let class = [plain("primaryclass"), plain("eprintclass")].into_iter().find(|class| !class.is_empty());
        let class = class.map(|class| class.trim_matches(['[', ']']).to_owned());
        record.categories.extend(class.filter(|class| class.starts_with(|letter: char| letter.is_ascii_alphabetic())));
    }
}

fn add_addresses(record: &mut PaperRecord, entry: &RawEntry) {
    let kinds = [
        ("code", LinkKind::Code),
        ("github", LinkKind::Code),
        ("repository", LinkKind::Code),
        ("project", LinkKind::Project),
        ("website", LinkKind::Project),
        ("pdf", LinkKind::Paper),
        ("url", LinkKind::Paper),
        ("ee", LinkKind::Paper),
    ];
    for (name, otherwise) in kinds {
        for url in without_tex(entry.field(name)).split_whitespace() {
            let url = url.trim_start_matches(r"\url").trim_matches(['{', '}', '<', '>', ',', ';']);
            if url.contains("://") && kind(url).is_some() {
                add_url_as(record, url, otherwise);
            } else if name == "github" && url.split('/').count() == 2 {
                add_url_as(record, &format!("https://github.com/{url}"), LinkKind::Code);
            }
        }
    }
    if let Some(page) = entry.field("biburl").strip_suffix(".bib") {
        add_url(record, page);
    }
    for name in ["howpublished", "note"] {
        let value = entry.field(name);
        if value.contains("://") {
            add_links(record, &without_tex(value).replace(r"\url", " "), StatedBy::Field);
        }
    }
}

/// A value that is no prose: TeX's escapes of single marks are undone, outer braces go.
fn without_tex(value: &str) -> String {
    let value = value.trim().trim_start_matches('{').trim_end_matches('}');
    if !value.contains('\\') {
        return value.to_owned();
    }
    [r"\_", r"\%", r"\&", r"\#", r"\~", r"\{", r"\}"].iter().fold(
        value
            .replace(r"{\_}", "_")
            .replace(r"\textunderscore ", "_")
            .replace(r"\textasciitilde{}", "~")
            .replace(r"\textasciitilde", "~"),
        |value, escape| value.replace(escape, &escape[1..]),
    )
}

/// What the record has no place for, and the journal reference where a second field names a place.
fn set_aside(entry: &RawEntry, record: &PaperRecord) -> Vec<String> {
    let mut kept = Vec::new();
    for (name, value) in &entry.fields {
        if READ_OR_NOT_KEPT.contains(&name.as_str()) || name.starts_with("bdsk-") {
            continue;
        }
        let Some(value) = text(&decode(beginning(value, MAX_FIELD_BYTES), Dialect::Whole)) else { continue };
        if !VENUES.contains(&name.as_str()) || record.venue.as_deref() != Some(&value) {
            kept.push(format!("{name}: {value}"));
        }
    }
    kept
}
