//! One paper's rows: finding them, reading them as the record they amount to, and writing them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql, params};

use super::often::Often;
use super::terms::Terms;
use crate::checksum::of_paper;
use crate::identifier::{Identifier, Scheme};
use crate::identity::likeness::{first_author_key, title_sketch};
use crate::identity::matching::{Profile, title_key};
use crate::identity::merging::normalize;
use crate::identity::name::author_key;
use crate::record::{AuthorMention, Link, LinkKind, PaperRecord, PartialDate, StatedBy};

/// Titles that more papers bear are looked up together with the date.
const MAX_OF_TITLE: usize = 200;

/// The papers with an identifier.
pub(super) fn with_identifier(connection: &Connection, identifier: &Identifier) -> rusqlite::Result<Vec<i64>> {
    let same = "SELECT paper_id FROM identifier WHERE scheme = ?1 AND value = ?2 LIMIT 21";
    list(connection, same, params![identifier.scheme.as_str(), identifier.value], |row| row.get(0))
}

/// Whether any entry says otherwise than its paper by what papers are found.
pub(super) fn has_other_keys(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM other_key LIMIT 1")?.exists([])
}

/// The papers with a title, given its key, or, where `other_keys` says that there are any, of which an entry has it.
///
/// Of a title that hundreds of papers bear, only those of the same date.
pub(super) fn of_title(
    connection: &Connection,
    key: &str,
    date: Option<PartialDate>,
    other_keys: bool,
) -> rusqlite::Result<Vec<i64>> {
    let own = "SELECT id FROM paper WHERE title_sketch = ?2 AND title_key = ?1 AND merged_into IS NULL LIMIT 201";
    let mut ids: Vec<i64> = list(connection, own, params![key, title_sketch(key)], |row| row.get(0))?;
    if ids.len() > MAX_OF_TITLE {
        let date = date.map(|date| date.to_string());
        ids =
            list(connection, include_str!("sql/of_title_and_day.sql"), params![key, title_sketch(key), date], |row| {
                row.get(0)
            })?;
    }
    if !other_keys {
        return Ok(ids);
    }
    let other = "SELECT paper_id FROM other_key WHERE title_key = ?1 LIMIT 201";
    ids.extend(list(connection, other, [key], |row| row.get::<_, i64>(0))?);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The first printed author of a paper.
pub(super) fn first_author(connection: &Connection, id: i64) -> rusqlite::Result<Option<AuthorMention>> {
    let mut first = connection.prepare_cached(include_str!("sql/first_author.sql"))?;
    first
        .query_row([id], |row| {
            Ok(AuthorMention {
                is_group: row.get("is_group")?,
                ..AuthorMention::printed(row.get::<_, String>("name")?)
            })
        })
        .optional()
}

/// A paper that may have nearly the same title.
pub(super) struct Near {
    pub id: i64,
    /// The sketch of its title, or of an entry's.
    pub title_sketch: i64,
    /// The entry's title, by key; `None` where it is the paper's own.
    pub title_key: Option<String>,
}

/// The papers of a first author and of a year, give or take one, by what they show and by what their entries say; where the
/// year is not known, of all years.
pub(super) fn near(
    connection: &Connection,
    first_author: i64,
    year: Option<i16>,
    other_keys: bool,
) -> rusqlite::Result<Vec<Near>> {
    let (from, to) = year.map_or((0, 9999), |year| (year - 1, year + 1));
    let mut near = list(connection, include_str!("sql/papers_near.sql"), params![first_author, from, to], |row| {
        Ok(Near { id: row.get("id")?, title_sketch: row.get("title_sketch")?, title_key: None })
    })?;
    if other_keys {
        near.extend(list(connection, include_str!("sql/entries_near.sql"), params![first_author, from, to], |row| {
            Ok(Near { id: row.get("id")?, title_sketch: row.get("title_sketch")?, title_key: row.get("title_key")? })
        })?);
    }
    Ok(near)
}

/// The key of a paper's title.
pub(super) fn title_key_of(connection: &Connection, id: i64) -> rusqlite::Result<String> {
    connection.prepare_cached("SELECT title_key FROM paper WHERE id = ?1")?.query_row([id], |row| row.get(0))
}

/// What the rows of a paper alone say: without venue, affiliations and what is known of its authors beside their names,
/// which it shares with other papers.
pub(super) fn shown(connection: &Connection, id: i64) -> rusqlite::Result<PaperRecord> {
    let mut paper = connection.prepare_cached(include_str!("sql/load_paper.sql"))?.query_row([id], |row| {
        Ok(PaperRecord {
            title: row.get("title")?,
            authors_complete: row.get("authors_complete")?,
            published_on: row.get::<_, Option<String>>("published_on")?.as_deref().and_then(PartialDate::parse),
            abstract_text: row.get("abstract")?,
            code_stated: row.get("code_stated")?,
            ..PaperRecord::default()
        })
    })?;
    // Sorted here: SQLite would prepare a statement with a bound value and an order anew each time.
    let authors = "SELECT position, name_as_printed, position_stated FROM authorship WHERE paper_id = ?1";
    let mut authors = list(connection, authors, [id], |row| {
        let mention =
            AuthorMention { position_stated: row.get(2)?, ..AuthorMention::printed(row.get::<_, String>(1)?) };
        Ok((row.get::<_, i64>(0)?, mention))
    })?;
    authors.sort_unstable_by_key(|(position, _)| *position);
    paper.authors = authors.into_iter().map(|(_, author)| author).collect();
    paper.categories = list(connection, include_str!("sql/load_categories.sql"), [id], |row| row.get(0))?;
    let keywords = "SELECT keyword FROM paper_keyword WHERE paper_id = ?1";
    paper.keywords = list(connection, keywords, [id], |row| row.get(0))?;
    let identifiers = "SELECT scheme, value FROM identifier WHERE paper_id = ?1";
    paper.identifiers = list(connection, identifiers, [id], identifier)?.into_iter().flatten().collect();
    let links = "SELECT url, kind, stated_by FROM link WHERE paper_id = ?1";
    paper.links = list(connection, links, [id], link)?.into_iter().flatten().collect();
    normalize(&mut paper);
    Ok(paper)
}

fn identifier(row: &Row<'_>) -> rusqlite::Result<Option<Identifier>> {
    let (scheme, value): (String, String) = (row.get(0)?, row.get(1)?);
    Ok(Scheme::parse(&scheme).map(|scheme| Identifier { scheme, value }))
}

fn link(row: &Row<'_>) -> rusqlite::Result<Option<Link>> {
    let (url, kind, stated_by): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let parts = LinkKind::parse(&kind).zip(StatedBy::parse(&stated_by));
    Ok(parts.map(|(kind, stated_by)| Link { url, kind, stated_by }))
}

/// Adds a paper, under an id that is kept for it if there is one, and returns its id and what counting needs of it.
pub(super) fn insert(
    terms: &Terms<'_>,
    paper: &PaperRecord,
    keys: &Keys<'_>,
    id: Option<i64>,
) -> rusqlite::Result<(i64, Belongings)> {
    let connection = terms.connection();
    let venue_id = write_row(terms, paper, keys, id, |values| terms.run(Often::Paper, values))?;
    let mut belongings = Belongings { venue_id, ..Belongings::default() };
    let id = connection.last_insert_rowid();
    write_authors(terms, id, &paper.authors, keys, &mut belongings)?;
    add_lists(terms, id, paper, &mut belongings)?;
    Ok((id, belongings))
}

/// The keys of what a paper belongs to, as they were written, in any order.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    pub venue_id: Option<i64>,
    pub affiliations: Vec<i64>,
    pub categories: Vec<i64>,
    pub authors: Vec<i64>,
}

