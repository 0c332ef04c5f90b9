//! Semantic Scholar papers: lines of the `papers` dataset, or answers of the graph service.
//!
//! Source of the shapes: Semantic Scholar, "Datasets" and "Academic Graph API". The dataset writes its keys in lower
//! case, the service in camel case. Names are often initials; no affiliations are stated.

use serde::Deserialize;

use super::values::{List, Object, Text};
use super::{Read, Shape, parse};
use crate::identifier::{PersonIdentifier, PersonScheme, Scheme};
use crate::import::fields::{add_identifier, add_url, date, set_abstract, text, with_title};
use crate::record::{AuthorMention, PaperRecord};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Paper<'a> {
    #[serde(borrow, alias = "corpusId")]
    corpusid: Text<'a>,
    #[serde(rename = "paperId")]
    paper_id: Text<'a>,
    #[serde(alias = "externalIds")]
    externalids: Object<Ids<'a>>,
    title: Text<'a>,
    authors: List<Author<'a>>,
    venue: Text<'a>,
    journal: Object<Journal<'a>>,
    year: Text<'a>,
    #[serde(alias = "publicationDate")]
    publicationdate: Text<'a>,
    r#abstract: Text<'a>,
    #[serde(rename = "openAccessPdf")]
    open_access_pdf: Object<Pdf<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Ids<'a> {
    #[serde(borrow, rename = "DOI")]
    doi: Text<'a>,
    #[serde(rename = "ArXiv")]
    arxiv: Text<'a>,
    #[serde(rename = "DBLP")]
    dblp: Text<'a>,
    #[serde(rename = "ACL")]
    acl: Text<'a>,
    #[serde(rename = "PubMed")]
    pubmed: Text<'a>,
    #[serde(rename = "PubMedCentral")]
    pubmed_central: Text<'a>,
    #[serde(rename = "MAG")]
    mag: Text<'a>,
    #[serde(rename = "CorpusId")]
    corpus: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Author<'a> {
    #[serde(borrow, rename = "authorId")]
    id: Text<'a>,
    name: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Journal<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Pdf<'a> {
    #[serde(borrow)]
    url: Text<'a>,
}

pub(super) fn recognises(shape: &Shape) -> bool {
    let has = |key| shape.has(key);
    has("corpusid") || has("corpusId") || has("externalIds") || has("paperId") && (has("title") || has("authors"))
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let paper: Paper<'_> = parse(text)?;
    let mut record = PaperRecord {
        title: self::text(paper.title.as_str()).unwrap_or_default(),
        published_on: date(paper.publicationdate.as_str()).or_else(|| date(paper.year.as_str())),
        venue: self::text(paper.venue.or(&paper.journal.name)),
        ..PaperRecord::default()
    };
    for author in paper.authors.iter() {
        let Some(name) = self::text(author.name.as_str()) else { continue };
        let mut mention = AuthorMention::printed(name);
        mention.identifiers.extend(PersonIdentifier::new(PersonScheme::S2, author.id.as_str()));
        record.authors.push(mention);
    }
    record.authors_complete = !record.authors.is_empty() && record.authors.len() == paper.authors.len();
    let ids = &paper.externalids;
    let corpus = if paper.corpusid.is_empty() { &ids.corpus } else { &paper.corpusid };
    let values = [
        (Scheme::S2, corpus),
        (Scheme::Doi, &ids.doi),
        (Scheme::Arxiv, &ids.arxiv),
        (Scheme::Dblp, &ids.dblp),
        (Scheme::Acl, &ids.acl),
        (Scheme::Pmid, &ids.pubmed),
        (Scheme::Pmcid, &ids.pubmed_central),
        (Scheme::Mag, &ids.mag),
    ];
    for (scheme, value) in values {
        add_identifier(&mut record, scheme, value.as_str());
    }
    add_url(&mut record, paper.open_access_pdf.url.as_str());
    set_abstract(&mut record, paper.r#abstract.as_str());
    Ok((with_title(record, paper.paper_id.as_str(), "", || text.to_owned()), Vec::new()))
}
