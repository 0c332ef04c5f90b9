//! Answers of arXiv's search service: an Atom feed.
//!
//! Source of the shape: arXiv API user's manual, section 3.3. The order of elements differs over the years; an error comes
//! as one entry that describes it.

use super::Read;
use super::element::Element;
use crate::identifier::Scheme;
use crate::import::arxiv_fields::{self, is_collaboration, venue};
use crate::import::fields::{add_identifier, add_links, add_url, date, text};
use crate::import::tex::{Dialect, decode};
use crate::record::{Affiliation, AuthorMention, PaperRecord, Reading, StatedBy};

pub(super) fn read(entry: &Element) -> Result<Read, String> {
    let tex = |value: &str| text(&decode(value, Dialect::Letters));
    let id = entry.text_of("id").trim();
    let title = tex(entry.text_of("title"));
    if id.contains("/api/errors") || title.as_deref() == Some("Error") && id.is_empty() {
        return Err(format!(
            "the service answered with an error: {}",
            text(entry.text_of("summary")).unwrap_or_default()
        ));
    }
    let Some(title) = title else { return Err("it has no title".into()) };
    let mut set_aside = Vec::new();
    let mut record = PaperRecord { title, published_on: date(entry.text_of("published")), ..PaperRecord::default() };
    add_url(&mut record, id);
    for author in entry.all("author") {
        let Some(name) = tex(author.text_of("name")) else { continue };
        if crate::import::person_name::means_more(&name) {
            record.authors_complete = false;
            continue;
        }
        let affiliations = author.all("affiliation").filter_map(|place| tex(&place.text)).map(Affiliation::named);
        record.authors_complete = true;
        let is_group = is_collaboration(&name);
        record.authors.push(AuthorMention {
            is_group,
            affiliations: affiliations.collect(),
            ..AuthorMention::printed(name)
        });
    }
    let primary = entry.all("primary_category").map(|category| category.attribute("term"));
    for term in primary.chain(entry.all("category").map(|category| category.attribute("term"))) {
        let term = text(term).filter(|term| !record.categories.contains(term));
        record.categories.extend(term);
    }
    entry.text_of("doi").split_whitespace().for_each(|doi| add_identifier(&mut record, Scheme::Doi, doi));
    // The pages of the paper itself are its identifier; what else is linked leads elsewhere.
    for link in entry.all("link") {
        add_url(&mut record, link.attribute("href"));
    }
    if let Some(reference) = text(entry.text_of("journal_ref")) {
        record.venue = venue(&reference);
        set_aside.push(format!("journal-ref: {reference}"));
    }
    if let Some(summary) = text(entry.text_of("summary")) {
        add_links(&mut record, &summary, StatedBy::Abstract);
        record.abstract_text = Some(summary);
    }
    if let Some(comments) = text(entry.text_of("comment")) {
        set_aside.extend(arxiv_fields::add_field(&mut record, "Comments", &comments));
    }
    Ok((Reading::paper(record), set_aside))
}
