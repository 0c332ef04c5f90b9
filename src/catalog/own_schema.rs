//! Whose the schema of a file is. A catalog may come from anywhere, and SQLite runs what its schema says: a trigger runs with
//! every row that is written, a view in the place of a table with every row that is read. So nothing is written to a file
//! with a definition that is not ours, and nothing is read through one that would run.
//!
//! Tables, views and indexes that the user added beside ours are allowed: none of our statements names them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{bail, ensure};
use rusqlite::{Connection, ErrorCode};

use super::inspect::SCHEMA_VERSION;
use super::migrate::user_version;

/// The schema as this program makes it.
pub(super) const SCHEMA: &str = include_str!("../../schema.sql");

/// The tables that every version of the catalog has.
const OLDEST_TABLES: &[&str] = &["author", "authorship", "listing", "paper", "record"];

/// The tables that FTS5 makes for the index of words (SQLite 3.54, `fts5_storage.c` and `fts5_index.c`).
const TEXT_TABLES: &[(&str, &str)] = &[
    ("paper_text_data", "CREATE TABLE 'paper_text_data'(id INTEGER PRIMARY KEY, block BLOB)"),
    ("paper_text_idx", "CREATE TABLE 'paper_text_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID"),
    ("paper_text_docsize", "CREATE TABLE 'paper_text_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER)"),
    ("paper_text_config", "CREATE TABLE 'paper_text_config'(k PRIMARY KEY, v) WITHOUT ROWID"),
];

/// A definition of ours.
pub(super) struct Definition {
    /// `table`, `index` or `view`.
    pub kind: &'static str,
    /// The statement that makes it, as `schema.sql` has it.
    pub sql: &'static str,
    /// The same in [`plain`] form.
    plain: String,
}

/// What in a schema is not as we made it.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Allowed objects of the user's own, a few words each.
    pub extras: Vec<String>,
    /// What keeps the file from being written to.
    pub changed: Vec<String>,
    /// What keeps it from being read, too.
    runs: Vec<String>,
    /// Tables of ours that are not there.
    missing_tables: Vec<String>,
}

/// The definitions of the present schema, by name.
pub(super) fn definitions() -> &'static HashMap<&'static str, Definition> {
    static DEFINITIONS: OnceLock<HashMap<&str, Definition>> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let text_tables = TEXT_TABLES.iter().map(|(name, sql)| (*name, "table", *sql));
        let own = statements(SCHEMA).into_iter().filter_map(|sql| {
            let made = Made::of(&plain(sql))?;
            let at = sql.find(&made.name)?;
            Some((&sql[at..at + made.name.len()], made.kind, sql))
        });
        own.chain(text_tables).map(|(name, kind, sql)| (name, Definition { kind, sql, plain: plain(sql) })).collect()
    })
}

/// Compares the schema of a file with ours.
pub(super) fn survey(connection: &Connection) -> rusqlite::Result<Survey> {
    let is_present = user_version(connection)? == SCHEMA_VERSION;
    let mut survey = Survey::default();
    let mut missing: Vec<&str> =
        if is_present { definitions().keys().copied().collect() } else { OLDEST_TABLES.to_vec() };
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
        let (table, sql): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        missing.retain(|missing| *missing != name);
        survey.look_at(connection, is_present, &Found { kind, name, table, sql })?;
    }
    missing.sort_by_key(|name| (!OLDEST_TABLES.contains(name), *name));
    for name in missing {
        match definitions().get(name).map_or("table", |definition| definition.kind) {
            "table" => survey.missing_tables.push(name.to_owned()),
            kind => survey.changed.push(format!("{kind} {name} is missing")),
        }
    }
    Ok(survey)
}

/// A row of `sqlite_schema`.
struct Found {
    kind: String,
    name: String,
    table: String,
    sql: Option<String>,
}

impl Survey {
    fn look_at(&mut self, connection: &Connection, is_present: bool, found: &Found) -> rusqlite::Result<()> {
        let Found { kind, name, table, sql } = found;
        let text = plain(sql.as_deref().unwrap_or_default());
        let definition = definitions().get(name.as_str());
        let is_autoindex = kind == "index" && sql.is_none() && name.starts_with("sqlite_autoindex_");
        let is_ours = definition.is_some_and(|definition| definition.kind == kind && definition.plain == text);
        if is_autoindex || is_ours {
            return Ok(());
        }
        let shown = format!("{kind} {name}");
        // The row of a schema may say one thing of itself and make another.
        let made = Made::of(&text);
        let is_what_it_says = made.as_ref().is_some_and(|made| made.kind == kind && made.name == *name);
        if kind == "trigger" || !is_what_it_says {
            self.changed.push(shown);
            return Ok(());
        }
        let Some(definition) = definition else {
            self.extras.push(in_words(found, made.is_some_and(|made| made.is_virtual), &text));
            return Ok(());
        };
        // An older version has its own definitions of the same tables; that they are tables is all that is known of them.
        let is_table = definition.kind == "table";
        let was_virtual = definition.plain.starts_with("CREATE VIRTUAL");
        let is_virtual = made.is_some_and(|made| made.is_virtual);
        if is_table && (kind != "table" || is_virtual || (was_virtual && is_present) || is_computed(connection, table)?)
        {
            self.runs.push(shown.clone());
        }
        if is_present || kind != definition.kind || is_virtual != was_virtual {
            self.changed.push(format!("{shown}, which is not as paperdex makes it"));
        }
        Ok(())
    }

