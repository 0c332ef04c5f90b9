//! From what people type to the row they mean: names however typed, identifiers, parts of titles.
//!
//! A name that fits several rows is never guessed: the error lists them with their ids.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::bail;
use rapidfuzz::distance::jaro_winkler;
use rusqlite::{Connection, OptionalExtension};

use crate::identifier::Identifier;
use crate::identity::affiliation::affiliation_key;
use crate::identity::fold::{fold, squeezed};
use crate::identity::likeness::title_sketch;
use crate::identity::matching::title_key;
use crate::identity::name::name_key;
use crate::terminal_text::terminal_safe;

/// How many candidates an error lists.
const MAX_LISTED: usize = 20;
/// How alike a name must be to be suggested (Jaro-Winkler, 0 to 1).
const SUGGESTION_BAR: f64 = 0.88;

/// What is looked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person.
    Author,
    /// A place.
    Affiliation,
    /// A journal or conference.
    Venue,
    /// A paper, by its title.
    Paper,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Affiliation => "affiliation",
            Self::Venue => "venue",
            Self::Paper => "paper",
        }
    }

    fn key(self, typed: &str) -> String {
        match self {
            Self::Author => name_key(typed),
            Self::Affiliation => affiliation_key(typed),
            Self::Venue => fold(typed),
            Self::Paper => title_key(typed),
        }
    }

    /// Every name's id and key.
    fn keys_sql(self) -> &'static str {
        match self {
            Self::Author => "SELECT author_id, key FROM author_name",
            Self::Affiliation => {
                "SELECT affiliation_id, key FROM affiliation_name UNION SELECT id, key FROM affiliation"
            }
            Self::Venue => "SELECT id, key FROM venue",
            Self::Paper => "SELECT id, title_key FROM paper WHERE merged_into IS NULL",
        }
    }

    /// The ids of the rows whose key is exactly `?1`.
    fn exact_sql(self) -> &'static str {
        match self {
            Self::Author => "SELECT DISTINCT author_id FROM author_name WHERE key = ?1",
            Self::Affiliation => "SELECT id FROM affiliation WHERE key = ?1",
            Self::Venue => "SELECT id FROM venue WHERE key = ?1",
            Self::Paper => "SELECT id FROM paper WHERE title_sketch = ?2 AND title_key = ?1 AND merged_into IS NULL",
        }
    }

    /// A row's name and what helps to tell it from others.
    fn describe_sql(self) -> &'static str {
        match self {
            Self::Author => include_str!("sql/describe_author.sql"),
            Self::Affiliation => include_str!("sql/describe_affiliation.sql"),
            Self::Venue => include_str!("sql/describe_venue.sql"),
            Self::Paper => include_str!("sql/describe_paper.sql"),
        }
    }
}

/// Several rows fit a name; the user must say which.
#[derive(Debug)]
pub struct Ambiguous {
    kind: Kind,
    typed: String,
    candidates: Vec<(i64, String)>,
    unlisted: usize,
}

impl fmt::Display for Ambiguous {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.candidates.len() + self.unlisted;
        writeln!(formatter, "\"{}\" fits {count} {}s:", terminal_safe(&self.typed), self.kind.word())?;
        for (id, description) in &self.candidates {
            writeln!(formatter, "  {id:>6}  {}", terminal_safe(description))?;
        }
        if self.unlisted > 0 {
            writeln!(formatter, "  and {} more", self.unlisted)?;
        }
        let first = self.candidates.first().map_or(1, |(id, _)| *id);
        write!(formatter, "say more of the name, or give an id, such as \"#{first}\"")
    }
}

impl std::error::Error for Ambiguous {}

/// The one row of a kind that a typed name, or an id written `#7`, means.
///
/// Exactly the name, however spaced, decides; else whatever contains all its words. Fails when nothing fits, with
/// the names that look alike, and when several fit ([`Ambiguous`]).
pub fn one(connection: &Connection, kind: Kind, typed: &str) -> anyhow::Result<i64> {
    if let Some(id) = typed.strip_prefix('#').and_then(|id| id.parse().ok()) {
        return by_id(connection, kind, id);
    }
    let key = kind.key(typed);
    if key.is_empty() {
        bail!("no {} fits an empty name", kind.word());
    }
    let exact = exact(connection, kind, &key)?;
    let (ids, alike) = match only(&exact) {
        Some(id) => return Ok(id),
        None if exact.is_empty() && kind == Kind::Paper => part_of_title(connection, &key)?,
        None if exact.is_empty() => scan(connection, kind, &key)?,
        None => (exact, Vec::new()),
    };
    match only(&ids) {
        Some(id) => Ok(id),
        None if ids.is_empty() => nothing_fits(connection, kind, typed, &alike),
        None => Err(ambiguous(connection, kind, typed, &ids)?.into()),
    }
}

