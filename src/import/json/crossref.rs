//! Crossref works: lines of a dump, one object, or a page of the service's answers.
//!
//! Source of the shape: Crossref REST API, "API JSON format". Titles and abstracts hold JATS and HTML elements. The date
//! is the earliest of those of publication; the day on which the record was deposited is none.

use serde::Deserialize;

use super::values::{List, Object, Text};
use super::{Read, Shape, parse};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme, ror};
use crate::import::fields::{add_identifier, add_url, dated, set_abstract, text, with_title};
use crate::import::markup::plain;
use crate::import::person_name::NameParts;
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct Work<'a> {
    #[serde(borrow, rename = "DOI")]
    doi: Text<'a>,
    title: List<Text<'a>>,
    subtitle: List<Text<'a>>,
    author: List<Author<'a>>,
    container_title: List<Text<'a>>,
    event: Object<Event<'a>>,
    publisher: Text<'a>,
    published: Object<When>,
    published_print: Object<When>,
    published_online: Object<When>,
    issued: Object<When>,
    posted: Object<When>,
    r#abstract: Text<'a>,
    subject: List<Text<'a>>,
    #[serde(rename = "URL")]
    url: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Author<'a> {
    #[serde(borrow)]
    given: Text<'a>,
    family: Text<'a>,
    suffix: Text<'a>,
    name: Text<'a>,
    #[serde(rename = "ORCID")]
    orcid: Text<'a>,
    affiliation: List<Place<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Place<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    id: List<PlaceId<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct PlaceId<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    id_type: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Event<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct When {
    date_parts: List<List<Option<i16>>>,
}

impl When {
    fn date(&self) -> Option<PartialDate> {
        let parts = self.date_parts.first()?;
        let number = |at: usize| parts.get(at).copied().flatten();
        let small = |at: usize| number(at).and_then(|number| u8::try_from(number).ok());
        dated(number(0)?, small(1), small(2))
    }
}

pub(super) fn recognises(shape: &Shape) -> bool {
    let is_work = shape.has("container-title") || shape.has("indexed") || shape.has("prefix") || shape.has("author");
    shape.has("DOI")
        && is_work
        && shape.first_mark("title").is_none_or(|mark| mark == '[')
        && shape.first_mark("id").is_none()
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let work: Work<'_> = parse(text)?;
    let first = |list: &List<Text<'_>>| list.iter().find_map(|value| self::text(&plain(value.as_str())));
    let mut set_aside = Vec::new();
    let mut record = PaperRecord {
        title: first(&work.title).unwrap_or_default(),
        published_on: published_on(&work),
        venue: first(&work.container_title).or_else(|| self::text(work.event.name.as_str())),
        ..PaperRecord::default()
    };
    record.authors = work.author.iter().filter_map(author).collect();
    record.authors_complete = !record.authors.is_empty() && record.authors.len() == work.author.len();
    add_identifier(&mut record, Scheme::Doi, work.doi.as_str());
    add_url(&mut record, work.url.as_str());
    // The heading above an abstract is none of its words.
    let headless = work.r#abstract.as_str().replace("<jats:title>Abstract</jats:title>", "");
    set_abstract(&mut record, &plain(&headless));
    record.keywords = work.subject.iter().filter_map(|subject| self::text(subject.as_str())).collect();
    set_aside.extend(first(&work.subtitle).map(|subtitle| format!("subtitle: {subtitle}")));
    set_aside.extend(self::text(work.publisher.as_str()).map(|publisher| format!("publisher: {publisher}")));
    Ok((with_title(record, work.doi.as_str(), "", || text.to_owned()), set_aside))
}

fn published_on(work: &Work<'_>) -> Option<PartialDate> {
    let dates = [&work.published, &work.published_print, &work.published_online, &work.issued, &work.posted];
    // A day says more than a year, whichever came first within it.
    dates
        .into_iter()
        .filter_map(|when| when.date())
        .min_by_key(|date| (date.year(), std::cmp::Reverse(date.precision()), *date))
}

fn author(author: &Author<'_>) -> Option<AuthorMention> {
    let parts = NameParts {
        given: author.given.as_str(),
        family: author.family.as_str(),
        suffix: author.suffix.as_str(),
        ..NameParts::default()
    };
    let mut mention = match parts.printed() {
        Some(name) => AuthorMention::printed(text(&plain(&name))?),
        None => AuthorMention::group(text(&plain(author.name.as_str()))?),
    };
    mention.identifiers.extend(PersonIdentifier::new(PersonScheme::Orcid, author.orcid.as_str()));
    for place in author.affiliation.iter() {
        let Some(name) = text(&plain(place.name.as_str())) else { continue };
        let ror = place.id.iter().filter(|id| id.id_type.as_str() == "ROR").find_map(|id| ror(id.id.as_str()));
        mention.affiliations.push(Affiliation { name, ror, country_code: None });
    }
    Some(mention)
}
