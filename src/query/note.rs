//! What a report could not count, in words.

use rusqlite::Connection;

use super::bind;
use super::filter::Selection;

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
            Self::NoCategory => "selected.paper_id NOT IN (SELECT paper_category.paper_id FROM paper_category)",
            Self::NoAffiliation => {
                "selected.paper_id NOT IN (SELECT paper_affiliation.paper_id FROM paper_affiliation)"
            }
            Self::NoVenue => "selected.paper_id NOT IN (SELECT paper.id FROM paper WHERE paper.venue_id IS NOT NULL)",
            Self::CutAuthors | Self::CutAuthorsBound => "selected.authors_complete = 0",
        }
    }

    fn in_words(self, count: i64, total: i64) -> String {
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

/// The notes that apply to the selected papers, in words.
pub(super) fn texts(connection: &Connection, notes: &[Note], selection: &Selection) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for note in notes {
        let sql = include_str!("sql/count_selected.sql").replace("/* condition */", note.condition());
        let mut statement = connection.prepare(&selection.insert_into(&sql))?;
        bind(&mut statement, &selection.params())?;
        let mut rows = statement.raw_query();
        let row = rows.next()?.expect("a statement of sums has one row");
        let (total, count): (i64, i64) = (row.get("paper_count")?, row.get("uncounted")?);
        if count > 0 {
            texts.push(note.in_words(count, total));
        }
    }
    Ok(texts)
}
