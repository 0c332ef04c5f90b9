//! One paper's rows: reading them as the record they amount to, and writing what a record adds.

use rusqlite::{Connection, Params, Row, params};

use super::terms;
use crate::identifier::{Identifier, PersonIdentifier, PersonScheme, Scheme};
use crate::identity::matching::title_key;
use crate::identity::name::authors_agree;
use crate::record::{Affiliation, AuthorMention, Link, LinkKind, PaperRecord, PartialDate, StatedBy};

/// The papers that may be the one a record speaks of: those with one of its identifiers, then those with its title
/// whose first author may be its own, so that the many papers called "Editorial" need not be read.
pub(super) fn candidates(connection: &Connection, record: &PaperRecord) -> rusqlite::Result<Vec<i64>> {
    let mut ids = Vec::new();
    for identifier in &record.identifiers {
        let same = "SELECT paper_id FROM identifier WHERE scheme = ?1 AND value = ?2 ORDER BY paper_id";
        let values = params![identifier.scheme.as_str(), identifier.value];
        ids.extend(list(connection, same, values, |row| row.get::<_, i64>(0))?);
    }
    let first = record.authors.iter().find(|author| author.position_stated);
    let same = include_str!("sql/papers_of_title.sql");
    let of_title = list(connection, same, [title_key(&record.title)], |row| {
        let (name, is_group): (Option<String>, bool) = (row.get("first_author")?, row.get("is_group")?);
        let known = name.map(|name| AuthorMention { is_group, ..AuthorMention::printed(name) });
        Ok((row.get::<_, i64>("id")?, known))
    })?;
    let may_be = |known: &Option<AuthorMention>| match (known, first) {
        (Some(known), Some(incoming)) => authors_agree(known, incoming),
        _ => true,
    };
    ids.extend(of_title.into_iter().filter(|(_, known)| may_be(known)).map(|(id, _)| id));
    Ok(ids)
}

/// The authors of a paper, each once.
pub(super) fn author_ids(connection: &Connection, id: i64) -> rusqlite::Result<Vec<i64>> {
    list(connection, "SELECT DISTINCT author_id FROM authorship WHERE paper_id = ?1", [id], |row| row.get(0))
}

/// The years that the sources of a paper gave.
pub(super) fn source_years(connection: &Connection, id: i64) -> rusqlite::Result<Vec<i16>> {
    let said = "SELECT json_extract(said, '$.published_on') FROM record WHERE paper_id = ?1 AND said IS NOT NULL";
    let dates = list(connection, said, [id], |row| row.get::<_, Option<String>>(0))?;
    let years = dates.into_iter().flatten().filter_map(|date| PartialDate::parse(&date)).map(PartialDate::year);
    Ok(years.collect())
}

/// What the catalog knows of a paper, as if one listing had said it.
pub(super) fn load(connection: &Connection, id: i64) -> rusqlite::Result<PaperRecord> {
    let mut paper = connection.prepare_cached(include_str!("sql/load_paper.sql"))?.query_row([id], |row| {
        Ok(PaperRecord {
            title: row.get("title")?,
            authors_complete: row.get("authors_complete")?,
            published_on: row.get::<_, Option<String>>("published_on")?.as_deref().and_then(PartialDate::parse),
            abstract_text: row.get("abstract")?,
            venue: row.get("venue")?,
            code_stated: row.get("code_stated")?,
            ..PaperRecord::default()
        })
    })?;
    paper.authors = load_authors(connection, id)?;
    paper.categories = list(connection, include_str!("sql/load_categories.sql"), [id], |row| row.get(0))?;
    paper.affiliations = list(connection, include_str!("sql/load_affiliations.sql"), [id], affiliation)?;
    let keywords = "SELECT keyword FROM paper_keyword WHERE paper_id = ?1 ORDER BY keyword";
    paper.keywords = list(connection, keywords, [id], |row| row.get(0))?;
    let identifiers = "SELECT scheme, value FROM identifier WHERE paper_id = ?1 ORDER BY scheme, value";
    paper.identifiers = list(connection, identifiers, [id], identifier)?.into_iter().flatten().collect();
    let links = "SELECT url, kind, stated_by FROM link WHERE paper_id = ?1 ORDER BY url, stated_by";
    paper.links = list(connection, links, [id], link)?.into_iter().flatten().collect();
    Ok(paper)
}

fn load_authors(connection: &Connection, id: i64) -> rusqlite::Result<Vec<AuthorMention>> {
    let mut authors = list(connection, include_str!("sql/load_authors.sql"), [id], |row| {
        let mention = AuthorMention {
            name_as_printed: row.get("name_as_printed")?,
            position_stated: row.get("position_stated")?,
            is_group: row.get("is_group")?,
            ..AuthorMention::default()
        };
        Ok((mention, row.get::<_, i64>("position")?, row.get::<_, i64>("author_id")?))
    })?;
    for (mention, position, author_id) in &mut authors {
        let identifiers = "SELECT scheme, value FROM author_identifier WHERE author_id = ?1 ORDER BY scheme, value";
        let identifiers = list(connection, identifiers, [*author_id], person_identifier)?;
        mention.identifiers = identifiers.into_iter().flatten().collect();
        let affiliations = include_str!("sql/load_author_affiliations.sql");
        mention.affiliations = list(connection, affiliations, [id, *position], affiliation)?;
    }
    Ok(authors.into_iter().map(|(mention, ..)| mention).collect())
}

