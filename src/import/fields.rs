//! What the fields of structured formats have in common: texts, dates, addresses, identifiers, entries without title.

use super::clean::{beginning, clean, is_clean};
use super::limits::{self, MAX_LISTED};
use super::links;
use super::months::month_number;
use crate::identifier::{Identifier, Scheme};
use crate::record::{Link, LinkKind, PaperRecord, PartialDate, Reading, StatedBy};

/// A text made clean; `None` when nothing of it is left.
pub(super) fn text(value: &str) -> Option<String> {
    Some(clean(value).text).filter(|text| !text.is_empty())
}

/// Makes sure that what people look for is clean, whichever way a reader came to it: a part of a clean text may begin or
/// end with a blank, and what is decoded from one may be no text at all.
pub(super) fn tidy(reading: &mut Reading) {
    // What is far too much is not looked at further.
    *reading = limits::within(std::mem::replace(reading, Reading::Stray(String::new())));
    let Reading::Paper { record, .. } = reading else { return };
    tidied(&mut record.title);
    if record.title.is_empty() {
        *reading = Reading::bad("it has no title", "");
        return;
    }
    record.venue.iter_mut().for_each(tidied);
    record.venue.take_if(|venue| venue.is_empty());
    record.authors.iter_mut().for_each(|author| tidied(&mut author.name_as_printed));
    let count = record.authors.len();
    record.authors.retain(|author| !author.name_as_printed.is_empty());
    record.authors_complete &= record.authors.len() == count;
    let of_authors = record.authors.iter_mut().map(|author| &mut author.affiliations);
    for affiliations in of_authors.chain([&mut record.affiliations]) {
        affiliations.iter_mut().for_each(|affiliation| tidied(&mut affiliation.name));
        affiliations.retain(|affiliation| !affiliation.name.is_empty());
    }
    for list in [&mut record.keywords, &mut record.categories] {
        list.iter_mut().for_each(tidied);
        list.retain(|item| !item.is_empty());
    }
}

fn tidied(text: &mut String) {
    if !is_clean(text) {
        *text = clean(text).text;
    }
}

/// Sets the abstract, as one paragraph, with the addresses in it.
pub(super) fn set_abstract(record: &mut PaperRecord, value: &str) {
    if let Some(value) = text(value) {
        add_links(record, &value, StatedBy::Abstract);
        record.abstract_text = Some(value);
    }
}

/// Adds the addresses that stand in a text.
pub(super) fn add_links(record: &mut PaperRecord, text: &str, stated_by: StatedBy) {
    for link in links::links(text, stated_by) {
        add_once(&mut record.links, link);
    }
}

/// Adds an identifier, once.
pub(super) fn add_identifier(record: &mut PaperRecord, scheme: Scheme, value: &str) {
    if let Some(identifier) = Identifier::new(scheme, value) {
        add_once(&mut record.identifiers, identifier);
    }
}

/// Adds an item unless it is there, or there are too many: then the entry is rejected for them, see `limits`.
pub(super) fn add_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() <= MAX_LISTED && !list.contains(&item) {
        list.push(item);
    }
}

/// Adds an address from a field made for it: as the identifier that it spells out, else as a link.
pub(super) fn add_url(record: &mut PaperRecord, url: &str) {
    add_url_as(record, url, LinkKind::Paper);
}

/// The same, where the field says what the address leads to.
pub(super) fn add_url_as(record: &mut PaperRecord, url: &str, otherwise: LinkKind) {
    let Some(url) = text(url) else { return };
    match identifier_in(&url) {
        Some(identifier) => add_identifier(record, identifier.scheme, &identifier.value),
        None => {
            let kind = match links::kind(&url) {
                Some(LinkKind::Code) => LinkKind::Code,
                Some(_) => otherwise,
                None => return,
            };
            add_once(&mut record.links, Link { url, kind, stated_by: StatedBy::Field });
        }
    }
}