    /// Fails where reading would run what is not ours, or where a table is missing.
    pub(super) fn allows_reading(&self, path: &Path) -> anyhow::Result<()> {
        let shown = path.display();
        if let Some(what) = self.runs.first() {
            bail!(
                "{shown} was changed by another program ({what} is in the place of a table of paperdex): it is not read"
            );
        }
        if let Some(table) = self.missing_tables.first() {
            bail!(
                "{shown} is damaged (table {table} is missing): restore it from a backup, or save what can be read with \
                 `paperdex repair`"
            );
        }
        Ok(())
    }

    /// The same, and where writing would.
    pub(super) fn allows_writing(&self, path: &Path) -> anyhow::Result<()> {
        self.allows_reading(path)?;
        let what = self.changed.join(", ");
        ensure!(
            what.is_empty(),
            "{} was changed by another program ({what}): nothing is written to it; `paperdex repair` makes a catalog of its \
             papers without that",
            path.display()
        );
        Ok(())
    }
}

/// Fails where a file has a definition that is not ours in the place of one that is, or one that would run.
pub(super) fn prove(connection: &Connection) -> anyhow::Result<()> {
    let Survey { changed, missing_tables, .. } = survey(connection)?;
    let wrong: Vec<_> = changed.into_iter().chain(missing_tables).collect();
    ensure!(wrong.is_empty(), "it was changed by another program ({})", wrong.join(", "));
    Ok(())
}

/// What in the schema of a catalog makes it unsound, a line each.
pub(super) fn changes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    Ok(survey(connection)?.changed.into_iter().map(|what| format!("changed by another program: {what}")).collect())
}

/// What a catalog has beside what is ours and is allowed, a few words each.
///
/// Fails when the catalog cannot be read.
pub fn not_ours(connection: &Connection) -> anyhow::Result<Vec<String>> {
    Ok(survey(connection)?.extras)
}

/// Whether a table has columns that are computed when they are read.
fn is_computed(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let computed = "SELECT count(*) > 0 FROM pragma_table_xinfo(?1) WHERE hidden <> 0";
    match connection.query_row(computed, [table], |row| row.get(0)) {
        // A view that cannot even be prepared.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => Ok(true),
        computed => computed,
    }
}

/// An allowed object, and how it may be in our way.
fn in_words(found: &Found, is_virtual: bool, text: &str) -> String {
    let Found { kind, name, table, .. } = found;
    if is_virtual {
        return format!("virtual table {name}");
    }
    if kind != "index" {
        return format!("{kind} {name}");
    }
    if !definitions().contains_key(table.as_str()) {
        return format!("index {name} on table {table}");
    }
    let may_refuse = if text.starts_with("CREATE UNIQUE") { ", which may refuse what an import writes" } else { "" };
    format!("index {name} on our table {table}{may_refuse}")
}

/// What a statement makes.
struct Made {
    /// `table`, `index`, `view` or `trigger`.
    kind: &'static str,
    name: String,
    is_virtual: bool,
}

impl Made {
    /// `None` for a statement that makes nothing, or in a form in which SQLite does not keep statements.
    fn of(plain: &str) -> Option<Self> {
        let rest = plain.strip_prefix("CREATE ")?;
        let kinds = [
            ("TABLE ", "table", false),
            ("VIRTUAL TABLE ", "table", true),
            ("INDEX ", "index", false),
            ("UNIQUE INDEX ", "index", false),
            ("VIEW ", "view", false),
            ("TRIGGER ", "trigger", false),
        ];
        let (rest, kind, is_virtual) =
            kinds.iter().find_map(|(words, kind, is_virtual)| Some((rest.strip_prefix(words)?, *kind, *is_virtual)))?;
        let name = match rest.chars().next()? {
            open @ ('"' | '\'' | '`' | '[') => {
                let close = if open == '[' { ']' } else { open };
                let end = end_of_quoted(rest.as_bytes(), 0);
                let inner = rest.get(1..end.checked_sub(1)?)?;
                if open == '[' {
                    inner.to_owned()
                } else {
                    inner.replace(&[close, close].iter().collect::<String>(), &close.to_string())
                }
            }
            _ => rest.split(|letter: char| !is_word(letter)).next()?.to_owned(),
        };
        Some(Self { kind, name, is_virtual })
    }
}

