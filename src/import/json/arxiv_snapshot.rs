//! arXiv's metadata snapshot: one object a line.
//!
//! Source of the shape: the snapshot's own description, and arXiv, "How to submit: authors" for the form of author lists.
//! Names and their order come from `authors_parsed`, whose fourth and further parts are affiliations; that the list is
//! cut, and which of its names is a collaboration, only the printed `authors` show. The day of publication is that of
//! version 1, wherever it stands among the versions; `update_date` is none.

use crate::import::limits::MAX_LISTED;
use jiff::fmt::rfc2822;
use serde::Deserialize;

use super::values::{List, Text};
use super::{Read, Shape, parse};
use crate::identifier::Scheme;
use crate::import::arxiv_fields::{self, month, venue};
use crate::import::fields::{add_identifier, add_links, text};
use crate::import::tex::{Dialect, decode};
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate, Reading, StatedBy};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "kebab-case")]
struct Paper<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    authors: Text<'a>,
    #[serde(rename = "authors_parsed")]
    authors_parsed: List<List<Text<'a>>>,
    title: Text<'a>,
    comments: Text<'a>,
    journal_ref: Text<'a>,
    doi: Text<'a>,
    report_no: Text<'a>,
    categories: Text<'a>,
    r#abstract: Text<'a>,
    versions: List<Version<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Version<'a> {
    #[serde(borrow)]
    version: Text<'a>,
    created: Text<'a>,
}

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.has("authors_parsed") || shape.has("categories") && shape.has("versions") && shape.has("title")
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let paper: Paper<'_> = parse(text)?;
    let tex = |value: &Text<'_>| self::text(&decode(value.as_str(), Dialect::Letters));
    let Some(title) = tex(&paper.title) else {
        return Ok((Reading::bad("it has no title", text), Vec::new()));
    };
    let mut set_aside = Vec::new();
    let mut record = PaperRecord { title, ..PaperRecord::default() };
    add_identifier(&mut record, Scheme::Arxiv, paper.id.as_str());
    paper.doi.as_str().split_whitespace().for_each(|doi| add_identifier(&mut record, Scheme::Doi, doi));
    record.published_on = first_day(&paper).or_else(|| record.identifiers.first().and_then(month));
    record.categories = paper.categories.as_str().split_whitespace().take(MAX_LISTED + 1).map(str::to_owned).collect();
    add_authors(&mut record, &paper, &mut set_aside);
    if let Some(value) = self::text(paper.r#abstract.as_str()) {
        add_links(&mut record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
    if let Some(comments) = self::text(paper.comments.as_str()) {
        add_links(&mut record, &comments, StatedBy::Comment);
        set_aside.push(format!("comments: {comments}"));
    }
    if let Some(reference) = tex(&paper.journal_ref) {
        record.venue = venue(&reference);
        set_aside.push(format!("journal-ref: {reference}"));
    }
    set_aside.extend(self::text(paper.report_no.as_str()).map(|number| format!("report-no: {number}")));
    Ok((Reading::paper(record), set_aside))
}

/// The day of version 1. Source of the form: RFC 2822, section 3.3.
fn first_day(paper: &Paper<'_>) -> Option<PartialDate> {
    let first = paper.versions.iter().find(|version| version.version.as_str() == "v1")?;
    let moment = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(first.created.as_str()).ok()?;
    Some(PartialDate::from(moment.date()))
}

fn add_authors(record: &mut PaperRecord, paper: &Paper<'_>, set_aside: &mut Vec<String>) {
    let printed = decode(paper.authors.as_str(), Dialect::Letters);
    let (listed, is_complete, brackets) = arxiv_fields::authors(&text(&printed).unwrap_or_default());
    record.authors = paper.authors_parsed.iter().filter_map(|parts| author(parts)).collect();
    if record.authors.is_empty() {
        record.authors = listed;
        if !brackets.is_empty() {
            set_aside.push(format!("in brackets among the authors: {}", brackets.join("; ")));
        }
    }
    record.authors_complete = !record.authors.is_empty() && (is_complete || paper.authors.is_empty());
}

/// An author of `[family, given, suffix, affiliation …]`.
fn author(parts: &[Text<'_>]) -> Option<AuthorMention> {
    let part = |at: usize| parts.get(at).and_then(|part| text(&decode(part.as_str(), Dialect::Letters)));
    let family = part(0)?;
    let words: Vec<_> = [part(1), Some(family), part(2)].into_iter().flatten().collect();
    let name = words.join(" ");
    if crate::import::person_name::means_more(&name) {
        return None;
    }
    let is_group = part(1).is_none() && arxiv_fields::is_collaboration(&name);
    let affiliations = (3..parts.len()).filter_map(part).map(Affiliation::named).collect();
    Some(AuthorMention { is_group, affiliations, ..AuthorMention::printed(name) })
}