fn affiliation(row: &Row<'_>) -> rusqlite::Result<Affiliation> {
    Ok(Affiliation { name: row.get("name")?, ror: row.get("ror")?, country_code: row.get("country_code")? })
}

fn person_identifier(row: &Row<'_>) -> rusqlite::Result<Option<PersonIdentifier>> {
    let (scheme, value): (String, String) = (row.get(0)?, row.get(1)?);
    Ok(PersonScheme::parse(&scheme).map(|scheme| PersonIdentifier { scheme, value }))
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

/// Adds a paper and returns its id.
pub(super) fn insert(connection: &Connection, record: &PaperRecord) -> rusqlite::Result<i64> {
    let venue_id = record.venue.as_deref().map(|name| terms::venue_id(connection, name)).transpose()?;
    connection.prepare_cached(include_str!("sql/insert_paper.sql"))?.execute(params![
        record.title,
        title_key(&record.title),
        record.abstract_text,
        record.published_on.map(|date| date.to_string()),
        record.published_on.map(PartialDate::year),
        venue_id,
        record.authors_complete,
        record.code_stated,
    ])?;
    let id = connection.last_insert_rowid();
    write_authors(connection, id, &record.authors)?;
    add_lists(connection, id, record)?;
    Ok(id)
}

/// Brings a paper from what it was to what it is after a merge.
pub(super) fn update(connection: &Connection, id: i64, was: &PaperRecord, is: &PaperRecord) -> rusqlite::Result<()> {
    let venue_id = is.venue.as_deref().map(|name| terms::venue_id(connection, name)).transpose()?;
    connection.prepare_cached(include_str!("sql/update_paper.sql"))?.execute(params![
        id,
        is.abstract_text,
        is.published_on.map(|date| date.to_string()),
        is.published_on.map(PartialDate::year),
        venue_id,
        is.authors_complete,
        is.code_stated,
    ])?;
    if was.authors != is.authors {
        connection.prepare_cached("DELETE FROM authorship WHERE paper_id = ?1")?.execute([id])?;
        write_authors(connection, id, &is.authors)?;
    }
    if was.categories != is.categories {
        connection.prepare_cached("DELETE FROM paper_category WHERE paper_id = ?1")?.execute([id])?;
    }
    add_lists(connection, id, is)
}

/// Gives a paper another title: a mended reading of the line it stood on.
pub(super) fn rename(connection: &Connection, id: i64, title: &str) -> rusqlite::Result<()> {
    let rename = "UPDATE paper SET title = ?2, title_key = ?3 WHERE id = ?1";
    connection.prepare_cached(rename)?.execute(params![id, title, title_key(title)])?;
    Ok(())
}

fn write_authors(connection: &Connection, id: i64, authors: &[AuthorMention]) -> rusqlite::Result<()> {
    for (position, author) in (1_i64..).zip(authors) {
        let author_id = terms::author_id(connection, author)?;
        let mut add = connection.prepare_cached(include_str!("sql/insert_authorship.sql"))?;
        add.execute(params![id, position, author_id, author.name_as_printed, author.position_stated])?;
        for affiliation in &author.affiliations {
            let affiliation_id = terms::affiliation_id(connection, affiliation)?;
            let add = include_str!("sql/insert_authorship_affiliation.sql");
            connection.prepare_cached(add)?.execute(params![id, position, affiliation_id, affiliation.name])?;
            add_affiliation(connection, id, affiliation_id)?;
        }
    }
    Ok(())
}

fn add_affiliation(connection: &Connection, id: i64, affiliation_id: i64) -> rusqlite::Result<()> {
    let add = "INSERT OR IGNORE INTO paper_affiliation (paper_id, affiliation_id) VALUES (?1, ?2)";
    connection.prepare_cached(add)?.execute([id, affiliation_id])?;
    Ok(())
}

/// Adds what the record's lists hold beside the rows that are there.
fn add_lists(connection: &Connection, id: i64, record: &PaperRecord) -> rusqlite::Result<()> {
    for affiliation in &record.affiliations {
        add_affiliation(connection, id, terms::affiliation_id(connection, affiliation)?)?;
    }
    for keyword in &record.keywords {
        let add = "INSERT OR IGNORE INTO paper_keyword (paper_id, keyword) VALUES (?1, ?2)";
        connection.prepare_cached(add)?.execute(params![id, keyword])?;
    }
    for code in &record.categories {
        let category_id = terms::category_id(connection, code)?;
        let add = "INSERT OR IGNORE INTO paper_category (paper_id, category_id) VALUES (?1, ?2)";
        connection.prepare_cached(add)?.execute([id, category_id])?;
    }
    for identifier in &record.identifiers {
        let add = "INSERT OR IGNORE INTO identifier (scheme, value, paper_id) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(add)?.execute(params![identifier.scheme.as_str(), identifier.value, id])?;
    }
    for link in &record.links {
        let add = "INSERT OR IGNORE INTO link (paper_id, url, kind, stated_by) VALUES (?1, ?2, ?3, ?4)";
        let values = params![id, link.url, link.kind.as_str(), link.stated_by.as_str()];
        connection.prepare_cached(add)?.execute(values)?;
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
