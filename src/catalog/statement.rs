//! What an entry says, as `record.said` keeps it: whole, or by what it says otherwise than the paper it went into.
//!
//! A paper is made from what its entries say, so nothing of an entry may be lost, and an abstract need not be kept twice.
//! A key that is absent means "as the paper shows it", `null` and `[]` mean "not stated"; a venue, affiliations and authors
//! with identifiers are always written out, because the catalog shows them under names that other papers share.

use anyhow::Context;
use serde::{Deserialize, Deserializer, Serialize};

use crate::identifier::{Identifier, PersonIdentifier, PersonScheme, Scheme};
use crate::record::{Affiliation, AuthorMention, Link, LinkKind, PaperRecord, PartialDate, StatedBy};

/// The statement of an entry, in the words of the paper's columns.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<Vec<SaidAuthor>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors_complete: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "stated")]
    published_on: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "stated", rename = "abstract")]
    abstract_text: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    venue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    categories: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    affiliations: Vec<SaidAffiliation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keywords: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifiers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<SaidLink>>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "stated")]
    code_stated: Option<Option<bool>>,
}

/// `null` is a statement, and not the same as nothing.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// An author: the name alone, or with what is known beside it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum SaidAuthor {
    Name(String),
    Known {
        name: String,
        #[serde(default, skip_serializing_if = "is_false")]
        hidden: bool,
        #[serde(default, skip_serializing_if = "is_false")]
        group: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        identifiers: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        affiliations: Vec<SaidAffiliation>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A place: the name alone, or with its registry number and country.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum SaidAffiliation {
    Name(String),
    Known {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ror: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country_code: Option<String>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
struct SaidLink {
    url: String,
    kind: String,
    stated_by: String,
}

impl From<&AuthorMention> for SaidAuthor {
    fn from(author: &AuthorMention) -> Self {
        if is_plain(author) && author.position_stated {
            return Self::Name(author.name_as_printed.clone());
        }
        Self::Known {
            name: author.name_as_printed.clone(),
            hidden: !author.position_stated,
            group: author.is_group,
            identifiers: author.identifiers.iter().map(ToString::to_string).collect(),
            affiliations: author.affiliations.iter().map(SaidAffiliation::from).collect(),
        }
    }
}

impl From<SaidAuthor> for AuthorMention {
    fn from(said: SaidAuthor) -> Self {
        match said {
            SaidAuthor::Name(name) => Self::printed(name),
            SaidAuthor::Known { name, hidden, group, identifiers, affiliations } => Self {
                name_as_printed: name,
                position_stated: !hidden,
                is_group: group,
                identifiers: identifiers.iter().filter_map(|text| person_identifier(text)).collect(),
                affiliations: affiliations.into_iter().map(Affiliation::from).collect(),
            },
        }
    }
}

impl From<&Affiliation> for SaidAffiliation {
    fn from(affiliation: &Affiliation) -> Self {
        let Affiliation { name, ror, country_code } = affiliation.clone();
        if ror.is_none() && country_code.is_none() { Self::Name(name) } else { Self::Known { name, ror, country_code } }
    }
}

impl From<SaidAffiliation> for Affiliation {
    fn from(said: SaidAffiliation) -> Self {
        match said {
            SaidAffiliation::Name(name) => Self::named(name),
            SaidAffiliation::Known { name, ror, country_code } => Self { name, ror, country_code },
        }
    }
}

/// Whether nothing is said of an author but the name and its place.
fn is_plain(author: &AuthorMention) -> bool {
    !author.is_group && author.identifiers.is_empty() && author.affiliations.is_empty()
}

/// What `scheme:value` stands for.
pub(super) fn person_identifier(text: &str) -> Option<PersonIdentifier> {
    let (scheme, value) = text.split_once(':')?;
    PersonScheme::parse(scheme).map(|scheme| PersonIdentifier { scheme, value: value.to_owned() })
}

fn identifier(text: &str) -> Option<Identifier> {
    let (scheme, value) = text.split_once(':')?;
    Scheme::parse(scheme).map(|scheme| Identifier { scheme, value: value.to_owned() })
}

/// What an entry says that went into a paper; `None` where it says what the paper shows and nothing else.
pub(super) fn beside(entry: &PaperRecord, paper: &PaperRecord) -> anyhow::Result<Option<String>> {
    let as_shown = |author: &AuthorMention| (author.name_as_printed.clone(), author.position_stated);
    let same_authors = entry.authors.iter().all(is_plain)
        && entry.authors.len() == paper.authors.len()
        && entry.authors.iter().zip(&paper.authors).all(|(one, other)| as_shown(one) == as_shown(other));
    let said = Said {
        title: (entry.title != paper.title).then(|| entry.title.clone()),
        authors: (!same_authors).then(|| authors(entry)),
        authors_complete: (entry.authors_complete != paper.authors_complete).then_some(entry.authors_complete),
        published_on: (entry.published_on != paper.published_on).then(|| date(entry)),
        abstract_text: (entry.abstract_text != paper.abstract_text).then(|| entry.abstract_text.clone()),
        venue: entry.venue.clone(),
        categories: (entry.categories != paper.categories).then(|| entry.categories.clone()),
        affiliations: affiliations(entry),
        keywords: (entry.keywords != paper.keywords).then(|| entry.keywords.clone()),
        identifiers: (entry.identifiers != paper.identifiers).then(|| identifiers(entry)),
        links: (entry.links != paper.links).then(|| links(entry)),
        code_stated: (entry.code_stated != paper.code_stated).then_some(entry.code_stated),
    };
    let text = serde_json::to_string(&said)?;
    Ok(Some(text).filter(|text| text != "{}"))
}

/// All that an entry says.
pub(super) fn in_full(entry: &PaperRecord) -> anyhow::Result<String> {
    let said = Said {
        title: Some(entry.title.clone()),
        authors: Some(authors(entry)),
        authors_complete: Some(entry.authors_complete),
        published_on: Some(date(entry)),
        abstract_text: Some(entry.abstract_text.clone()),
        venue: entry.venue.clone(),
        categories: Some(entry.categories.clone()),
        affiliations: affiliations(entry),
        keywords: Some(entry.keywords.clone()),
        identifiers: Some(identifiers(entry)),
        links: Some(links(entry)),
        code_stated: Some(entry.code_stated),
    };
    Ok(serde_json::to_string(&said)?)
}

fn authors(entry: &PaperRecord) -> Vec<SaidAuthor> {
    entry.authors.iter().map(SaidAuthor::from).collect()
}

fn affiliations(entry: &PaperRecord) -> Vec<SaidAffiliation> {
    entry.affiliations.iter().map(SaidAffiliation::from).collect()
}

fn identifiers(entry: &PaperRecord) -> Vec<String> {
    entry.identifiers.iter().map(ToString::to_string).collect()
}

fn date(entry: &PaperRecord) -> Option<String> {
    entry.published_on.map(|date| date.to_string())
}

fn links(entry: &PaperRecord) -> Vec<SaidLink> {
    let link = |link: &Link| SaidLink {
        url: link.url.clone(),
        kind: link.kind.as_str().into(),
        stated_by: link.stated_by.as_str().into(),
    };
    entry.links.iter().map(link).collect()
}

/// The entry that `said` is of; `paper` is the paper it went into, as the catalog's rows have it, or an empty one where
/// all is written out.
///
/// Fails when the text is not what this module writes.
pub(super) fn read(said: Option<&str>, paper: &PaperRecord) -> anyhow::Result<PaperRecord> {
    let said: Said = match said {
        Some(said) => serde_json::from_str(said).context("what an entry says is damaged")?,
        None => Said::default(),
    };
    let link = |link: SaidLink| {
        let parts = LinkKind::parse(&link.kind).zip(StatedBy::parse(&link.stated_by));
        parts.map(|(kind, stated_by)| Link { url: link.url, kind, stated_by })
    };
    let plain = |author: &AuthorMention| AuthorMention {
        name_as_printed: author.name_as_printed.clone(),
        position_stated: author.position_stated,
        ..AuthorMention::default()
    };
    let authors = match said.authors {
        Some(authors) => authors.into_iter().map(AuthorMention::from).collect(),
        None => paper.authors.iter().map(plain).collect(),
    };
    let date = |date: Option<String>| date.as_deref().and_then(PartialDate::parse);
    Ok(PaperRecord {
        title: said.title.unwrap_or_else(|| paper.title.clone()),
        authors,
        authors_complete: said.authors_complete.unwrap_or(paper.authors_complete),
        published_on: said.published_on.map_or(paper.published_on, date),
        abstract_text: said.abstract_text.unwrap_or_else(|| paper.abstract_text.clone()),
        venue: said.venue,
        categories: said.categories.unwrap_or_else(|| paper.categories.clone()),
        affiliations: said.affiliations.into_iter().map(Affiliation::from).collect(),
        keywords: said.keywords.unwrap_or_else(|| paper.keywords.clone()),
        identifiers: said.identifiers.map_or_else(
            || paper.identifiers.clone(),
            |identifiers| identifiers.iter().filter_map(|text| identifier(text)).collect(),
        ),
        links: said.links.map_or_else(|| paper.links.clone(), |links| links.into_iter().filter_map(link).collect()),
        code_stated: said.code_stated.unwrap_or(paper.code_stated),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> PaperRecord {
        let mut known = AuthorMention::printed("Bo Ek");
        known.identifiers = vec![PersonIdentifier::new(PersonScheme::Dblp, "e/BoEk").unwrap()];
        known.affiliations = vec![Affiliation { country_code: Some("NO".into()), ..Affiliation::named("Bergen") }];
        PaperRecord {
            title: "Graphs".into(),
            authors: vec![AuthorMention::printed("Ann Lee"), known, AuthorMention::hidden("Cy Wu")],
            published_on: PartialDate::parse("2020-05"),
            abstract_text: Some("About graphs.".into()),
            venue: Some("ICLR".into()),
            categories: vec!["cs.LG".into()],
            affiliations: vec![Affiliation::named("mit")],
            keywords: vec!["graphs".into()],
            identifiers: Identifier::parse("10.1000/a").into_iter().collect(),
            links: vec![Link { url: "https://a.example".into(), kind: LinkKind::Code, stated_by: StatedBy::Field }],
            code_stated: Some(true),
            ..PaperRecord::default()
        }
    }

    #[test]
    fn what_is_kept_beside_a_paper_gives_the_entry_again() {
        let silent = PaperRecord {
            title: "Graphs!".into(),
            authors: vec![AuthorMention::printed("Ann Lee")],
            ..PaperRecord::default()
        };
        for one in [entry(), silent.clone(), PaperRecord::default()] {
            for paper in [entry(), silent.clone(), PaperRecord::default()] {
                let said = beside(&one, &paper).unwrap();
                assert_eq!(read(said.as_deref(), &paper).unwrap(), one, "{said:?}");
            }
            assert_eq!(read(Some(&in_full(&one).unwrap()), &PaperRecord::default()).unwrap(), one);
        }
        assert_eq!(beside(&silent, &silent).unwrap(), None, "nothing is kept twice");
    }
}
