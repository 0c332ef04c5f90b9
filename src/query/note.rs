//! What a report could not count, in words.

use rusqlite::Connection;

use super::bind;
use super::dimension::Dimension;
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

    /// The statement that counts them: from the counts that the catalog keeps, where they answer.
    fn sql(self, selection: &Selection) -> String {
        let Some((all, some)) = self.kept(selection) else {
            let sql = include_str!("sql/count_selected.sql").replace("/* condition */", self.condition());
            return selection.insert_into(&sql);
        };
        include_str!("sql/kept_note.sql").replace("/* all */", &all).replace("/* some */", &some)
    }

    /// The rows of kept counts of all selected papers, and of those that are counted here.
    fn kept(self, selection: &Selection) -> Option<(String, String)> {
        let all = selection.kept_papers()?;
        let without = |dimension| Some(selection.kept_members(dimension)? + " AND group_count.group_id = 0");
        let some = match self {
            Self::NoYear => format!("{all} AND group_count.year = 0"),
            Self::CutAuthors | Self::CutAuthorsBound => format!("{all} AND group_count.authors_complete = 0"),
            Self::NoCategory => without(Dimension::Category)?,
            Self::NoAffiliation => without(Dimension::Affiliation)?,
            Self::NoVenue => without(Dimension::Venue)?,
        };
        Some((all, some))
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
        let mut statement = connection.prepare(&note.sql(selection))?;
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
