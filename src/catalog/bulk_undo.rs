//! Taking out the papers that only one import speaks of, all at once: a hundred thousand papers are taken back in less time
//! than they took to come in.

use anyhow::ensure;
use rusqlite::params;

use super::bulk::Indexes;
use super::tidy::Touched;
use super::write::Writer;

/// The tables that have rows of papers, each before those it refers to.
const TABLES_OF_PAPERS: &[&str] = &[
    "authorship_affiliation",
    "authorship",
    "paper_affiliation",
    "paper_category",
    "paper_keyword",
    "identifier",
    "link",
    "other_key",
];

impl Writer<'_> {
    /// Takes out the papers of an import that no other import speaks of. Their entries keep all that they say.
    ///
    /// References are not followed row by row here, so what refers to what goes is removed first, and it is made sure that
    /// nothing is left that does.
    pub(super) fn take_papers_out(&self, import_id: i64) -> anyhow::Result<()> {
        self.connection.execute_batch(include_str!("sql/begin_taking_out.sql"))?;
        self.connection.execute(include_str!("sql/leaving_papers.sql"), [import_id])?;
        self.note_what_leaving_papers_name()?;
        self.connection.execute(include_str!("sql/take_records_out.sql"), [])?;
        let all_leave: bool =
            self.connection.query_row(include_str!("sql/all_papers_leave.sql"), [], |row| row.get(0))?;
        self.note_leaving(all_leave || self.most_papers_leave()?)?;
        if all_leave {
            // Whole tables are emptied without a look at their rows.
            self.connection.execute_batch(include_str!("sql/empty_papers.sql"))?;
            self.skip_persons_who_leave()?;
            self.connection.execute_batch(include_str!("sql/empty_authors.sql"))?;
        } else {
            self.without_most_indexes(|| {
                for table in TABLES_OF_PAPERS {
                    let delete = format!("DELETE FROM {table} WHERE paper_id IN (SELECT id FROM temp.leaving_paper)");
                    self.connection.execute(&delete, [])?;
                }
                self.connection.execute_batch(include_str!("sql/delete_leaving_papers.sql"))?;
                Ok(())
            })?;
            self.forget_authors_without_papers()?;
        }
        let left: i64 = self.connection.query_row(include_str!("sql/count_left_behind.sql"), [], |row| row.get(0))?;
        ensure!(left == 0, "{left} rows would refer to papers or people that are gone; nothing is done");
        self.connection.execute_batch("DROP TABLE temp.leaving_paper; DROP TABLE temp.leaving_author;")?;
        Ok(())
    }

    /// Does what removes rows. Where more papers leave than stay, the indexes are made anew of those that stay.
    fn without_most_indexes(&self, remove: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
        let indexes = if self.most_papers_leave()? { Indexes::drop(self.connection)? } else { Indexes::default() };
        remove()?;
        indexes.make(self.connection)?;
        Ok(())
    }

    fn most_papers_leave(&self) -> rusqlite::Result<bool> {
        self.connection.query_row(include_str!("sql/most_papers_leave.sql"), [], |row| row.get(0))
    }

    fn note_what_leaving_papers_name(&self) -> anyhow::Result<()> {
        let leaving = "IN (SELECT id FROM temp.leaving_paper)";
        let mut touched = self.touched.borrow_mut();
        let Touched { affiliations, venues, categories, .. } = &mut *touched;
        let parts = [
            (format!("SELECT DISTINCT affiliation_id FROM paper_affiliation WHERE paper_id {leaving}"), affiliations),
            (format!("SELECT DISTINCT venue_id FROM paper WHERE id {leaving} AND venue_id IS NOT NULL"), venues),
            (format!("SELECT DISTINCT category_id FROM paper_category WHERE paper_id {leaving}"), categories),
        ];
        for (sql, ids) in parts {
            let mut statement = self.connection.prepare(&sql)?;
            for id in statement.query_map([], |row| row.get::<_, i64>(0))? {
                ids.insert(id?);
            }
        }
        self.connection.execute(include_str!("sql/authors_of_leaving_papers.sql"), [])?;
        Ok(())
    }

    /// Authors of the papers that are gone: those without others are forgotten, the rest is to be tidied.
    fn forget_authors_without_papers(&self) -> anyhow::Result<()> {
        let staying = "DELETE FROM temp.leaving_author \
                       WHERE EXISTS (SELECT 1 FROM authorship WHERE authorship.author_id = leaving_author.id) RETURNING id";
        let mut statement = self.connection.prepare(staying)?;
        let staying = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        self.touched.borrow_mut().authors.extend(staying);
        self.skip_persons_who_leave()?;
        self.connection.execute_batch(include_str!("sql/delete_leaving_authors.sql"))?;
        Ok(())
    }

    fn skip_persons_who_leave(&self) -> rusqlite::Result<()> {
        let skip = "UPDATE other_entry SET author_id = NULL, reason = ?1 \
                    WHERE author_id IN (SELECT id FROM temp.leaving_author)";
        self.connection.execute(skip, params![super::other::NO_PERSON])?;
        Ok(())
    }
}
