//! From the pages of a damaged catalog to rows of its tables: where each table begins, what its rows are called, and which pages
//! that nothing leads to are of it.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::layout::{Layout, Named};
use super::pages::{Pages, Row};
use super::trees::{Forest, Tree};
use crate::catalog::create_schema;
use crate::catalog::migrate::MIGRATIONS;
use crate::catalog::own_schema::{self, definitions};

/// What becomes of the rows that are read.
pub(super) trait Receive {
    /// Takes a row of a table. `is_spare`: it was read of an index, and may have come already.
    fn take(&mut self, table: &str, row: Named, is_spare: bool) -> anyhow::Result<()>;
    /// Takes what an index tells of a row that its table may have lost.
    fn hear(&mut self, table: &str, part: Named) -> anyhow::Result<()>;
    /// How many of some rows would have the rows that they refer to, if they were of a table.
    fn count_related(&self, table: &str, rows: &[Named]) -> anyhow::Result<usize>;
    /// How many rows of a table were taken.
    fn taken(&self, table: &str) -> u64;
    /// How many were read and cannot be rows of it.
    fn refused(&self, table: &str) -> u64;
}

/// What could not be read of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loss {
    /// Rows that are known to have been there.
    pub rows: u64,
    /// Whether there may have been more.
    pub is_least: bool,
}

/// What was found out about a file.
pub(super) struct Salvaged {
    /// By table.
    pub losses: BTreeMap<String, Loss>,
    /// The tables, views and triggers that are not ours, a few words each.
    pub left_out: Vec<String>,
}

/// A row of `sqlite_schema`.
#[derive(Debug)]
struct SchemaRow {
    kind: String,
    name: String,
    table: String,
    root: Option<u32>,
    sql: Option<String>,
}

/// Tables whose rows are made anew of those of others.
fn is_derived(table: &str) -> bool {
    table.starts_with("paper_text") || matches!(table, "entry_hash" | "paper_block" | "text_index")
}

/// Whether a table or view was ours in an older version: a step from there on removes it.
fn was_ours(name: &str) -> bool {
    let mut removed = MIGRATIONS.iter().flat_map(|step| step.sql.lines()).filter_map(|line| {
        line.strip_prefix("DROP TABLE ").or_else(|| line.strip_prefix("DROP VIEW "))?.strip_suffix(';')
    });
    removed.any(|removed| removed == name)
}

/// The tables whose rows are saved.
pub(super) fn tables() -> Vec<&'static str> {
    let mut tables: Vec<_> = definitions()
        .iter()
        .filter(|(name, definition)| definition.kind == "table" && !is_derived(name))
        .map(|(name, _)| *name)
        .collect();
    tables.sort_unstable();
    tables
}

/// Hands on every row that can be read.
pub(super) fn salvage(pages: &Pages, receiver: &mut dyn Receive) -> anyhow::Result<Salvaged> {
    let (schema, is_whole) = schema_of(pages)?;
    let model = model_of(&schema)?;
    let mut forest = Forest::new(pages);
    let (mut trees, indexes) = trees_of(&forest, &schema, &model)?;
    // An older version has not all tables.
    trees.retain(|tree| !is_whole || tree.root.is_some());
    for tree in &mut trees {
        let table = tables().contains(&tree.name.as_str()).then(|| tree.name.clone()).zip(tree.layout.clone());
        forest.walk(tree, &mut |row| match &table {
            Some((table, layout)) => receiver.take(table, layout.named(row), false),
            None => Ok(()),
        })?;
    }
    let mut is_damaged: HashMap<String, bool> = HashMap::new();
    for table in tables() {
        let Some(tree) = trees.iter().find(|tree| tree.name == table) else {
            is_damaged.insert(table.to_owned(), false);
            continue;
        };
        let read = receiver.taken(table);
        let of_table = |name: &str| indexes.get(name).is_some_and(|of| of == table);
        let lacks = trees.iter().any(|index| of_table(&index.name) && index.layout.is_some() && index.read > read);
        is_damaged
            .insert(table.to_owned(), tree.has_holes() || tree.unreadable > 0 || receiver.refused(table) > 0 || lacks);
    }
    adopt(&mut forest, &trees, receiver)?;
    ask_indexes(pages, &mut trees, &indexes, &is_damaged, receiver)?;
    let losses = tables().into_iter().filter(|table| is_damaged[*table]).filter_map(|table| {
        let tree = trees.iter().find(|tree| tree.name == table)?;
        // An index that is whole knows how many rows there were.
        let of_table = |name: &str| indexes.get(name).is_some_and(|of| of == table);
        let is_whole = |index: &&Tree| {
            of_table(&index.name) && index.layout.is_some() && !index.has_holes() && index.unreadable == 0
        };
        let known = trees.iter().filter(is_whole).map(|index| index.read).max();
        let rows = known
            .map_or(tree.unreadable + receiver.refused(table), |known| known.saturating_sub(receiver.taken(table)));
        let is_least = known.is_none() && tree.has_holes();
        (rows > 0 || is_least).then(|| (table.to_owned(), Loss { rows, is_least }))
    });
    let is_foreign = |row: &&SchemaRow| {
        !definitions().contains_key(row.name.as_str())
            && !was_ours(&row.name)
            && matches!(row.kind.as_str(), "table" | "view" | "trigger")
    };
    let is_statistics = |row: &&SchemaRow| row.name.starts_with("sqlite_");
    let foreign = schema.iter().filter(is_foreign).filter(|row| !is_statistics(row));
    Ok(Salvaged {
        losses: losses.collect(),
        left_out: foreign.map(|row| format!("{} {}", row.kind, row.name)).collect(),
    })
}

