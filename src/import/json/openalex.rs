//! OpenAlex works: the snapshot's lines, one object, or a page of the service's answers.
//!
//! Source of the shape: OpenAlex, "Work object". The abstract comes as words with their places and is put together; a
//! list of authors is cut where `is_authors_truncated` says so; of two forms of an author's name the one that OpenAlex
//! shows is taken, and the one on the paper, where it differs, is kept with the entry.

use serde::Deserialize;

use super::values::{List, Object, Text};
use super::{Read, Shape, parse};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme, ror};
use crate::import::fields::{add_identifier, add_url, date, identifier_in, set_abstract, text, with_title};
use crate::import::markup::plain;
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate};

/// The most words an abstract is put together from: some thousand times as many as an abstract has.
const MAX_WORDS: usize = 200_000;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Work<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    doi: Text<'a>,
    title: Text<'a>,
    display_name: Text<'a>,
    publication_date: Text<'a>,
    publication_year: Text<'a>,
    ids: Object<Ids<'a>>,
    authorships: List<Authorship<'a>>,
    is_authors_truncated: Text<'a>,
    is_retracted: Text<'a>,
    primary_location: Object<Location<'a>>,
    host_venue: Object<Source<'a>>,
    locations: List<Location<'a>>,
    open_access: Object<OpenAccess<'a>>,
    abstract_inverted_index: Object<Words<'a>>,
    keywords: List<Keyword<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Ids<'a> {
    #[serde(borrow)]
    doi: Text<'a>,
    mag: Text<'a>,
    pmid: Text<'a>,
    pmcid: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Authorship<'a> {
    #[serde(borrow)]
    author: Object<Author<'a>>,
    raw_author_name: Text<'a>,
    institutions: List<Institution<'a>>,
    raw_affiliation_strings: List<Text<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Author<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    display_name: Text<'a>,
    orcid: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Institution<'a> {
    #[serde(borrow)]
    display_name: Text<'a>,
    ror: Text<'a>,
    country_code: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Location<'a> {
    #[serde(borrow)]
    source: Object<Source<'a>>,
    landing_page_url: Text<'a>,
    pdf_url: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Source<'a> {
    #[serde(borrow)]
    display_name: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OpenAccess<'a> {
    #[serde(borrow)]
    oa_url: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Keyword<'a> {
    #[serde(borrow)]
    display_name: Text<'a>,
    keyword: Text<'a>,
}

/// The words of an abstract, each with its places.
#[derive(Default)]
struct Words<'a>(Vec<(Text<'a>, List<u32>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Words<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Words<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("words with their places")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut words = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    words.push(entry);
                }
                Ok(Words(words))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

impl Words<'_> {
    fn put_together(&self) -> String {
        let places = self.0.iter().flat_map(|(word, places)| places.iter().map(|place| (*place, word.as_str())));
        let mut placed: Vec<_> = places.take(MAX_WORDS).collect();
        placed.sort_unstable_by_key(|(place, _)| *place);
        let mut text = String::new();
        for (_, word) in placed {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }
}

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.has("authorships")
        || shape.has("abstract_inverted_index")
        || shape.has("display_name") && shape.has("publication_year")
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let work: Work<'_> = parse(text)?;
    let mut set_aside = Vec::new();
    let mut record = PaperRecord {
        title: self::text(&plain(work.title.or(&work.display_name))).unwrap_or_default(),
        published_on: published_on(&work),
        venue: self::text(&plain(work.primary_location.source.display_name.or(&work.host_venue.display_name))),
        authors_complete: work.is_authors_truncated.as_str() != "true" && !work.authorships.is_empty(),
        ..PaperRecord::default()
    };
    for (place, authorship) in (1..).zip(work.authorships.iter()) {
        let Some(author) = author(authorship) else {
            record.authors_complete = false;
            continue;
        };
        let printed = authorship.raw_author_name.as_str();
        if !printed.is_empty() && printed.trim() != author.name_as_printed {
            set_aside.push(format!("author {place} printed as: {}", self::text(printed).unwrap_or_default()));
        }
        record.authors.push(author);
    }
    add_identifiers(&mut record, &work);
    set_abstract(&mut record, &work.abstract_inverted_index.put_together());
    for keyword in work.keywords.iter() {
        record.keywords.extend(self::text(keyword.display_name.or(&keyword.keyword)));
    }
    if work.is_retracted.as_str() == "true" {
        set_aside.push("retracted".into());
    }
    Ok((with_title(record, "", "", || text.to_owned()), set_aside))
}

fn published_on(work: &Work<'_>) -> Option<PartialDate> {
    date(work.publication_date.as_str()).or_else(|| date(work.publication_year.as_str()))
}

fn author(authorship: &Authorship<'_>) -> Option<AuthorMention> {
    let Author { id, display_name, orcid } = &authorship.author.0;
    let mut author = AuthorMention::printed(text(display_name.or(&authorship.raw_author_name))?);
    author.identifiers.extend(PersonIdentifier::new(PersonScheme::OpenAlex, id.as_str()));
    author.identifiers.extend(PersonIdentifier::new(PersonScheme::Orcid, orcid.as_str()));
    for institution in authorship.institutions.iter() {
        let Some(name) = text(institution.display_name.as_str()) else { continue };
        let country_code = Some(institution.country_code.as_str().to_ascii_uppercase())
            .filter(|code| code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase()));
        author.affiliations.push(Affiliation { name, ror: ror(institution.ror.as_str()), country_code });
    }
    if author.affiliations.is_empty() {
        let raw = authorship.raw_affiliation_strings.iter().filter_map(|raw| text(&plain(raw.as_str())));
        author.affiliations = raw.map(Affiliation::named).collect();
    }
    Some(author)
}

fn add_identifiers(record: &mut PaperRecord, work: &Work<'_>) {
    let values = [
        (Scheme::OpenAlex, &work.id),
        (Scheme::Doi, &work.doi),
        (Scheme::Doi, &work.ids.doi),
        (Scheme::Pmid, &work.ids.pmid),
        (Scheme::Pmcid, &work.ids.pmcid),
        (Scheme::Mag, &work.ids.mag),
    ];
    for (scheme, value) in values {
        add_identifier(record, scheme, value.as_str());
    }
    // A copy elsewhere shows that it is on arXiv; the addresses of other copies are not the paper's own.
    for location in work.locations.iter() {
        for url in [&location.landing_page_url, &location.pdf_url] {
            if let Some(identifier) =
                identifier_in(url.as_str()).filter(|identifier| identifier.scheme == Scheme::Arxiv)
            {
                add_identifier(record, identifier.scheme, &identifier.value);
            }
        }
    }
    for url in [&work.primary_location.landing_page_url, &work.open_access.oa_url] {
        add_url(record, url.as_str());
    }
}
