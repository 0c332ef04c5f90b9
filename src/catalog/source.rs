//! The entries of a paper as they are compared: what each says, and where its rows are.

use std::sync::Arc;

use rusqlite::{Connection, params};
use xxhash_rust::xxh3::xxh3_128;

use super::{paper, statement};
use crate::identity::matching::Profile;
use crate::record::PaperRecord;

/// An entry, or several that say the same.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The paper it is of; `None` while it comes in.
    pub paper_id: Option<i64>,
    /// Listing and position of each entry that says so; none while it comes in.
    pub rows: Vec<(i64, i64)>,
    /// What `record.said` keeps of it.
    pub said: Option<String>,
    /// Whether it only adds to a paper, and makes none.
    pub is_addition: bool,
    /// What it says.
    pub profile: Arc<Profile>,
}

impl Source {
    /// An entry that comes in.
    pub(super) fn incoming(profile: Arc<Profile>, is_addition: bool) -> Self {
        Self { paper_id: None, rows: Vec::new(), said: None, is_addition, profile }
    }

    /// By what a ruling knows exactly this entry again.
    pub(super) fn hash(&self) -> anyhow::Result<String> {
        hash(&self.profile.record)
    }
}

/// The hash of all that an entry says (XXH3, 128 bits, in hexadecimal).
pub(super) fn hash(record: &PaperRecord) -> anyhow::Result<String> {
    Ok(format!("{:032x}", xxh3_128(statement::in_full(record)?.as_bytes())))
}

/// The sources of a paper, in an order that does not depend on when they came in.
///
/// Fails when what an entry says is damaged.
pub(super) fn of_paper(connection: &Connection, paper_id: i64) -> anyhow::Result<Vec<Source>> {
    let shown = paper::shown(connection, paper_id)?;
    let mut statement = connection.prepare_cached(include_str!("sql/sources_of_paper.sql"))?;
    let rows = statement.query_map([paper_id], |row| {
        let place = (row.get("listing_id")?, row.get("position")?);
        Ok((place, row.get::<_, Option<String>>("said")?, row.get::<_, bool>("is_addition")?))
    })?;
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.sort_unstable_by_key(|(place, ..)| *place);
    let mut sources: Vec<Source> = Vec::new();
    for (place, said, is_addition) in rows {
        match sources.iter_mut().find(|source| source.said == said && source.is_addition == is_addition) {
            Some(source) => source.rows.push(place),
            None => {
                let profile = Arc::new(Profile::of(statement::read(said.as_deref(), &shown)?));
                sources.push(Source { paper_id: Some(paper_id), rows: vec![place], said, is_addition, profile });
            }
        }
    }
    Ok(sources)
}

/// Brings the rows of a source to the paper it is of now.
pub(super) fn write(
    connection: &Connection,
    source: &Source,
    paper_id: i64,
    paper: &PaperRecord,
) -> anyhow::Result<()> {
    let said = statement::beside(&source.profile.record, paper)?;
    if source.paper_id == Some(paper_id) && source.said == said {
        return Ok(());
    }
    let mut update = connection
        .prepare_cached("UPDATE record SET paper_id = ?3, said = ?4 WHERE listing_id = ?1 AND position = ?2")?;
    for (listing_id, position) in &source.rows {
        update.execute(params![listing_id, position, paper_id, said])?;
    }
    Ok(())
}
