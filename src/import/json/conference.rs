//! Lists of a conference's papers: an array of objects whose authors and affiliations are texts with `;` between.
//!
//! Source of the shape: the files of papercopilot/paperlists. The n-th part of `aff` is of the n-th author, several places
//! of one author have ` + ` between them. What is not known stands as an empty text, also within a list.

use std::collections::HashSet;

use serde::Deserialize;

use super::values::Text;
use super::{Read, Shape, parse};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme};
use crate::import::fields::{add_identifier, add_keywords, add_url_as, date, identifier_in, set_abstract, text};
use crate::record::{Affiliation, AuthorMention, LinkKind, PaperRecord, Reading};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Paper<'a> {
    #[serde(borrow)]
    title: Text<'a>,
    author: Text<'a>,
    author_site: Text<'a>,
    aff: Text<'a>,
    or_profile: Text<'a>,
    orcid: Text<'a>,
    r#abstract: Text<'a>,
    keywords: Text<'a>,
    github: Text<'a>,
    project: Text<'a>,
    site: Text<'a>,
    openreview: Text<'a>,
    oa: Text<'a>,
    pdf: Text<'a>,
    arxiv: Text<'a>,
    doi: Text<'a>,
    status: Text<'a>,
    track: Text<'a>,
    venue: Text<'a>,
    bibtex: Text<'a>,
    year: Text<'a>,
}

pub(super) fn recognises(shape: &Shape) -> bool {
    let is_text = |key: &str| shape.first_mark(key) == Some('"');
    is_text("title")
        && (is_text("author") || is_text("author_site"))
        && ["aff", "track", "status", "site", "github", "openreview"].iter().any(|key| shape.has(key))
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let paper: Paper<'_> = parse(text)?;
    let Some(title) = self::text(paper.title.as_str()) else {
        return Ok((Reading::bad("it has no title", text), Vec::new()));
    };
    let bibtex = |field: &str| bibtex_field(paper.bibtex.as_str(), field);
    let mut record = PaperRecord {
        title,
        published_on: date(paper.year.as_str()).or_else(|| bibtex("year").and_then(date)),
        venue: self::text(paper.venue.as_str())
            .or_else(|| self::text(bibtex("booktitle").or_else(|| bibtex("journal"))?)),
        ..PaperRecord::default()
    };
    add_authors(&mut record, &paper);
    add_identifier(&mut record, Scheme::Doi, paper.doi.as_str());
    add_identifier(&mut record, Scheme::Arxiv, paper.arxiv.as_str());
    let addresses = [
        (&paper.github, LinkKind::Code),
        (&paper.project, LinkKind::Project),
        (&paper.openreview, LinkKind::Paper),
        (&paper.oa, LinkKind::Paper),
        (&paper.site, LinkKind::Paper),
        (&paper.pdf, LinkKind::Paper),
    ];
    for (urls, kind) in addresses {
        for url in urls.as_str().split([';', ' ']) {
            // The site's own list of all papers is nobody's address.
            if identifier_in(url).is_some() || kind != LinkKind::Paper || url.contains("paper") || url.contains(".pdf")
            {
                add_url_as(&mut record, url, kind);
            }
        }
    }
    set_abstract(&mut record, paper.r#abstract.as_str());
    add_keywords(&mut record, paper.keywords.as_str(), &[';']);
    let facts = [("status", &paper.status), ("track", &paper.track)];
    let set_aside = facts.iter().filter_map(|(name, value)| Some(format!("{name}: {}", self::text(value.as_str())?)));
    Ok((Reading::paper(record), set_aside.collect()))
}

fn add_authors(record: &mut PaperRecord, paper: &Paper<'_>) {
    let listed = paper.author.or(&paper.author_site).split(';').map(text).collect::<Vec<_>>();
    let parts =
        |value: &Text<'_>| -> Vec<String> { value.as_str().split(';').map(|part| part.trim().to_owned()).collect() };
    // Lists of another length cannot be told apart by author.
    let (places, profiles, orcids) = (parts(&paper.aff), parts(&paper.or_profile), parts(&paper.orcid));
    let is_by_author = places.len() == listed.len();
    let of_author =
        |list: &[String], at: usize| list.get(at).filter(|_| list.len() == listed.len()).cloned().unwrap_or_default();
    for (at, name) in listed.iter().enumerate() {
        let Some(name) = name else { continue };
        let mut author = AuthorMention::printed(name);
        author.affiliations = affiliations(&of_author(&places, at));
        author.identifiers.extend(PersonIdentifier::new(PersonScheme::OpenReview, &of_author(&profiles, at)));
        author.identifiers.extend(PersonIdentifier::new(PersonScheme::Orcid, &of_author(&orcids, at)));
        record.authors.push(author);
    }
    record.authors_complete = !record.authors.is_empty();
    if !is_by_author {
        let mut seen = HashSet::new();
        let all = places.iter().flat_map(|place| affiliations(place));
        record.affiliations.extend(all.filter(|place| seen.insert(place.name.clone())));
    }
}

fn affiliations(text: &str) -> Vec<Affiliation> {
    text.split('+').filter_map(self::text).map(Affiliation::named).collect()
}

/// The value of a field in a BibTeX entry of one level of braces.
fn bibtex_field<'a>(entry: &'a str, field: &str) -> Option<&'a str> {
    let rest = entry.split_once(&format!("{field}="))?.1.trim_start_matches(['{', '"']);
    Some(rest.split(['}', '"']).next()?.trim()).filter(|value| !value.is_empty())
}
