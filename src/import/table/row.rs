//! From the cells of a row to what it says of a paper.

use std::borrow::Cow;
use std::collections::HashSet;

use super::columns::{Column, Header};
use super::own;
use crate::identifier::{Identifier, PersonIdentifier, PersonScheme, Scheme};
use crate::import::author_list::{AuthorList, author_list};
use crate::import::clean::beginning;
use crate::import::fields::{add_identifier, add_keywords, add_url_as, date, set_abstract, text, with_title};
use crate::import::limits::MAX_LISTED;
use crate::import::markup::plain;
use crate::record::{Affiliation, AuthorMention, Doubt, Link, LinkKind, PaperRecord, PartialDate, Reading, StatedBy};

/// How much of a cell of an unknown column is kept, in bytes, and of how many columns.
const MAX_KEPT: (usize, usize) = (200, 30);

/// Reads a row.
pub(super) fn read(header: &Header, cells: &[Cow<'_, str>], raw: impl FnOnce() -> String) -> (Reading, Vec<String>) {
    let first = |column: Column| header.cells_of(column, cells).next();
    let plain_text =
        |cell: Option<&str>| cell.and_then(|cell| if header.is_own() { text(cell) } else { text(&plain(cell)) });
    let mut record = PaperRecord {
        title: plain_text(first(Column::Title)).unwrap_or_default(),
        published_on: published_on(header, cells),
        venue: plain_text(first(Column::Venue).or_else(|| first(Column::OtherVenue))),
        ..PaperRecord::default()
    };
    let doubt = if header.is_own() {
        add_own(&mut record, header, cells);
        None
    } else {
        add_foreign(&mut record, header, cells)
    };
    for (column, scheme) in [
        (Column::Doi, Scheme::Doi),
        (Column::Arxiv, Scheme::Arxiv),
        (Column::Pmid, Scheme::Pmid),
        (Column::Pmcid, Scheme::Pmcid),
        (Column::OpenAlex, Scheme::OpenAlex),
    ] {
        header.cells_of(column, cells).for_each(|cell| add_identifier(&mut record, scheme, cell));
    }
    let columns =
        [(Column::Url, LinkKind::Paper), (Column::Code, LinkKind::Code), (Column::Project, LinkKind::Project)];
    for (column, kind) in columns {
        for url in header.cells_of(column, cells).flat_map(|cell| cell.split([' ', '|', ';', '\n'])) {
            if url.contains("://") {
                add_url_as(&mut record, url, kind);
            }
        }
    }
    let set_aside = header.others(cells).take(MAX_KEPT.1);
    let set_aside =
        set_aside.filter_map(|(name, cell)| Some(format!("{name}: {}", text(beginning(cell, MAX_KEPT.0))?))).collect();
    let mut reading = with_title(record, "", "", raw);
    if let Reading::Paper { doubt: known, .. } = &mut reading {
        *known = doubt;
    }
    (reading, set_aside)
}

/// The date, or the year where the date says less or another year.
fn published_on(header: &Header, cells: &[Cow<'_, str>]) -> Option<PartialDate> {
    let read = |column: Column| header.cells_of(column, cells).find_map(date);
    match (read(Column::Date), read(Column::Year)) {
        (Some(date), Some(year)) if date.year() != year.year() => Some(year),
        (date, year) => date.or(year),
    }
}

/// What tables of other programs say; returns why the authors are doubtful.
fn add_foreign(record: &mut PaperRecord, header: &Header, cells: &[Cow<'_, str>]) -> Option<Doubt> {
    let first = |column: Column| header.cells_of(column, cells).next().unwrap_or_default();
    let full = first(Column::FullNames);
    let authors = if full.is_empty() { first(Column::Authors) } else { full };
    let AuthorList { authors, is_complete, is_doubtful } = if authors.contains('|') {
        author_list(&authors.replace('|', ";"))
    } else if header.runs_names_together() {
        run_together(authors)
    } else {
        author_list(authors)
    };
    (record.authors, record.authors_complete) = (authors, is_complete);
    record.authors.iter_mut().for_each(|author| without_number(&mut author.name_as_printed));
    let schemes = [(Column::Orcids, PersonScheme::Orcid), (Column::OpenalexAuthors, PersonScheme::OpenAlex)];
    for (column, scheme) in schemes {
        let values: Vec<_> = first(column).split(['|', ';']).map(str::trim).collect();
        // A list of another length cannot be told apart by author.
        if values.len() == record.authors.len() {
            for (author, value) in record.authors.iter_mut().zip(values) {
                author.identifiers.extend(PersonIdentifier::new(scheme, value));
            }
        }
    }
    let places = first(Column::Affiliations).split(['|', ';', '\n']).filter_map(text);
    let mut seen = HashSet::new();
    record.affiliations.extend(places.filter(|place| seen.insert(place.clone())).map(Affiliation::named));
    for cell in header.cells_of(Column::Categories, cells) {
        record.categories.extend(cell.split([';', ' ', '|']).filter_map(text).take(MAX_LISTED + 1));
    }
    header.cells_of(Column::Keywords, cells).for_each(|cell| {
        let separators: &[char] = if cell.contains([';', '|']) { &[';', '|'] } else { &[','] };
        add_keywords(record, &plain(cell), separators);
    });
    header.cells_of(Column::Abstract, cells).take(1).for_each(|cell| set_abstract(record, &plain(cell)));
    is_doubtful.then(|| {
        Doubt::because("its authors may be otherwise than they are read: commas stand within or between names")
    })
}

/// Names with nothing between them, `Datong WeiCan Liu`: one ends where a capital follows a small letter or a bracket.
/// `McDonald` and `DeVito` are one word, so that the list is not sure.
fn run_together(line: &str) -> AuthorList {
    const BEGINNINGS: &[&str] =
        &["Mc", "Mac", "De", "Di", "Da", "Du", "La", "Le", "Van", "Von", "Fitz", "Ben", "El", "Al"];
    let mut parted = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    for letter in line.chars() {
        let word = parted.rsplit([' ', ';', '-']).next().unwrap_or_default();
        let is_end = (before.is_lowercase() || before == ')') && letter.is_uppercase() && !BEGINNINGS.contains(&word);
        if is_end {
            parted.push(';');
        }
        parted.push(letter);
        before = letter;
    }
    let list = author_list(&parted);
    AuthorList { is_doubtful: list.authors.len() > 1, ..list }
}

/// Scopus writes an author's number after the name: `Lee, Ann (57200000000)`.
fn without_number(name: &mut String) {
    if let Some((before, number)) = name.rsplit_once(" (")
        && number.strip_suffix(')').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    {
        *name = before.to_owned();
    }
}

/// What a table of paperdex says, in its own form of lists.
fn add_own(record: &mut PaperRecord, header: &Header, cells: &[Cow<'_, str>]) {
    let first = |column: Column| header.cells_of(column, cells).next().unwrap_or_default();
    let items = |column: Column| own::items(first(column));
    record.authors = items(Column::Authors).into_iter().map(AuthorMention::printed).collect();
    record.authors_complete = matches!(first(Column::AuthorsComplete), "yes" | "true" | "1");
    record.code_stated = matches!(first(Column::CodeStated), "yes" | "true" | "1").then_some(true);
    record.abstract_text = text(first(Column::Abstract));
    record.categories = items(Column::Categories);
    record.keywords = items(Column::Keywords);
    record.affiliations = items(Column::Affiliations).into_iter().map(Affiliation::named).collect();
    record.authors.extend(items(Column::HiddenAuthors).into_iter().map(AuthorMention::hidden));
    for place in items(Column::Groups).iter().filter_map(|item| item.parse::<usize>().ok()) {
        place
            .checked_sub(1)
            .and_then(|at| record.authors.get_mut(at))
            .into_iter()
            .for_each(|author| author.is_group = true);
    }
    for item in items(Column::AuthorAffiliations) {
        if let Some((place, name)) = own::placed(&item)
            && let Some(author) = record.authors.get_mut(place - 1)
        {
            author.affiliations.push(Affiliation::named(name));
        }
    }
    let of_authors = record.authors.iter_mut().flat_map(|author| &mut author.affiliations);
    let mut places: Vec<_> = record.affiliations.iter_mut().chain(of_authors).collect();
    for item in items(Column::AffiliationRegistry) {
        let mut parts = item.splitn(3, ' ');
        let (Some(ror), Some(country), Some(name)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let stated = |value: &str| Some(value.to_owned()).filter(|value| value != "-");
        for place in places.iter_mut().filter(|place| place.name == name) {
            (place.ror, place.country_code) = (stated(ror), stated(country));
        }
    }
    for item in items(Column::AuthorIdentifiers) {
        if let Some((place, identifier)) = own::placed(&item)
            && let Some((scheme, value)) = identifier.split_once(':')
            && let Some(author) = record.authors.get_mut(place - 1)
        {
            let scheme = PersonScheme::parse(scheme);
            author.identifiers.extend(scheme.and_then(|scheme| PersonIdentifier::new(scheme, value)));
        }
    }
    for item in items(Column::Identifiers) {
        let identifier =
            item.split_once(':').and_then(|(scheme, value)| Identifier::new(Scheme::parse(scheme)?, value));
        record.identifiers.extend(identifier);
    }
    record.links = items(Column::Links).iter().filter_map(|item| own_link(item)).collect();
}

/// `code field https://…`
fn own_link(item: &str) -> Option<Link> {
    let mut parts = item.splitn(3, ' ');
    let (kind, stated_by, url) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Link { kind: LinkKind::parse(kind)?, stated_by: StatedBy::parse(stated_by)?, url: url.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_row(header: &str, row: &str) -> PaperRecord {
        let split = |text: &'static str| text.split('\t').map(Cow::Borrowed).collect::<Vec<_>>();
        let header = Header::of(&split(Box::leak(header.to_owned().into_boxed_str())), &[]);
        let (reading, _) = read(&header, &split(Box::leak(row.to_owned().into_boxed_str())), String::new);
        match reading {
            Reading::Paper { record, .. } => *record,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_that_are_run_together_are_parted_and_doubted() {
        let list = run_together("Datong WeiXiaolong (Luke) ZhangAnn McDonald");
        let names: Vec<_> = list.authors.iter().map(|author| author.name_as_printed.as_str()).collect();
        assert_eq!((names, list.is_doubtful), (vec!["Datong Wei", "Xiaolong (Luke) Zhang", "Ann McDonald"], true));
    }

    #[test]
    fn rows_of_scopus_and_openalex_are_read() {
        let record = read_row(
            "Authors\tAuthor full names\tTitle\tYear\tSource title\tDOI",
            "Lee A., Ek B.\tLee, Ann (57200000000); Ek, Bo (1)\tA <i>title</i>\t2020\tNature\t10.1000/X",
        );
        assert_eq!(record.printed_names().collect::<Vec<_>>(), ["Lee, Ann", "Ek, Bo"]);
        assert_eq!((record.title.as_str(), record.venue.as_deref()), ("A title", Some("Nature")));
        assert_eq!(record.identifiers[0].to_string(), "doi:10.1000/x");
        let record = read_row(
            "id\tdisplay_name\tauthorships.author.display_name\tauthorships.author.orcid\tpublication_date",
            "https://openalex.org/W1\tT\tAnn Lee|Bo Ek\thttps://orcid.org/0000-0002-1825-0097|\t2020-01-02",
        );
        assert_eq!(record.authors[0].identifiers[0].to_string(), "orcid:0000-0002-1825-0097");
        assert_eq!(record.published_on.unwrap().to_string(), "2020-01-02");
        assert!(record.authors_complete && record.authors[1].identifiers.is_empty());
    }
}
