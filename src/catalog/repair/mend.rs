//! What was saved of a damaged catalog is made sound: rows that refer to what is lost, people and places whose rows are lost, and
//! what is told of input files. Nothing is invented: a name is one that was printed, a count is of what is there.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use rusqlite::{Connection, OptionalExtension, params};

use super::salvage::tables;
use crate::catalog::write::ImportFacts;
use crate::catalog::{other, paper, terms};
use crate::identity::affiliation::affiliation_key;
use crate::identity::fold::fold;
use crate::identity::likeness::{first_author_key, title_sketch};
use crate::identity::matching::title_key;
use crate::identity::merging::name_rank;
use crate::identity::name::{author_key, given_name_first, is_preferred};
use crate::record::{AuthorMention, PaperRecord};

/// How long a chain of papers that went into each other is followed.
const MAX_CHAIN: usize = 64;

/// What was lost or made again, in words and numbers.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// Papers of which something is known and whose rows are lost, a line each.
    pub papers: Vec<String>,
    /// Papers whose list of authors is not whole any more.
    pub cut_lists: Vec<i64>,
    /// Input files and how many of their entries are lost.
    pub entries: Vec<(String, i64)>,
    /// Rows that are left out because what they refer to is lost, by table.
    pub dangling: BTreeMap<String, u64>,
    /// Rows that are lost and were made again, a line for each kind.
    pub made_again: Vec<String>,
}

/// Makes the rows of `connection` sound, in its transaction. The schema must be whole, with its indexes. `facts`: what is noted
/// of the import that stands for what has no other any more.
pub(super) fn mend(connection: &Connection, facts: &ImportFacts, source: &str) -> anyhow::Result<Mended> {
    let mut mending = Mending { connection, facts, source, own_import: None, mended: Mended::default() };
    mending.straighten_merges()?;
    mending.note_lost_papers()?;
    mending.bring_authors_back()?;
    mending.bring_places_back()?;
    mending.bring_venues_back()?;
    mending.bring_listings_back()?;
    connection.execute_batch(include_str!("../sql/repair_entries.sql"))?;
    mending.remove_dangling()?;
    mending.note_cut_lists()?;
    mending.give_entries()?;
    mending.forget_people_without_papers()?;
    // Last, when all entries are there that will be.
    mending.count_entries()?;
    mending.bring_names_back()?;
    Ok(mending.mended)
}

/// Keys and marks that follow from what a paper says; a catalog of an older version has not all of them.
pub(super) fn make_keys(connection: &Connection) -> anyhow::Result<()> {
    connection.execute_batch(include_str!("../sql/repair_links.sql"))?;
    let mut statement = connection
        .prepare("SELECT id, title, title_key, title_sketch, first_author_key FROM paper WHERE merged_into IS NULL")?;
    let mut rows = statement.query([])?;
    let mut update = connection
        .prepare("UPDATE paper SET title_key = ?2, title_sketch = ?3, first_author_key = ?4 WHERE id = ?1")?;
    while let Some(row) = rows.next()? {
        let (id, title): (i64, String) = (row.get(0)?, row.get(1)?);
        let key = title_key(&title);
        let first: Option<i64> = match row.get(4)? {
            Some(first) => Some(first),
            None => {
                let authors = paper::first_author(connection, id)?.into_iter().collect();
                first_author_key(&PaperRecord { authors, ..PaperRecord::default() })
            }
        };
        let keys = (key.clone(), Some(title_sketch(&key)), first);
        if keys != (row.get(2)?, row.get(3)?, row.get(4)?) {
            update.execute(params![id, keys.0, keys.1, keys.2])?;
        }
    }
    let mut statement = connection.prepare("SELECT id, name, is_group FROM author WHERE name_key = ''")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let author = AuthorMention { is_group: row.get(2)?, ..AuthorMention::printed(row.get::<_, String>(1)?) };
        let update = "UPDATE author SET name_key = ?2 WHERE id = ?1";
        connection.prepare_cached(update)?.execute(params![row.get::<_, i64>(0)?, author_key(&author)])?;
    }
    Ok(())
}

