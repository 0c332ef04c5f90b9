//! CSL-JSON: what Zotero, Pandoc and citation services write.
//!
//! Source of the shape: citation-style-language/schema, `csl-data.json`, version 1.0.2. A name is in parts or literal; a
//! date in parts, raw or literal, and of a range the first day counts.

use serde::Deserialize;

use super::values::{List, Object, Text};
use super::{Read, Shape, parse};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme};
use crate::import::fields::{add_identifier, add_keywords, add_url, date, dated, set_abstract, text, with_title};
use crate::import::markup::plain;
use crate::import::person_name::{NameParts, means_more};
use crate::record::{AuthorMention, PaperRecord, PartialDate};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct Item<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(rename = "type")]
    kind: Text<'a>,
    title: Text<'a>,
    author: List<Name<'a>>,
    issued: Object<When<'a>>,
    container_title: Text<'a>,
    event_title: Text<'a>,
    event: Text<'a>,
    collection_title: Text<'a>,
    r#abstract: Text<'a>,
    keyword: Text<'a>,
    note: Text<'a>,
    publisher: Text<'a>,
    #[serde(rename = "DOI")]
    doi: Text<'a>,
    #[serde(rename = "PMID")]
    pmid: Text<'a>,
    #[serde(rename = "PMCID")]
    pmcid: Text<'a>,
    #[serde(rename = "URL")]
    url: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct Name<'a> {
    #[serde(borrow)]
    family: Text<'a>,
    given: Text<'a>,
    dropping_particle: Text<'a>,
    non_dropping_particle: Text<'a>,
    suffix: Text<'a>,
    literal: Text<'a>,
    /// Not of CSL: Crossref's answers in this format have them.
    #[serde(rename = "ORCID")]
    orcid: Text<'a>,
    name: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct When<'a> {
    #[serde(borrow)]
    date_parts: List<List<Text<'a>>>,
    raw: Text<'a>,
    literal: Text<'a>,
}

impl When<'_> {
    fn date(&self) -> Option<PartialDate> {
        let number = |at: usize| self.date_parts.first().and_then(|parts| parts.get(at)).map(Text::as_str);
        let year = number(0).and_then(|year| year.trim().parse().ok());
        let small = |at: usize| number(at).and_then(|part| part.trim().parse().ok());
        let first = |text: &str| date(text.split('/').next().filter(|part| part.len() > 2).unwrap_or(text));
        year.and_then(|year| dated(year, small(1), small(2)))
            .or_else(|| first(self.raw.as_str()))
            .or_else(|| date(self.raw.as_str()))
            .or_else(|| date(self.literal.as_str()))
    }
}

pub(super) fn recognises(shape: &Shape) -> bool {
    let is_one = |key: &str| shape.has(key);
    let has_names = shape.first_mark("author") == Some('[') || shape.first_mark("editor") == Some('[');
    is_one("type") && (is_one("title") || has_names || is_one("issued") || is_one("id"))
        || shape.first_mark("issued") == Some('{')
        || is_one("id") && is_one("title")
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let item: Item<'_> = parse(text)?;
    let plain_text = |value: &Text<'_>| self::text(&plain(value.as_str()));
    let venues = [&item.container_title, &item.event_title, &item.event, &item.collection_title];
    let mut record = PaperRecord {
        title: plain_text(&item.title).unwrap_or_default(),
        published_on: item.issued.date(),
        venue: venues.into_iter().find_map(plain_text),
        ..PaperRecord::default()
    };
    record.authors_complete = !item.author.is_empty();
    for name in item.author.iter() {
        match author(name) {
            Some(author) => record.authors.push(author),
            None => record.authors_complete = false,
        }
    }
    add_identifier(&mut record, Scheme::Doi, item.doi.as_str());
    add_identifier(&mut record, Scheme::Pmid, item.pmid.as_str());
    add_identifier(&mut record, Scheme::Pmcid, item.pmcid.as_str());
    add_url(&mut record, item.url.as_str());
    set_abstract(&mut record, &plain(item.r#abstract.as_str()));
    add_keywords(&mut record, item.keyword.as_str(), &[',', ';']);
    let mut set_aside = Vec::new();
    set_aside.extend(plain_text(&item.note).map(|note| format!("note: {note}")));
    set_aside.extend(plain_text(&item.publisher).map(|publisher| format!("publisher: {publisher}")));
    Ok((with_title(record, item.id.as_str(), item.kind.as_str(), || text.to_owned()), set_aside))
}

fn author(name: &Name<'_>) -> Option<AuthorMention> {
    let particle = [&name.dropping_particle, &name.non_dropping_particle].map(Text::as_str).join(" ");
    let parts = NameParts {
        given: name.given.as_str(),
        particle: particle.trim(),
        family: name.family.as_str(),
        suffix: name.suffix.as_str(),
    };
    let printed = parts.printed().filter(|name| !means_more(name));
    let mut author = match printed {
        Some(name) => AuthorMention::printed(name),
        None => AuthorMention::group(text(name.literal.or(&name.name)).filter(|name| !means_more(name))?),
    };
    author.identifiers.extend(PersonIdentifier::new(PersonScheme::Orcid, name.orcid.as_str()));
    Some(author)
}