/// The row of a kind with this id. Fails when there is none.
pub fn by_id(connection: &Connection, kind: Kind, id: i64) -> anyhow::Result<i64> {
    match describe(connection, kind, id)? {
        Some(_) => Ok(id),
        None => bail!("there is no {} with the id {id}", kind.word()),
    }
}

/// The paper that a text means: an id, an identifier (`doi:…`, `arXiv:…`), a title or a part of one.
pub fn paper(connection: &Connection, typed: &str) -> anyhow::Result<i64> {
    if let Some(identifier) = Identifier::parse(typed) {
        let sql = "SELECT paper_id FROM identifier WHERE scheme = ?1 AND value = ?2 ORDER BY paper_id";
        let with_it = (identifier.scheme.as_str(), &identifier.value);
        if let Some(id) = connection.query_row(sql, with_it, |row| row.get(0)).optional()? {
            return standing_for(connection, id);
        }
        bail!("no paper has the identifier {identifier}");
    }
    if let Ok(id) = typed.trim().parse::<i64>()
        && describe(connection, Kind::Paper, id)?.is_some()
    {
        return standing_for(connection, id);
    }
    one(connection, Kind::Paper, typed)
}

/// The paper that stands for the one with this id, and the title that the one has or had; `None` where there was none.
pub fn paper_as_it_was(connection: &Connection, id: i64) -> anyhow::Result<Option<(i64, String)>> {
    let sql = "SELECT coalesce(merged_into, id), title FROM paper WHERE id = ?1";
    Ok(connection.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// The paper that stands for one that was merged into it.
fn standing_for(connection: &Connection, id: i64) -> anyhow::Result<i64> {
    let sql = "SELECT coalesce(merged_into, id) FROM paper WHERE id = ?1";
    Ok(connection.query_row(sql, [id], |row| row.get(0))?)
}

/// The categories that a code means: itself in any case, and with any archive where it has none.
pub fn categories(connection: &Connection, typed: &str) -> anyhow::Result<Vec<i64>> {
    let wanted = typed.trim().to_lowercase();
    let mut statement = connection.prepare("SELECT id, code FROM category ORDER BY code")?;
    let all =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(i64, String)>, _>>()?;
    let fits = |code: &str| {
        let code = code.to_lowercase();
        code == wanted || code.strip_suffix(&wanted).is_some_and(|archive| archive.ends_with('.'))
    };
    let ids: Vec<_> = all.iter().filter(|(_, code)| fits(code)).map(|(id, _)| *id).collect();
    if ids.is_empty() {
        let codes = all.iter().map(|(_, code)| code.as_str()).take(MAX_LISTED).collect::<Vec<_>>().join(", ");
        bail!("no paper has the category \"{typed}\"; there are: {codes}");
    }
    Ok(ids)
}

/// The listings that a text means: a number, a path as it was given, or a file's name. For one that repeats another, the one
/// that has the entries.
pub fn listings(connection: &Connection, typed: &str) -> anyhow::Result<Vec<i64>> {
    let mut statement = connection.prepare("SELECT id, path, coalesce(repeats_id, id) FROM listing ORDER BY id")?;
    let all =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<Vec<_>, _>>()?;
    let fits = |id: i64, path: &str| {
        let is_name = std::path::Path::new(path).file_name().is_some_and(|name| name == typed);
        path == typed || is_name || typed.parse() == Ok(id)
    };
    let fitting = all.iter().filter(|(id, path, _): &&(i64, String, i64)| fits(*id, path));
    let ids: Vec<_> = fitting.map(|(.., entries_of)| *entries_of).collect();
    if ids.is_empty() {
        bail!("no listing has the path, name or number \"{typed}\"; `paperdex stats` counts the listings there are");
    }
    Ok(ids)
}

/// The rows of a kind that have a key.
fn exact(connection: &Connection, kind: Kind, key: &str) -> rusqlite::Result<BTreeSet<i64>> {
    let mut statement = connection.prepare(kind.exact_sql())?;
    statement.raw_bind_parameter(1, key)?;
    if kind == Kind::Paper {
        statement.raw_bind_parameter(2, title_sketch(key))?;
    }
    let mut rows = statement.raw_query();
    let mut ids = BTreeSet::new();
    while let Some(row) = rows.next()? {
        ids.insert(row.get(0)?);
    }
    Ok(ids)
}

/// The papers with a title, spacing aside, else those whose title has all its words, by index; else what [`scan`] finds.
fn part_of_title(connection: &Connection, key: &str) -> anyhow::Result<(BTreeSet<i64>, Vec<i64>)> {
    let spaced = "SELECT id, title_key FROM paper WHERE title_sketch = ?1 AND merged_into IS NULL";
    let mut spaced = connection.prepare(spaced)?;
    let spaced = spaced.query_map([title_sketch(key)], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let spaced = spaced.collect::<Result<Vec<_>, _>>()?;
    let mut ids: BTreeSet<i64> =
        spaced.into_iter().filter(|(_, title)| squeezed(title) == squeezed(key)).map(|(id, _)| id).collect();
    let has_words = || connection.query_row("SELECT is_built FROM text_index", [], |row| row.get::<_, bool>(0));
    if ids.is_empty() && has_words()? {
        let phrases: Vec<_> = key.split(' ').map(|word| format!("\"{word}\" *")).collect();
        let with_words = "SELECT rowid FROM paper_text WHERE paper_text MATCH ?1";
        let mut with_words = connection.prepare(with_words)?;
        let found = with_words.query_map([format!("{{title}} : ({})", phrases.join(" AND "))], |row| row.get(0))?;
        ids = found.collect::<Result<_, _>>()?;
    }
    if ids.is_empty() { scan(connection, Kind::Paper, key) } else { Ok((ids, Vec::new())) }
}

fn only(ids: &BTreeSet<i64>) -> Option<i64> {
    ids.first().copied().filter(|_| ids.len() == 1)
}

/// Reads every name once: those that are the typed one but for spacing, else those that contain all its words;
/// beside them, if there are none, those that look alike.
fn scan(connection: &Connection, kind: Kind, key: &str) -> anyhow::Result<(BTreeSet<i64>, Vec<i64>)> {
    let (wanted, words) = (squeezed(key), key.split(' ').collect::<Vec<_>>());
    let (mut equal, mut containing) = (BTreeSet::new(), BTreeSet::new());
    let mut alike: Vec<(f64, i64)> = Vec::new();
    let mut statement = connection.prepare(kind.keys_sql())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let name = row.get_ref(1)?.as_str()?;
        let name_squeezed = squeezed(name);
        if name_squeezed == wanted {
            equal.insert(id);
        } else if name_squeezed.contains(&wanted) || words.iter().all(|word| name.contains(word)) {
            containing.insert(id);
        } else if containing.is_empty() {
            let likeness = jaro_winkler::similarity(name.chars(), key.chars());
            if likeness >= SUGGESTION_BAR {
                alike.push((likeness, id));
            }
        }
    }
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let alike = alike.into_iter().map(|(_, id)| id).take(3).collect();
    Ok((if equal.is_empty() { containing } else { equal }, alike))
}

fn describe(connection: &Connection, kind: Kind, id: i64) -> rusqlite::Result<Option<(String, i64)>> {
    let row = connection.prepare_cached(kind.describe_sql())?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)));
    row.optional()
}