struct Mending<'c> {
    connection: &'c Connection,
    facts: &'c ImportFacts,
    source: &'c str,
    own_import: Option<i64>,
    mended: Mended,
}

impl Mending<'_> {
    fn count(&self, sql: &str) -> rusqlite::Result<i64> {
        self.connection.query_row(sql, [], |row| row.get(0))
    }

    fn ids(&self, sql: &str) -> rusqlite::Result<Vec<i64>> {
        self.connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    }

    fn texts_of(&self, sql: &str, id: i64) -> rusqlite::Result<Vec<String>> {
        self.connection.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect()
    }

    /// A paper that went into one that went into a third went into the third; of a circle none stands for another.
    fn straighten_merges(&self) -> anyhow::Result<()> {
        let further = "UPDATE paper \
                       SET merged_into = nullif((SELECT next.merged_into FROM paper AS next WHERE next.id = paper.merged_into), id) \
                       WHERE merged_into IN (SELECT id FROM paper WHERE merged_into IS NOT NULL)";
        for _ in 0..MAX_CHAIN {
            if self.connection.execute(further, [])? == 0 {
                return Ok(());
            }
        }
        let circle = "UPDATE paper SET merged_into = NULL WHERE merged_into IN (SELECT id FROM paper WHERE merged_into IS NOT NULL)";
        self.connection.execute(circle, [])?;
        Ok(())
    }

    fn note_lost_papers(&mut self) -> anyhow::Result<()> {
        self.connection.execute_batch(include_str!("../sql/repair_lost_papers.sql"))?;
        let mut statement = self.connection.prepare(include_str!("../sql/repair_lost_paper.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let title: Option<String> = row.get("title")?;
            let mut line =
                format!("paper {}: {}", row.get::<_, i64>("id")?, title.as_deref().unwrap_or("title not known"));
            for column in ["authors", "identifier", "entry"] {
                if let Some(known) = row.get::<_, Option<String>>(column)? {
                    line.push_str(&format!("; {known}"));
                }
            }
            self.mended.papers.push(line);
        }
        // Of one that went into a lost one, nothing but the title is left.
        self.connection.execute("DELETE FROM paper WHERE merged_into IN (SELECT id FROM temp.lost_paper)", [])?;
        Ok(())
    }

    /// People whose row is lost: under the fullest form of the name that is left.
    fn bring_authors_back(&mut self) -> anyhow::Result<()> {
        let lost = "SELECT DISTINCT author_id FROM authorship \
                    WHERE NOT EXISTS (SELECT 1 FROM author WHERE author.id = authorship.author_id) \
                      AND EXISTS (SELECT 1 FROM paper WHERE paper.id = authorship.paper_id) ORDER BY author_id";
        let lost = self.ids(lost)?;
        for id in &lost {
            let known = self.texts_of("SELECT name FROM author_name WHERE author_id = ?1 ORDER BY name", *id)?;
            let printed =
                self.texts_of("SELECT DISTINCT name_as_printed FROM authorship WHERE author_id = ?1 ORDER BY 1", *id)?;
            let forms = if known.is_empty() { printed } else { known };
            let preferred = forms
                .iter()
                .map(|name| given_name_first(name))
                .reduce(|best, name| if is_preferred(&name, &best) { name } else { best });
            let name = preferred.filter(|name| !name.is_empty()).context("an authorship has a name")?;
            let key = author_key(&AuthorMention::printed(name.as_str()));
            let add = "INSERT INTO author (id, name, name_key) VALUES (?1, ?2, ?3)";
            self.connection.prepare_cached(add)?.execute(params![id, name, key])?;
        }
        self.note_made_again(lost.len(), "author", "authors", "names that were printed");
        Ok(())
    }

    fn note_made_again(&mut self, count: usize, one: &str, many: &str, of: &str) {
        if count > 0 {
            let noun = if count == 1 { one } else { many };
            self.mended.made_again.push(format!("{count} {noun}, made again of {of}"));
        }
    }

    /// Affiliations whose row is lost: another that bears the name, else under the name that is left.
    fn bring_places_back(&mut self) -> anyhow::Result<()> {
        const NAMING: [&str; 3] = ["paper_affiliation", "authorship_affiliation", "author_affiliation"];
        let mut lost = BTreeSet::new();
        for table in NAMING {
            let sql = format!(
                "SELECT DISTINCT affiliation_id FROM {table} \
                 WHERE NOT EXISTS (SELECT 1 FROM affiliation WHERE affiliation.id = affiliation_id)"
            );
            lost.extend(self.ids(&sql)?);
        }
        for id in &lost {
            let mut names = self.texts_of("SELECT name FROM affiliation_name WHERE affiliation_id = ?1", *id)?;
            if names.is_empty() {
                for table in NAMING {
                    names.extend(
                        self.texts_of(&format!("SELECT name_as_printed FROM {table} WHERE affiliation_id = ?1"), *id)?,
                    );
                }
            }
            let name = names.into_iter().max_by_key(|name| name_rank(name)).context("an affiliation has a name")?;
            let key = affiliation_key(&name);
            let known = "SELECT id FROM affiliation WHERE key = ?1";
            let known: Option<i64> = self.connection.query_row(known, [&key], |row| row.get(0)).optional()?;
            let Some(known) = known else {
                let add = "INSERT INTO affiliation (id, name, key) VALUES (?1, ?2, ?3)";
                self.connection.execute(add, params![id, name, key])?;
                continue;
            };
            for table in NAMING.into_iter().chain(["affiliation_name"]) {
                let move_to = format!("UPDATE OR IGNORE {table} SET affiliation_id = ?2 WHERE affiliation_id = ?1");
                self.connection.execute(&move_to, [*id, known])?;
                self.connection.execute(&format!("DELETE FROM {table} WHERE affiliation_id = ?1"), [id])?;
            }
        }
        self.note_made_again(lost.len(), "affiliation", "affiliations", "names that were printed");
        Ok(())
    }

    /// Venues whose row is lost, as entries of their papers name them.
    fn bring_venues_back(&mut self) -> anyhow::Result<()> {
        let lost = "SELECT DISTINCT venue_id FROM paper \
                    WHERE venue_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM venue WHERE venue.id = paper.venue_id)";
        let lost = self.ids(lost)?;
        let mut made = 0;
        for id in &lost {
            let names = self.texts_of(include_str!("../sql/repair_lost_venue_names.sql"), *id)?;
            // An entry may say otherwise than its paper: what most say is the venue's name.
            let mut by_key: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for name in names {
                by_key.entry(terms::venue_key(&name)).or_default().push(name);
            }
            let Some((key, names)) = by_key.into_iter().max_by_key(|(_, names)| names.len()) else { continue };
            let known = "SELECT id FROM venue WHERE key = ?1";
            let known: Option<i64> = self.connection.query_row(known, [&key], |row| row.get(0)).optional()?;
            if let Some(known) = known {
                self.connection.execute("UPDATE paper SET venue_id = ?2 WHERE venue_id = ?1", [*id, known])?;
            } else if let Some(name) =
                names.into_iter().max_by_key(|name| name_rank(name)).filter(|name| !name.is_empty())
            {
                self.connection
                    .execute("INSERT INTO venue (id, name, key) VALUES (?1, ?2, ?3)", params![id, name, key])?;
            }
            made += 1;
        }
        self.note_made_again(made, "venue", "venues", "what entries say");
        Ok(())
    }

    /// The import that stands for what has no other any more.
    fn own_import(&mut self) -> anyhow::Result<i64> {
        if let Some(id) = self.own_import {
            return Ok(id);
        }
        let id = self.count(
            "SELECT coalesce(max(id), 0) + 1 FROM (SELECT id FROM import UNION SELECT import_id FROM listing)",
        )?;
        let add = "INSERT INTO import (id, started_at, program_version) VALUES (?1, ?2, ?3)";
        self.connection.execute(add, params![id, self.facts.started_at, self.facts.program_version])?;
        self.own_import = Some(id);
        Ok(id)
    }

    fn bring_listings_back(&mut self) -> anyhow::Result<()> {
        let Self { connection, facts, .. } = *self;
        if connection.query_row(include_str!("../sql/repair_lost_listings.sql"), [], |row| row.get(0))? {
            let import = self.own_import()?;
            let made =
                connection.execute(include_str!("../sql/repair_listings.sql"), params![import, facts.started_at])?;
            self.note_made_again(made, "input file", "input files", "entries, without a name");
        }
        let made = connection
            .execute(include_str!("../sql/repair_imports.sql"), params![facts.started_at, facts.program_version])?;
        self.note_made_again(made, "import", "imports", "input files, with the time of this repair");
        Ok(())
    }

    /// Takes out what refers to a row that is lost, or has it refer to none.
    fn remove_dangling(&mut self) -> anyhow::Result<()> {
        let skip = "UPDATE other_entry SET author_id = NULL, reason = ?1 \
                    WHERE author_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM author WHERE author.id = author_id)";
        self.connection.execute(skip, [other::NO_PERSON])?;
        // What refers to what is removed is removed in the next round.
        for _ in 0..MAX_CHAIN {
            let mut removed = 0;
            for table in tables() {
                for reference in references(self.connection, table)? {
                    removed += self.remove_dangling_of(table, &reference)?;
                }
            }
            if removed == 0 {
                break;
            }
        }
        Ok(())
    }

    fn remove_dangling_of(&mut self, table: &str, reference: &Reference) -> anyhow::Result<usize> {
        let Reference { parent, columns, is_required } = reference;
        let parts = |write: &dyn Fn(&str, &str) -> String| {
            columns.iter().map(|(from, to)| write(from, to)).collect::<Vec<_>>().join(" AND ")
        };
        let stated = parts(&|from, _| format!("{table}.{from} IS NOT NULL"));
        let there = parts(&|from, to| format!("parent.{to} = {table}.{from}"));
        let dangling = format!("{stated} AND NOT EXISTS (SELECT 1 FROM {parent} AS parent WHERE {there})");
        if !is_required {
            let unset: Vec<_> = columns.iter().map(|(from, _)| format!("{from} = NULL")).collect();
            return Ok(self
                .connection
                .execute(&format!("UPDATE {table} SET {} WHERE {dangling}", unset.join(", ")), [])?);
        }
        let removed = self.connection.execute(&format!("DELETE FROM {table} WHERE {dangling}"), [])?;
        if removed > 0 {
            *self.mended.dangling.entry(table.to_owned()).or_default() += removed as u64;
        }
        Ok(removed)
    }

    /// A list that has lost an author is not whole.
    fn note_cut_lists(&mut self) -> anyhow::Result<()> {
        self.connection.execute_batch(include_str!("../sql/repair_known_authors.sql"))?;
        self.mended.cut_lists = self.ids(include_str!("../sql/repair_cut_lists.sql"))?;
        for id in &self.mended.cut_lists {
            self.connection.prepare_cached("UPDATE paper SET authors_complete = 0 WHERE id = ?1")?.execute([id])?;
        }
        Ok(())
    }

    /// Papers without an entry get one, of the repair.
    fn give_entries(&mut self) -> anyhow::Result<()> {
        let without = "SELECT count(*) FROM paper WHERE merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM record WHERE paper_id = paper.id)";
        let without = self.count(without)?;
        if without == 0 {
            return Ok(());
        }
        let import = self.own_import()?;
        let add = "INSERT INTO listing (import_id, path, format, as_of, byte_count, hash, new_count, merged_count, unchanged_count, rejected_count) \
                   VALUES (?1, ?2, 'lost', substr(?3, 1, 10), 0, '', ?4, 0, 0, 0)";
        let path = format!("what was saved of {}", self.source);
        self.connection.execute(add, params![import, path, self.facts.started_at, without])?;
        let listing = self.connection.last_insert_rowid();
        self.connection.execute(include_str!("../sql/repair_papers_without_entry.sql"), [listing])?;
        let noun =
            if without == 1 { "the entry of 1 paper".to_owned() } else { format!("the entries of {without} papers") };
        self.mended.made_again.push(format!("{noun}, which the input file \"{path}\" stands for"));
        Ok(())
    }

    fn forget_people_without_papers(&mut self) -> anyhow::Result<()> {
        let unused = "SELECT id FROM author WHERE NOT EXISTS (SELECT 1 FROM authorship WHERE author_id = author.id)";
        let unused = self.ids(unused)?;
        for id in &unused {
            self.connection.prepare_cached(include_str!("../sql/skip_entries_of_person.sql"))?.execute([id])?;
            for table in ["author_name", "author_identifier", "author_affiliation"] {
                self.connection.prepare_cached(&format!("DELETE FROM {table} WHERE author_id = ?1"))?.execute([id])?;
            }
            self.connection.prepare_cached("DELETE FROM author WHERE id = ?1")?.execute([id])?;
        }
        if !unused.is_empty() {
            self.mended.dangling.insert("author".to_owned(), unused.len() as u64);
        }
        Ok(())
    }

    fn count_entries(&mut self) -> anyhow::Result<()> {
        self.connection.execute_batch(include_str!("../sql/repair_counts.sql"))?;
        let lost = "SELECT path, told - new - merged - unchanged - rejected - skipped FROM temp.counted ORDER BY id";
        let mut statement = self.connection.prepare(lost)?;
        let lost = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.mended.entries = lost.collect::<Result<Vec<(String, i64)>, _>>()?;
        self.mended.entries.retain(|(_, lost)| *lost > 0);
        Ok(())
    }

    /// Forms of names by which people and places are found, where they are lost: they stand on papers.
    fn bring_names_back(&self) -> anyhow::Result<()> {
        let forms = |sql: &str| -> anyhow::Result<Vec<(i64, String)>> {
            let mut statement = self.connection.prepare(sql)?;
            Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        };
        let lost = "SELECT DISTINCT author_id, name_as_printed FROM authorship \
                    WHERE NOT EXISTS (SELECT 1 FROM author_name AS known WHERE known.author_id = authorship.author_id AND known.name = name_as_printed)";
        let add = "INSERT INTO author_name (author_id, name, key) VALUES (?1, ?2, ?3)";
        for (id, name) in forms(lost)? {
            let key = author_key(&AuthorMention::printed(name.as_str()));
            self.connection.prepare_cached(add)?.execute(params![id, name, key])?;
        }
        let lost = "SELECT DISTINCT affiliation_id, name_as_printed FROM paper_affiliation AS printed \
                    WHERE NOT EXISTS (SELECT 1 FROM affiliation_name AS known WHERE known.affiliation_id = printed.affiliation_id AND known.name = name_as_printed)";
        let add = "INSERT INTO affiliation_name (affiliation_id, name, key) VALUES (?1, ?2, ?3)";
        for (id, name) in forms(lost)? {
            self.connection.prepare_cached(add)?.execute(params![id, name, fold(&name)])?;
        }
        Ok(())
    }
}

/// What a table refers to.
struct Reference {
    parent: String,
    /// Its own columns and the parent's.
    columns: Vec<(String, String)>,
    /// Whether a row must refer to one.
    is_required: bool,
}

fn references(connection: &Connection, table: &str) -> anyhow::Result<Vec<Reference>> {
    let sql = "SELECT reference.id, reference.\"table\", reference.\"from\", reference.\"to\", own.\"notnull\" OR own.pk > 0 \
               FROM pragma_foreign_key_list(?1) AS reference \
               JOIN pragma_table_info(?1) AS own ON own.name = reference.\"from\" \
               ORDER BY reference.id, reference.seq";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([table])?;
    let mut references: BTreeMap<i64, Reference> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let reference = references.entry(row.get(0)?).or_insert_with(|| Reference {
            parent: String::new(),
            columns: Vec::new(),
            is_required: false,
        });
        reference.parent = row.get(1)?;
        reference.columns.push((row.get(2)?, row.get(3)?));
        reference.is_required |= row.get::<_, bool>(4)?;
    }
    Ok(references.into_values().collect())
}