/// Makes a paper what it is now.
pub(super) fn update(terms: &Terms<'_>, id: i64, paper: &PaperRecord) -> rusqlite::Result<()> {
    let connection = terms.connection();
    let keys = Keys::of(paper);
    write_row(terms, paper, &keys, Some(id), |values| {
        connection.prepare_cached(include_str!("sql/update_paper.sql"))?.execute(values)
    })?;
    clear_lists(connection, id)?;
    let belongings = &mut Belongings::default();
    write_authors(terms, id, &paper.authors, &keys, belongings)?;
    add_lists(terms, id, paper, belongings)
}

/// By what a paper is found, and its authors.
pub(super) struct Keys<'a> {
    authors: Cow<'a, [String]>,
    title: Cow<'a, str>,
    title_sketch: i64,
    first_author: Option<i64>,
    /// What proves that the paper is what was written.
    checksum: i64,
}

impl Keys<'_> {
    pub(super) fn of(paper: &PaperRecord) -> Self {
        let title = title_key(&paper.title);
        Self {
            authors: paper.authors.iter().map(author_key).collect(),
            title_sketch: title_sketch(&title),
            first_author: first_author_key(paper),
            checksum: of_paper(paper, &title),
            title: title.into(),
        }
    }
}

impl<'a> From<&'a Profile> for Keys<'a> {
    fn from(entry: &'a Profile) -> Self {
        let title = Cow::Borrowed(entry.title_key.as_str());
        let authors = Cow::Borrowed(entry.author_keys.as_slice());
        let Profile { title_sketch, first_author, checksum, .. } = *entry;
        Self { authors, title, title_sketch, first_author, checksum }
    }
}

/// Writes what stands in a paper's own row, and returns its venue.
fn write_row(
    terms: &Terms<'_>,
    paper: &PaperRecord,
    keys: &Keys<'_>,
    id: Option<i64>,
    write: impl FnOnce(&[&dyn ToSql]) -> rusqlite::Result<usize>,
) -> rusqlite::Result<Option<i64>> {
    let venue_id = paper.venue.as_deref().map(|name| terms.venue_id(name)).transpose()?;
    write(params![
        id,
        paper.title,
        keys.title,
        paper.abstract_text,
        paper.published_on.map(|date| date.to_string()),
        paper.published_on.map(PartialDate::year),
        venue_id,
        paper.authors_complete,
        paper.code_stated,
        keys.first_author,
        keys.title_sketch,
        with_code_url(paper),
        keys.checksum,
    ])?;
    Ok(venue_id)
}

