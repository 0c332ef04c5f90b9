//! What an entry says otherwise than the paper it went into: the printed form of every source is kept.

use serde::Serialize;

use crate::record::PaperRecord;

/// What `record.said` keeps of an entry (JSON): its date, by which it is known again when the paper has an earlier one by
/// then, and what the paper does not show.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors_complete: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "abstract")]
    abstract_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    venue: Option<&'a str>,
}

/// The date of a record and what it says otherwise than the paper it went into; `None` when there is neither.
pub(super) fn otherwise(record: &PaperRecord, paper: &PaperRecord) -> anyhow::Result<Option<String>> {
    let has_other_list = record.printed_names().ne(paper.printed_names());
    let said = Said {
        title: Some(record.title.as_str()).filter(|title| *title != paper.title),
        authors: has_other_list.then(|| record.printed_names().collect()),
        authors_complete: has_other_list.then_some(record.authors_complete),
        published_on: record.published_on.map(|date| date.to_string()),
        abstract_text: differing(record.abstract_text.as_deref(), paper.abstract_text.as_deref()),
        venue: differing(record.venue.as_deref(), paper.venue.as_deref()),
    };
    let text = serde_json::to_string(&said)?;
    Ok(Some(text).filter(|text| text != "{}"))
}

fn differing<'a>(said: Option<&'a str>, known: Option<&str>) -> Option<&'a str> {
    said.filter(|said| Some(*said) != known)
}
