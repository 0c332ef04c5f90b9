//! Papers with Code, as archived in July 2025: its links between papers and code, and its papers with abstracts.
//!
//! Source of the shapes: the archive's own files. A link adds the address of code to a paper that is in the catalog, found
//! by its identifier, else by its exact title, and never makes a paper; one paper may have many.

use serde::Deserialize;

use super::values::{List, Text};
use super::{Read, Shape, parse};
use crate::identifier::Scheme;
use crate::import::fields::{add_identifier, add_url, add_url_as, date, identifier_in, set_abstract, text};
use crate::record::{AuthorMention, LinkKind, PaperRecord, Reading};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Row<'a> {
    #[serde(borrow)]
    paper_title: Text<'a>,
    paper_arxiv_id: Text<'a>,
    paper_url_abs: Text<'a>,
    paper_url_pdf: Text<'a>,
    repo_url: Text<'a>,
    is_official: Text<'a>,
    arxiv_id: Text<'a>,
    openreview_id: Text<'a>,
    title: Text<'a>,
    r#abstract: Text<'a>,
    short_abstract: Text<'a>,
    url_abs: Text<'a>,
    url_pdf: Text<'a>,
    proceeding: Text<'a>,
    conference: Text<'a>,
    authors: List<Text<'a>>,
    tasks: List<Text<'a>>,
    date: Text<'a>,
}

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.has("repo_url") && (shape.has("paper_title") || shape.has("paper_url"))
        || shape.has("paper_url") && (shape.has("url_abs") || shape.has("arxiv_id"))
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let row: Row<'_> = parse(text)?;
    if row.repo_url.is_empty() && row.paper_title.is_empty() { paper(&row, text) } else { link(&row, text) }
}

fn link(row: &Row<'_>, raw: &str) -> Result<Read, String> {
    let mut record =
        PaperRecord { title: text(row.paper_title.as_str()).unwrap_or_default(), ..PaperRecord::default() };
    add_identifier(&mut record, Scheme::Arxiv, row.paper_arxiv_id.as_str());
    for url in [&row.paper_url_abs, &row.paper_url_pdf] {
        let identifier = identifier_in(url.as_str());
        identifier.into_iter().for_each(|identifier| add_identifier(&mut record, identifier.scheme, &identifier.value));
    }
    add_url_as(&mut record, row.repo_url.as_str(), LinkKind::Code);
    if record.links.is_empty() {
        return Ok((Reading::bad("it has no address of code", raw), Vec::new()));
    }
    if record.title.is_empty() && record.identifiers.is_empty() {
        return Ok((Reading::bad("it names no paper", raw), Vec::new()));
    }
    record.links.iter_mut().for_each(|link| link.kind = LinkKind::Code);
    let is_official = row.is_official.as_str() == "true";
    let official = is_official.then(|| format!("official code: {}", row.repo_url.as_str()));
    Ok((Reading::Addition(Box::new(record)), official.into_iter().collect()))
}

fn paper(row: &Row<'_>, raw: &str) -> Result<Read, String> {
    let Some(title) = text(row.title.as_str()) else {
        return Ok((Reading::bad("it has no title", raw), Vec::new()));
    };
    let authors: Vec<_> =
        row.authors.iter().filter_map(|name| text(name.as_str())).map(AuthorMention::printed).collect();
    let mut record = PaperRecord {
        title,
        authors_complete: !authors.is_empty(),
        authors,
        published_on: date(row.date.as_str()),
        venue: text(row.conference.or(&row.proceeding)),
        keywords: row.tasks.iter().filter_map(|task| text(task.as_str())).collect(),
        ..PaperRecord::default()
    };
    add_identifier(&mut record, Scheme::Arxiv, row.arxiv_id.as_str());
    add_identifier(&mut record, Scheme::OpenReview, row.openreview_id.as_str());
    for url in [&row.url_abs, &row.url_pdf] {
        add_url(&mut record, url.as_str());
    }
    set_abstract(&mut record, row.r#abstract.or(&row.short_abstract));
    Ok((Reading::paper(record), Vec::new()))
}