fn ambiguous(connection: &Connection, kind: Kind, typed: &str, ids: &BTreeSet<i64>) -> anyhow::Result<Ambiguous> {
    let mut described = Vec::new();
    for &id in ids {
        let (name, number) = describe(connection, kind, id)?.unwrap_or_default();
        described.push((id, name, number));
    }
    described.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.1.cmp(&other.1)).then(one.0.cmp(&other.0)));
    let unlisted = described.len().saturating_sub(MAX_LISTED);
    let in_words = |(id, name, number): (i64, String, i64)| match kind {
        Kind::Paper if number == 0 => (id, name),
        Kind::Paper => (id, format!("{name} ({number})")),
        _ => (id, format!("{name} ({number} paper{})", if number == 1 { "" } else { "s" })),
    };
    let candidates = described.into_iter().take(MAX_LISTED).map(in_words).collect();
    Ok(Ambiguous { kind, typed: typed.into(), candidates, unlisted })
}

fn nothing_fits(connection: &Connection, kind: Kind, typed: &str, alike: &[i64]) -> anyhow::Result<i64> {
    let mut names = Vec::new();
    for &id in alike {
        names.extend(describe(connection, kind, id)?.map(|(name, _)| name));
    }
    match names.as_slice() {
        [] => bail!("no {} fits \"{typed}\"", kind.word()),
        names => bail!("no {} fits \"{typed}\"; did you mean {}?", kind.word(), names.join(" or ")),
    }
}