/// The rows of the schema that can be read, of its own tree and of pages that nothing leads to; and whether these are all.
fn schema_of(pages: &Pages) -> anyhow::Result<(Vec<SchemaRow>, bool)> {
    let model = Connection::open_in_memory()?;
    model.execute_batch("CREATE TABLE t (type TEXT, name TEXT, tbl_name TEXT, rootpage INTEGER, sql TEXT)")?;
    let layout = Layout::of_table(&model, "t")?;
    let mut schema: Vec<SchemaRow> = Vec::new();
    let mut add = |row: Row| {
        let mut values = row.values.into_iter();
        let mut text = || match values.next() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        let (Some(kind), Some(name), Some(table)) = (text(), text(), text()) else { return false };
        let root = match values.next() {
            Some(Value::Integer(root)) => u32::try_from(root).ok(),
            _ => None,
        };
        let sql = match values.next() {
            Some(Value::Text(sql)) => Some(sql),
            _ => None,
        };
        let is_known = schema.iter().any(|row| row.name == name);
        let is_row = matches!(kind.as_str(), "table" | "index" | "view" | "trigger");
        if is_row && !is_known {
            schema.push(SchemaRow { kind, name, table, root, sql });
        }
        is_row
    };
    let mut forest = Forest::new(pages);
    let mut tree = Tree::new("sqlite_schema", Some(1), Some(layout));
    forest.walk(&mut tree, &mut |row| {
        add(row);
        Ok(())
    })?;
    let is_whole = !tree.has_holes() && tree.unreadable == 0 && tree.read > 0;
    if !is_whole {
        forest.lost_pages(&mut |rows| {
            let fits = rows.iter().all(|row| tree.layout.as_ref().is_some_and(|layout| layout.fits(row)));
            Ok(fits && rows.into_iter().map(&mut add).fold(false, |some, is_row| some | is_row))
        })?;
    }
    Ok((schema, is_whole))
}

/// An empty database with the tables and indexes of the file, as far as they are known, and else with ours.
fn model_of(schema: &[SchemaRow]) -> anyhow::Result<Connection> {
    let model = Connection::open_in_memory()?;
    crate::catalog::open::distrust(&model)?;
    // What a statement of the file makes is empty, and only tables and indexes are made. One that cannot be made, such as of a
    // definition that is damaged, is made as ours is.
    let make = |table: &str, sql: &str| {
        let plain = own_schema::plain(sql);
        // One that is made of a question would ask it.
        let begins = |name: &str| plain.starts_with(&format!("CREATE TABLE {name}("));
        let is_table = begins(table) || begins(&format!("\"{table}\""));
        let is_index = plain.starts_with("CREATE INDEX ") || plain.starts_with("CREATE UNIQUE INDEX ");
        (is_table || is_index) && model.prepare(sql).and_then(|mut statement| statement.execute([])).is_ok()
    };
    let of = |kind: &str, name: &str| {
        schema.iter().find(|row| row.kind == kind && row.name == name).and_then(|row| row.sql.as_deref())
    };
    for table in tables() {
        let own = definitions().get(table).context("every table has a definition")?;
        let made = of("table", table).is_some_and(|sql| make(table, sql));
        let is_there = model.prepare(&format!("SELECT 1 FROM {table}")).is_ok();
        if !made || !is_there {
            model.execute_batch(own.sql)?;
        }
    }
    for (name, definition) in definitions().iter().filter(|(_, definition)| definition.kind == "index") {
        // An older catalog may do without the columns of a newer index.
        let _ = of("index", name).is_some_and(|sql| make("", sql)) || make("", definition.sql);
    }
    Ok(model)
}