/// The identifier that an address spells out, if it is one of a registry's.
pub(super) fn identifier_in(url: &str) -> Option<Identifier> {
    let address = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let address = address.strip_prefix("www.").unwrap_or(address);
    let (host, path) = address.split_once('/')?;
    let first = |path: &str| path.split(['?', '#', '&']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    let (scheme, value) = match host {
        "doi.org" | "dx.doi.org" => (
            Scheme::Doi,
            if path.contains('%') { path.replace("%2F", "/").replace("%2f", "/") } else { path.to_owned() },
        ),
        "arxiv.org" | "export.arxiv.org" => {
            let path = path.strip_prefix("abs/").or_else(|| path.strip_prefix("pdf/"))?;
            (Scheme::Arxiv, path.trim_end_matches(".pdf").to_owned())
        }
        "openalex.org" => (Scheme::OpenAlex, first(path)),
        "openreview.net" => {
            let query = path.strip_prefix("forum?").or_else(|| path.strip_prefix("pdf?"))?;
            (Scheme::OpenReview, first(query.split('&').find_map(|part| part.strip_prefix("id="))?))
        }
        "aclanthology.org" | "aclweb.org" | "aclanthology.info" => {
            let name = path.strip_prefix("anthology/").or_else(|| path.strip_prefix("papers/")).unwrap_or(path);
            let name = first(name.trim_end_matches(".pdf"));
            (Scheme::Acl, Some(name).filter(|name| !name.contains('/') && name.contains(['-', '.']))?)
        }
        "pubmed.ncbi.nlm.nih.gov" => (Scheme::Pmid, first(path)),
        "dblp.org" | "dblp.uni-trier.de" => (Scheme::Dblp, first(path.strip_prefix("rec/")?.trim_end_matches(".html"))),
        _ => return None,
    };
    Identifier::new(scheme, &value)
}

/// Adds words that the source keeps in one text, with one of some marks between.
pub(super) fn add_keywords(record: &mut PaperRecord, value: &str, separators: &[char]) {
    for keyword in value.split(separators).filter_map(text) {
        add_once(&mut record.keywords, keyword);
    }
}

/// How much of a text is looked through for a date, in bytes.
const MAX_DATE_BYTES: usize = 256;

/// A date in any of the forms that exports use: ISO 8601 with or without a time, `2021/03/05`, `20210305`, `2021 Mar 5`,
/// `5 March 2021`, `March 2021`, `2021-2022` (the first year), `c1999`. `None` where no year stands in it.
pub(super) fn date(value: &str) -> Option<PartialDate> {
    let value = beginning(value.trim(), MAX_DATE_BYTES);
    let day = value.split(['T', ' ']).next().unwrap_or_default();
    if let Some(date) = PartialDate::parse(day).or_else(|| PartialDate::parse(&day.replace('/', "-")))
        && (day.len() == value.len() || date.precision() == 3)
    {
        return Some(date);
    }
    if value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let dashed = format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..]);
        return PartialDate::parse(&dashed).or_else(|| PartialDate::parse(&value[..4]));
    }
    from_words(value)
}

fn from_words(value: &str) -> Option<PartialDate> {
    let words: Vec<_> = value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year_at = words.iter().position(|word| year(word).is_some())?;
    let year = year(words[year_at])?;
    let is_iso = |at: usize| words.get(at).is_some_and(|word| word.len() <= 2);
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u8>().ok());
    let mut month = words.iter().find_map(|word| month_number(word));
    let mut day = match month {
        Some(_) => words.iter().filter(|word| word.len() <= 2).find_map(|word| word.parse::<u8>().ok()),
        None => None,
    };
    if month.is_none() && year_at == 0 && is_iso(1) {
        month = number(1).filter(|month| (1..=12).contains(month));
        day = month.and_then(|_| number(2).filter(|_| is_iso(2)));
    }
    dated(year, month, day)
}

