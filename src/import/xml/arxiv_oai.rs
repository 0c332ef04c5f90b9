//! Answers of arXiv's harvesting service (OAI-PMH), in its formats `arXiv` and `arXivRaw`.
//!
//! Source of the shapes: arXiv, "Open Archives Initiative (OAI)". The day of version 1 only `arXivRaw` has, whose versions
//! come in no order; `created` of `arXiv` is that of the latest, so that there the month in the identifier is taken.

use crate::import::limits::MAX_LISTED;
use jiff::fmt::rfc2822;

use super::Read;
use super::element::Element;
use crate::identifier::Scheme;
use crate::import::arxiv_fields::{self, is_collaboration, month, venue};
use crate::import::fields::{add_identifier, add_links, text};
use crate::import::person_name::{NameParts, means_more};
use crate::import::tex::{Dialect, decode};
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate, Reading, StatedBy};

pub(super) fn read(record: &Element) -> Result<Read, String> {
    let header = record.all("header").next();
    if header.is_some_and(|header| header.attribute("status") == "deleted") {
        let identifier = header.map(|header| header.text_of("identifier").to_owned()).unwrap_or_default();
        let reason = "the archive has deleted it".to_owned();
        return Ok((Reading::Skipped { reason, text: identifier }, Vec::new()));
    }
    let metadata = record.all("metadata").next().and_then(|metadata| metadata.children.first());
    let Some(metadata) = metadata else { return Err("it has no metadata".into()) };
    if !matches!(metadata.name(), "arXiv" | "arXivRaw") {
        return Err(format!("its metadata is {}; ask the archive for arXiv or arXivRaw", metadata.name()));
    }
    let tex = |name: &str| text(&decode(metadata.text_of(name), Dialect::Letters));
    let Some(title) = tex("title") else { return Err("it has no title".into()) };
    let mut set_aside = Vec::new();
    let mut paper = PaperRecord { title, ..PaperRecord::default() };
    add_identifier(&mut paper, Scheme::Arxiv, metadata.text_of("id"));
    paper.published_on = first_day(metadata).or_else(|| paper.identifiers.first().and_then(month));
    metadata.text_of("doi").split_whitespace().for_each(|doi| add_identifier(&mut paper, Scheme::Doi, doi));
    paper.categories =
        metadata.text_of("categories").split_whitespace().take(MAX_LISTED + 1).map(str::to_owned).collect();
    add_authors(&mut paper, metadata, &mut set_aside);
    if let Some(reference) = tex("journal-ref") {
        paper.venue = venue(&reference);
        set_aside.push(format!("journal-ref: {reference}"));
    }
    if let Some(value) = text(metadata.text_of("abstract")) {
        add_links(&mut paper, &value, StatedBy::Abstract);
        paper.abstract_text = Some(value);
    }
    if let Some(comments) = text(metadata.text_of("comments")) {
        set_aside.extend(arxiv_fields::add_field(&mut paper, "Comments", &comments));
    }
    for name in ["report-no", "msc-class", "acm-class"] {
        set_aside.extend(text(metadata.text_of(name)).map(|value| format!("{name}: {value}")));
    }
    Ok((Reading::paper(paper), set_aside))
}

fn first_day(metadata: &Element) -> Option<PartialDate> {
    let first = metadata.all("version").find(|version| version.attribute("version") == "v1")?;
    let moment = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(first.text_of("date").trim()).ok()?;
    Some(PartialDate::from(moment.date()))
}

fn add_authors(paper: &mut PaperRecord, metadata: &Element, set_aside: &mut Vec<String>) {
    let Some(list) = metadata.all("authors").next() else { return };
    if list.children.is_empty() {
        let printed = text(&decode(&list.text, Dialect::Letters)).unwrap_or_default();
        set_aside.extend(arxiv_fields::add_field(paper, "Authors", &printed));
        return;
    }
    paper.authors_complete = true;
    for author in list.all("author") {
        match self::author(author) {
            Some(author) => paper.authors.push(author),
            None => paper.authors_complete = false,
        }
    }
}

fn author(author: &Element) -> Option<AuthorMention> {
    let part = |name: &str| decode(author.text_of(name), Dialect::Letters).into_owned();
    let (given, family, suffix) = (part("forenames"), part("keyname"), part("suffix"));
    let name = NameParts { given: &given, family: &family, suffix: &suffix, ..NameParts::default() }.printed()?;
    if means_more(&name) {
        return None;
    }
    let affiliations = author.all("affiliation").filter_map(|place| text(&decode(&place.text, Dialect::Letters)));
    let is_group = given.trim().is_empty() && is_collaboration(&name);
    Some(AuthorMention {
        is_group,
        affiliations: affiliations.map(Affiliation::named).collect(),
        ..AuthorMention::printed(name)
    })
}