/// The trees of the file, those of tables first; and of which table an index is.
fn trees_of(
    forest: &Forest<'_>,
    schema: &[SchemaRow],
    model: &Connection,
) -> anyhow::Result<(Vec<Tree>, HashMap<String, String>)> {
    let (mut trees, mut indexes) = (Vec::new(), HashMap::new());
    let root = |name: &str| schema.iter().find(|row| row.name == name).and_then(|row| row.root);
    let usual = usual_roots()?;
    // Of the ways in which a catalog comes about, the one in which most tables begin where they do here.
    let agreeing = |roots: &&HashMap<String, u32>| {
        schema.iter().filter(|row| row.root.is_some() && roots.get(&row.name).copied() == row.root).count()
    };
    let mut usual: Vec<_> = usual.iter().collect();
    usual.sort_by_key(|roots| std::cmp::Reverse(agreeing(roots)));
    let is_taken = |root: u32| schema.iter().any(|row| row.root == Some(root));
    for table in tables() {
        let layout = Layout::of_table(model, table)?;
        let mut begins = root(table);
        for roots in &usual {
            let Some(root) = roots.get(table).copied().filter(|root| begins.is_none() && !is_taken(*root)) else {
                continue;
            };
            if forest.may_begin(&layout, root)? {
                begins = Some(root);
            }
        }
        trees.push(Tree::new(table, begins, Some(layout)));
    }
    trees.push(Tree::new("sqlite_schema", Some(1), None));
    for row in schema.iter().filter(|row| matches!(row.kind.as_str(), "table" | "index")) {
        if trees.iter().any(|tree| tree.name == row.name) {
            continue;
        }
        let of = trees.iter().find(|tree| tree.name == row.table).and_then(|tree| tree.layout.as_ref());
        let layout = match of.filter(|_| row.kind == "index") {
            // One that the model does not have is followed, and what it says is not asked.
            Some(of) => Layout::of_index(model, &row.name, &row.table, of).ok().flatten(),
            None => None,
        };
        if row.kind == "index" {
            indexes.insert(row.name.clone(), row.table.clone());
        }
        trees.push(Tree::new(&row.name, row.root, layout));
    }
    Ok((trees, indexes))
}

/// Where tables begin in a catalog that was made, and in one that was copied whole.
fn usual_roots() -> anyhow::Result<[HashMap<String, u32>; 2]> {
    let mut connection = Connection::open_in_memory()?;
    create_schema(&mut connection)?;
    let roots = |connection: &Connection| {
        let mut statement = connection.prepare("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'")?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()
    };
    let made = roots(&connection)?;
    connection.execute_batch("VACUUM")?;
    Ok([made, roots(&connection)?])
}

/// Finds the table of every page that nothing leads to and that can be of one whose tree is broken.
fn adopt(forest: &mut Forest<'_>, trees: &[Tree], receiver: &mut dyn Receive) -> anyhow::Result<()> {
    let wanted = tables();
    let broken: Vec<_> = trees.iter().filter(|tree| tree.layout.is_some() && tree.has_holes()).collect();
    if !broken.iter().any(|tree| wanted.contains(&tree.name.as_str())) {
        return Ok(());
    }
    forest.lost_pages(&mut |rows| {
        let candidates: Vec<_> = broken.iter().filter(|tree| tree.may_lack(&rows)).collect();
        let mut best: Vec<(usize, &str, Vec<Named>)> = Vec::new();
        for tree in &candidates {
            let Some(layout) = &tree.layout else { continue };
            let named: Vec<Named> = rows.iter().map(|row| layout.named(row.clone())).collect();
            let is_table = wanted.contains(&tree.name.as_str());
            // An index of the same shape may be meant: then it is not known whose the page is.
            let related = if is_table { receiver.count_related(&tree.name, &named)? } else { named.len() };
            best.push((related, &tree.name, named));
        }
        best.sort_by_key(|(related, ..)| std::cmp::Reverse(*related));
        let is_clear = match best.as_slice() {
            [] => false,
            [_] => true,
            [(most, ..), (next, ..), ..] => most > next,
        };
        let Some((_, table, named)) =
            best.into_iter().next().filter(|(_, table, _)| is_clear && wanted.contains(table))
        else {
            return Ok(false);
        };
        named.into_iter().try_for_each(|row| receiver.take(table, row, true))?;
        Ok(true)
    })
}

/// Asks the indexes of damaged tables for what these have lost.
fn ask_indexes(
    pages: &Pages,
    trees: &mut [Tree],
    indexes: &HashMap<String, String>,
    is_damaged: &HashMap<String, bool>,
    receiver: &mut dyn Receive,
) -> anyhow::Result<()> {
    for at in 0..trees.len() {
        let Some(table) = indexes.get(&trees[at].name).filter(|table| is_damaged.get(*table).is_some_and(|is| *is))
        else {
            continue;
        };
        let of = trees.iter().find(|tree| tree.name == *table).and_then(|tree| tree.layout.clone());
        let Some((layout, of)) = trees[at].layout.clone().zip(of) else { continue };
        let covers = layout.covers(&of);
        // Followed anew: where it is broken is known already.
        let mut again = Tree::new(&trees[at].name, trees[at].root, Some(layout.clone()));
        Forest::new(pages).walk(&mut again, &mut |row| match layout.named(row) {
            row if covers => receiver.take(table, row, true),
            row => receiver.hear(table, row),
        })?;
    }
    Ok(())
}