/// A date of parts: what is not sound of the day or the month is left out.
pub(super) fn dated(year: i16, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
    let full = month.zip(day).map(|(month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let short = month.map(|month| format!("{year:04}-{month:02}"));
    let parse = |text: Option<String>| text.as_deref().and_then(PartialDate::parse);
    parse(full).or_else(|| parse(short)).or_else(|| PartialDate::of_year(year))
}

/// A year in a word such as `1999`, `c1999` or `1999a`.
pub(super) fn year(word: &str) -> Option<i16> {
    let digits = word.trim_start_matches(|letter: char| letter.is_alphabetic());
    let digits = digits.trim_end_matches(|letter: char| letter.is_alphabetic());
    let near = word.chars().count() <= digits.len() + 2;
    Some(digits).filter(|digits| near && digits.len() == 4)?.parse().ok().filter(|year| *year >= 1000)
}

/// The reading of an entry of a format in which works without title exist: what has no title is known by its key, in
/// square brackets as librarians supply a title. `kind` is what the entry says that the work is.
pub(super) fn with_title(mut record: PaperRecord, key: &str, kind: &str, raw: impl FnOnce() -> String) -> Reading {
    if record.title.is_empty() {
        let by_identifier = || record.identifiers.first().map(ToString::to_string);
        let by_author = || record.printed_names().next().map(str::to_owned);
        let name = text(key).or_else(by_identifier).or_else(|| record.venue.clone()).or_else(by_author);
        let Some(name) = name
            .or_else(|| record.abstract_text.as_deref().and_then(|text| text.get(..40)).map(str::to_owned))
            .or_else(|| text(kind))
        else {
            return Reading::bad("it says nothing: neither a title nor anything else to know the work by", raw());
        };
        record.title = format!("[untitled: {name}]");
    }
    Reading::paper(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_forms_that_exports_use() {
        let cases = [
            ("2021", Some("2021")),
            ("2021-03", Some("2021-03")),
            ("2021-03-05T10:00:00Z", Some("2021-03-05")),
            ("2021-03-05 10:00", Some("2021-03-05")),
            ("2021/03/05", Some("2021-03-05")),
            ("2021/03/05/", Some("2021-03-05")),
            ("2021/3/", Some("2021-03")),
            ("2021///", Some("2021")),
            ("2021/03//Spring", Some("2021-03")),
            ("20210305", Some("2021-03-05")),
            ("2021 Mar 5", Some("2021-03-05")),
            ("2021 Mar-Apr", Some("2021-03")),
            ("5 March 2021", Some("2021-03-05")),
            ("March 5, 2021", Some("2021-03-05")),
            ("Sept. 2021", Some("2021-09")),
            ("2021-2022", Some("2021")),
            ("2021-02-30", Some("2021-02")),
            ("c1999", Some("1999")),
            ("1999a", Some("1999")),
            ("[1999]", Some("1999")),
            ("in press", None),
            ("n.d.", None),
            ("", None),
            ("12345", None),
        ];
        for (value, expected) in cases {
            assert_eq!(date(value).map(|date| date.to_string()).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn addresses_of_registries_are_identifiers() {
        let cases = [
            ("https://doi.org/10.1000/ABC", Some("doi:10.1000/abc")),
            ("http://dx.doi.org/10.1000%2Fabc", Some("doi:10.1000/abc")),
            ("https://arxiv.org/pdf/2306.13924v2.pdf", Some("arxiv:2306.13924")),
            ("https://arxiv.org/abs/math/0309136", Some("arxiv:math/0309136")),
            ("https://openreview.net/forum?id=aB3_x&noteId=y", Some("openreview:aB3_x")),
            ("https://aclanthology.org/2020.acl-main.1/", Some("acl:2020.acl-main.1")),
            ("https://pubmed.ncbi.nlm.nih.gov/123/", Some("pmid:123")),
            ("https://dblp.org/rec/conf/icml/Lee20", Some("dblp:conf/icml/Lee20")),
            ("https://arxiv.org/list/cs.LG/recent", None),
            ("https://github.com/a/b", None),
        ];
        for (url, expected) in cases {
            assert_eq!(identifier_in(url).map(|identifier| identifier.to_string()).as_deref(), expected, "{url}");
        }
    }
}
