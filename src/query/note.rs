//! What a report could not count, in words.

use rusqlite::Connection;

use super::bind;
use super::filter::Selection;
use super::pick::Picked;
use crate::packed::List;

/// A reason why a paper is missing from a report, or its figures are bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// Papers without a year are in no row.
    NoYear,
    /// Papers without a category are in no row.
    NoCategory,
    /// Papers without an affiliation are in no row.
    NoAffiliation,
    /// Papers without a venue are in no row.
    NoVenue,
    /// Papers whose author list is cut or not stated: further authors are not known.
    CutAuthors,
    /// The same, for counts of papers together: they are lower bounds.
    CutAuthorsBound,
}

impl Note {
    /// The condition on a selected paper under which it is counted here.
    fn condition(self) -> &'static str {
        match self {
            Self::NoYear => "selected.year IS NULL",
            Self::NoCategory => {
                "NOT EXISTS (SELECT 1 FROM paper_category WHERE paper_category.paper_id = selected.paper_id)"
            }
            Self::NoAffiliation => {
                "NOT EXISTS (SELECT 1 FROM paper_affiliation WHERE paper_affiliation.paper_id = selected.paper_id)"
            }
            Self::NoVenue => "selected.venue_id IS NULL",
            Self::CutAuthors | Self::CutAuthorsBound => "selected.authors_complete = 0",
        }
    }

    /// The list of packed papers that tells whether a paper is counted here; `None`: its facts do.
    pub(super) fn list(self) -> Option<List> {
        match self {
            Self::NoCategory => Some(List::Categories),
            Self::NoAffiliation => Some(List::Affiliations),
            Self::NoYear | Self::NoVenue | Self::CutAuthors | Self::CutAuthorsBound => None,
        }
    }

    /// How many of some packed papers are counted here.
    pub(super) fn count(self, picked: &Picked<'_>) -> u64 {
        let Picked { block, slots, .. } = picked;
        let facts = block.facts();
        let is_counted = |slot: &&usize| match self {
            Self::NoYear => !facts[**slot].date.is_stated(),
            Self::NoVenue => facts[**slot].venue_id == 0,
            Self::NoCategory => block.members(List::Categories, **slot).is_empty(),
            Self::NoAffiliation => block.members(List::Affiliations, **slot).is_empty(),
            Self::CutAuthors | Self::CutAuthorsBound => !facts[**slot].authors_complete(),
        };
        slots.iter().filter(is_counted).count() as u64
    }

    fn in_words(self, count: u64, total: u64) -> String {
        let papers = format!("{count} of {total} papers");
        match self {
            Self::NoYear => format!("no year: {papers}"),
            Self::NoCategory => format!("no category: {papers}"),
            Self::NoAffiliation => format!("no affiliation stated: {papers}"),
            Self::NoVenue => format!("no venue: {papers}"),
            Self::CutAuthors => format!("author list cut: {papers}; their further authors are not known"),
            Self::CutAuthorsBound => format!("author list cut: {papers}; counts of papers together are lower bounds"),
        }
    }
}

/// The notes that apply, in words, given how many papers there are and of how many each holds.
pub(super) fn texts(notes: &[Note], all: u64, counts: &[u64]) -> Vec<String> {
    let applying = notes.iter().zip(counts).filter(|(_, count)| **count > 0);
    applying.map(|(note, count)| note.in_words(*count, all)).collect()
}

/// Counts by SQL alone how many papers are selected, and of how many each note holds.
pub(super) fn count_by_sql(
    connection: &Connection,
    notes: &[Note],
    selection: &Selection,
) -> anyhow::Result<(u64, Vec<u64>)> {
    let (mut all, mut counts) = (0, Vec::new());
    for note in notes {
        let sql = include_str!("sql/count_selected.sql").replace("/* condition */", note.condition());
        let mut statement = connection.prepare(&selection.insert_into(&sql))?;
        bind(&mut statement, &selection.params())?;
        let mut rows = statement.raw_query();
        let row = rows.next()?.expect("a statement of sums has one row");
        all = row.get::<_, i64>("paper_count")?.cast_unsigned();
        counts.push(row.get::<_, i64>("uncounted")?.cast_unsigned());
    }
    Ok((all, counts))
}