/// Whether an address of code is among a paper's links.
pub(super) fn with_code_url(paper: &PaperRecord) -> bool {
    paper.links.iter().any(|link| link.kind == LinkKind::Code)
}

fn clear_lists(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    for table in [
        "authorship_affiliation",
        "authorship",
        "paper_affiliation",
        "paper_category",
        "paper_keyword",
        "identifier",
        "link",
    ] {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE paper_id = ?1"))?.execute([id])?;
    }
    Ok(())
}

/// By what an entry is found: the key of its title, its first author's, its year.
pub(super) type EntryKey<'a> = (&'a str, Option<i64>, Option<i16>);

/// Notes by what the entries of a paper are found that say otherwise than it shows.
pub(super) fn write_other_keys(
    connection: &Connection,
    id: i64,
    keys: &BTreeSet<EntryKey<'_>>,
) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM other_key WHERE paper_id = ?1")?.execute([id])?;
    for (title_key, first_author, year) in keys {
        let add = include_str!("sql/insert_other_key.sql");
        connection.prepare_cached(add)?.execute(params![id, title_key, first_author, year, title_sketch(title_key)])?;
    }
    Ok(())
}

/// Leaves of a paper that has no entry any more only that another stands for it.
pub(super) fn empty_into(connection: &Connection, id: i64, into: i64) -> rusqlite::Result<()> {
    clear_lists(connection, id)?;
    write_other_keys(connection, id, &BTreeSet::new())?;
    connection.prepare_cached("DELETE FROM suspected_duplicate WHERE ?1 IN (paper_id, other_id)")?.execute([id])?;
    connection.prepare_cached("UPDATE paper SET merged_into = ?2 WHERE merged_into = ?1")?.execute([id, into])?;
    connection.prepare_cached(include_str!("sql/empty_paper.sql"))?.execute([id, into])?;
    Ok(())
}

/// Removes a paper that has no entry any more, and those that it stood for.
pub(super) fn remove(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    clear_lists(connection, id)?;
    write_other_keys(connection, id, &BTreeSet::new())?;
    connection.prepare_cached("DELETE FROM suspected_duplicate WHERE ?1 IN (paper_id, other_id)")?.execute([id])?;
    connection.prepare_cached("DELETE FROM doubtful_reading WHERE paper_id = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM paper WHERE merged_into = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM paper WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn write_authors(
    terms: &Terms<'_>,
    id: i64,
    authors: &[AuthorMention],
    keys: &Keys<'_>,
    belongings: &mut Belongings,
) -> rusqlite::Result<()> {
    let connection = terms.connection();
    for ((position, author), key) in (1_i64..).zip(authors).zip(keys.authors.iter()) {
        let author_id = terms.author_id(author, key)?;
        let values = params![id, position, author_id, author.name_as_printed, author.position_stated];
        terms.run(Often::Authorship, values)?;
        belongings.authors.push(author_id);
        for affiliation in &author.affiliations {
            let affiliation_id = terms.affiliation_id(affiliation)?;
            let add = include_str!("sql/insert_authorship_affiliation.sql");
            connection.prepare_cached(add)?.execute(params![id, position, affiliation_id, affiliation.name])?;
            add_affiliation(connection, id, affiliation_id, &affiliation.name)?;
            belongings.affiliations.push(affiliation_id);
        }
    }
    Ok(())
}

fn add_affiliation(connection: &Connection, id: i64, affiliation_id: i64, name: &str) -> rusqlite::Result<()> {
    let add = include_str!("sql/insert_paper_affiliation.sql");
    connection.prepare_cached(add)?.execute(params![id, affiliation_id, name])?;
    Ok(())
}

/// Adds what the record's lists hold beside the rows that are there.
fn add_lists(terms: &Terms<'_>, id: i64, record: &PaperRecord, belongings: &mut Belongings) -> rusqlite::Result<()> {
    let connection = terms.connection();
    for affiliation in &record.affiliations {
        let affiliation_id = terms.affiliation_id(affiliation)?;
        add_affiliation(connection, id, affiliation_id, &affiliation.name)?;
        belongings.affiliations.push(affiliation_id);
    }
    for keyword in &record.keywords {
        let add = "INSERT OR IGNORE INTO paper_keyword (paper_id, keyword) VALUES (?1, ?2)";
        connection.prepare_cached(add)?.execute(params![id, keyword])?;
    }
    for code in &record.categories {
        let category_id = terms.category_id(code)?;
        terms.run(Often::Category, [id, category_id])?;
        belongings.categories.push(category_id);
    }
    for link in &record.links {
        terms.run(Often::Link, params![id, link.url, link.kind.as_str(), link.stated_by.as_str()])?;
    }
    // Last, so that of a paper that is refused none is left among the identifiers of a catalog that is filled.
    let add = if terms.is_filling() { Often::NewIdentifier } else { Often::Identifier };
    for identifier in &record.identifiers {
        terms.run(add, params![identifier.scheme.as_str(), identifier.value, id])?;
    }
    Ok(())
}

fn list<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(values, read)?.collect()
}