/// The statements of a script, each without the semicolon.
fn statements(script: &'static str) -> Vec<&'static str> {
    let bytes = script.as_bytes();
    let (mut statements, mut begin, mut at) = (Vec::new(), None, 0);
    while at < bytes.len() {
        let next = after_token(bytes, at);
        match bytes[at] {
            b';' => statements.extend(begin.take().map(|begin| script[begin..at].trim_end())),
            _ if is_space(bytes, at) => {}
            _ => begin = begin.or(Some(at)),
        }
        at = next;
    }
    statements
}

/// A statement without comments and without blanks but those between words: what is left of a definition that a migration
/// made, whose comments stand elsewhere. Names and values in quotation marks stay as they are.
pub(super) fn plain(sql: &str) -> String {
    let bytes = sql.as_bytes();
    let (mut plain, mut is_apart, mut at) = (Vec::with_capacity(bytes.len()), false, 0);
    while at < bytes.len() {
        let next = after_token(bytes, at);
        if is_space(bytes, at) {
            is_apart = true;
        } else {
            let joins =
                |byte: Option<&u8>| byte.is_some_and(|byte| is_word(char::from(*byte)) || b"'\"`[]".contains(byte));
            if is_apart && joins(plain.last()) && joins(bytes.get(at)) {
                plain.push(b' ');
            }
            plain.extend_from_slice(&bytes[at..next]);
            is_apart = false;
        }
        at = next;
    }
    // Tokens begin and end where letters do.
    String::from_utf8_lossy(&plain).into_owned()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$') || !letter.is_ascii()
}

/// Whether a blank or a comment begins here.
fn is_space(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_whitespace() || matches!(bytes[at..], [b'-', b'-', ..] | [b'/', b'*', ..])
}

/// Where the token ends that begins here: a comment, something in quotation marks, a single sign, a byte of a word.
fn after_token(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let end = |length: Option<usize>| length.map_or(bytes.len(), |length| at + length);
    match rest {
        [b'-', b'-', ..] => end(rest.iter().position(|byte| *byte == b'\n')),
        [b'/', b'*', ..] => end(rest[2..].windows(2).position(|pair| pair == b"*/").map(|length| length + 4)),
        [b'\'' | b'"' | b'`' | b'[', ..] => end_of_quoted(bytes, at),
        _ => at + 1,
    }
}

/// Where what is in quotation marks ends. A doubled mark stands for itself, but in brackets.
fn end_of_quoted(bytes: &[u8], at: usize) -> usize {
    let close = if bytes[at] == b'[' { b']' } else { bytes[at] };
    let mut end = at + 1;
    while end < bytes.len() {
        if bytes[end] == close {
            if close == b']' || bytes.get(end + 1) != Some(&close) {
                return end + 1;
            }
            end += 1;
        }
        end += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_catalog_has_exactly_the_definitions_of_ours() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::create_schema(&mut connection).unwrap();
        let survey = survey(&connection).unwrap();
        assert!(survey.extras.is_empty() && survey.changed.is_empty(), "{survey:?}");
        assert!(survey.runs.is_empty() && survey.missing_tables.is_empty(), "{survey:?}");
        let made: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE sql IS NOT NULL", [], |row| row.get(0))
            .unwrap();
        assert_eq!(usize::try_from(made).unwrap(), definitions().len());
    }

    #[test]
    fn comments_and_blanks_make_no_difference_and_all_else_does() {
        let same = [
            ("CREATE TABLE a (b INT, -- a comment\n c TEXT)", "CREATE TABLE a(b INT,c TEXT)"),
            ("CREATE TABLE a (b /* ; */ INT)", "CREATE  TABLE a\n(\tb INT )"),
        ];
        for (one, other) in same {
            assert_eq!(plain(one), plain(other));
        }
        let different = [
            ("CREATE TABLE a (b DEFAULT 'x')", "CREATE TABLE a (b DEFAULT 'x -- y\n')"),
            ("CREATE TABLE a (b DEFAULT 'x')", "CREATE TABLE a (b DEFAULT ' x')"),
            ("CREATE TABLE a (b INTEGER PRIMARY KEY)", "CREATE TABLE a (b INTEGERPRIMARY KEY)"),
            ("CREATE TABLE a (b DEFAULT x'00')", "CREATE TABLE a (b DEFAULT x '00')"),
            ("CREATE INDEX a ON b (c)", "CREATE INDEX a ON b (c); DROP TABLE b"),
        ];
        for (one, other) in different {
            assert_ne!(plain(one), plain(other));
        }
    }

    #[test]
    fn the_name_of_what_a_statement_makes_is_read_as_sqlite_reads_it() {
        for (sql, name) in [
            ("CREATE TABLE note(text)", "note"),
            ("CREATE TABLE \"my \"\"notes\"\"\"(text)", "my \"notes\""),
            ("CREATE VIEW [a b] AS SELECT 1", "a b"),
            ("CREATE UNIQUE INDEX 'it''s' ON note(text)", "it's"),
            ("CREATE TABLE Größe(text)", "Größe"),
        ] {
            assert_eq!(Made::of(&plain(sql)).map(|made| made.name).as_deref(), Some(name), "{sql}");
        }
        assert!(Made::of("INSERT INTO note VALUES (1)").is_none());
    }
}
