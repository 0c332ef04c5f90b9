//! Whether a catalog is sound: SQLite's own checks, what must hold between our rows, and whether every paper is what its
//! entries amount to.

use rusqlite::Connection;

use super::blocks::wrong_blocks;
use super::paper_rulings::Rulings;
use super::place::made_from;
use super::row_checksums::{self, wrong_rows};
use super::source;
use super::{own_schema, paper};
use crate::identity::likeness::{first_author_key, title_sketch};
use crate::identity::matching::title_key;
use crate::record::{AuthorMention, PaperRecord};

/// How many findings of one kind are told.
const MAX_FINDINGS: usize = 20;

/// What must hold, as a statement that finds what does not, one line each, and what it means.
const INVARIANTS: &[(&str, &str)] = &[
    ("an entry in force without a paper", include_str!("sql/check_entries.sql")),
    ("an input file whose entries do not add up to its counts", include_str!("sql/check_counts.sql")),
    ("an input file with hashes that are not those of its entries", include_str!("sql/check_hashes.sql")),
    ("a paper without an entry", include_str!("sql/check_papers.sql")),
    ("an author without a paper", include_str!("sql/check_authors.sql")),
    ("a paper whose links are not what is noted of them", include_str!("sql/check_code_urls.sql")),
    ("a paper that the index of words has not, or has and should not", include_str!("sql/check_words.sql")),
    ("a paper that stands for another and went into a third", include_str!("sql/check_merged.sql")),
];

/// What is wrong with a catalog, a line each; empty where it is sound. With `full`, every paper is made again from its
/// entries and compared, which takes about as long as an import.
///
/// Fails when the catalog cannot be read at all.
pub fn check(connection: &Connection, full: bool) -> anyhow::Result<Vec<String>> {
    row_checksums::register(connection)?;
    let mut findings = own_schema::changes(connection)?;
    if !findings.is_empty() {
        // What is not ours is not run.
        return Ok(findings);
    }
    let structure = if full { "PRAGMA integrity_check" } else { "PRAGMA quick_check" };
    findings.extend(texts(connection, structure)?.into_iter().filter(|line| line != "ok"));
    if !findings.is_empty() {
        // What SQLite cannot read rightly is not asked further.
        return Ok(findings);
    }
    let dangling =
        "SELECT \"table\" || ' refers to a row of ' || parent || ' that is not there' FROM pragma_foreign_key_check";
    findings.extend(texts(connection, dangling)?);
    let made_again = [
        ("what is kept for counting is not what is there", wrong_blocks(connection)?),
        ("damaged: its text is not what was saved", wrong_rows(connection, true)?),
    ];
    let invariants = INVARIANTS.iter().map(|(what, sql)| Ok((*what, texts(connection, sql)?)));
    for found in invariants.chain(made_again.map(Ok)) {
        let (what, found): (&str, Vec<String>) = found.map_err(|error: anyhow::Error| error)?;
        let untold = found.len().saturating_sub(MAX_FINDINGS);
        findings.extend(found.into_iter().take(MAX_FINDINGS).map(|which| format!("{what}: {which}")));
        if untold > 0 {
            findings.push(format!("{what}: {untold} more"));
        }
    }
    if full {
        findings.extend(papers_that_are_not_made_from_their_entries(connection)?);
    }
    Ok(findings)
}

fn papers_that_are_not_made_from_their_entries(connection: &Connection) -> anyhow::Result<Vec<String>> {
    let rulings = Rulings::load(connection)?;
    let mut findings = Vec::new();
    let mut ids = connection.prepare(
        "SELECT id, title_key, title_sketch, first_author_key FROM paper WHERE merged_into IS NULL ORDER BY id",
    )?;
    let mut rows = ids.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let sources = source::of_paper(connection, id)?;
        if sources.is_empty() {
            continue;
        }
        let paper = made_from(&sources.iter().collect::<Vec<_>>(), &rulings)?;
        let key = title_key(&paper.title);
        let keys = (key.clone(), Some(title_sketch(&key)), first_author_key(&paper));
        if paper::shown(connection, id)? != plain(&paper) {
            findings.push(format!("paper {id} is not what its entries say: {}", paper.title));
        } else if keys != (row.get(1)?, row.get(2)?, row.get(3)?) {
            findings.push(format!("paper {id} has keys that are not those of its title and first author"));
        }
    }
    Ok(findings)
}

/// A paper without what it shares with others.
fn plain(paper: &PaperRecord) -> PaperRecord {
    let author = |author: &AuthorMention| AuthorMention {
        name_as_printed: author.name_as_printed.clone(),
        position_stated: author.position_stated,
        ..AuthorMention::default()
    };
    let authors = paper.authors.iter().map(author).collect();
    PaperRecord { authors, venue: None, affiliations: Vec::new(), ..paper.clone() }
}

fn texts(connection: &Connection, sql: &str) -> anyhow::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
