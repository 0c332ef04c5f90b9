//! The b-trees of a damaged file: each is followed from its root as far as it goes, and what no tree leads to any more is found
//! by what it holds.

use anyhow::Context;
use rusqlite::types::Value;

use super::layout::Layout;
use super::pages::{Kind, Node, Pages, Row, compare};

/// SQLite's trees are less deep.
const MAX_DEPTH: usize = 20;

/// A b-tree: a table, or an index.
pub(super) struct Tree {
    pub name: String,
    /// `None`: where it begins is not known.
    pub root: Option<u32>,
    /// `None`: what its rows hold is not asked.
    pub layout: Option<Layout>,
    /// Parts of it that could not be reached.
    pub holes: Vec<Hole>,
    /// Rows, or entries, that were read.
    pub read: u64,
    /// Rows, or entries, that are there and cannot be read.
    pub unreadable: u64,
}

/// A part of a tree that could not be reached: what is after one key, up to another.
#[derive(Debug, Clone)]
pub(super) struct Hole {
    after: Option<Vec<Value>>,
    to: Option<Vec<Value>>,
}

impl Hole {
    fn has(&self, key: &[Value]) -> bool {
        self.after.as_ref().is_none_or(|after| compare(after, key).is_lt())
            && self.to.as_ref().is_none_or(|to| compare(key, to).is_le())
    }
}

impl Tree {
    pub(super) fn new(name: &str, root: Option<u32>, layout: Option<Layout>) -> Self {
        let root = root.filter(|root| *root > 0);
        Self { name: name.to_owned(), root, layout, holes: Vec::new(), read: 0, unreadable: 0 }
    }

    fn may_have(&self, row: &Row) -> bool {
        self.layout.as_ref().is_none_or(|layout| layout.fits(row))
    }

    /// Whether a page that nothing leads to can be a part of this tree.
    pub(super) fn may_lack(&self, rows: &[Row]) -> bool {
        let is_unknown = self.root.is_none();
        rows.iter().all(|row| {
            let key = row.key();
            self.may_have(row) && (is_unknown || self.holes.iter().any(|hole| hole.has(&key)))
        })
    }

    /// Whether parts of it may be among the pages that nothing leads to.
    pub(super) fn has_holes(&self) -> bool {
        self.root.is_none() || !self.holes.is_empty()
    }
}

/// The pages of a file, and which of them are known to be of a tree or not in use.
pub(super) struct Forest<'a> {
    pub pages: &'a Pages,
    known: Vec<bool>,
}

/// What is done with a row.
pub(super) type Consume<'a> = dyn FnMut(Row) -> anyhow::Result<()> + 'a;

impl<'a> Forest<'a> {
    pub(super) fn new(pages: &'a Pages) -> Self {
        Self { pages, known: vec![false; pages.count() as usize + 1] }
    }

    /// Follows a tree from its root, hands on its rows in order, and notes in it what could not be reached.
    pub(super) fn walk(&mut self, tree: &mut Tree, consume: &mut Consume<'_>) -> anyhow::Result<()> {
        let Some(root) = tree.root else { return Ok(()) };
        self.descend(tree, root, &Hole { after: None, to: None }, 0, consume)
    }

    fn descend(
        &mut self,
        tree: &mut Tree,
        number: u32,
        within: &Hole,
        depth: usize,
        consume: &mut Consume<'_>,
    ) -> anyhow::Result<()> {
        let is_new = self.known.get(number as usize).is_some_and(|known| !known);
        let node = if is_new && depth < MAX_DEPTH { self.node(tree, number, within, depth)? } else { None };
        let Some(node) = node else {
            tree.holes.push(within.clone());
            return Ok(());
        };
        self.known[number as usize] = true;
        if !node.kind.is_inner() {
            tree.unreadable += node.broken as u64;
            return self.rows_of(tree, &node, consume);
        }
        let mut after = within.after.clone();
        if node.broken > 0 {
            tree.holes.push(within.clone());
        }
        let mut is_interrupted = false;
        for at in 0..node.len() {
            let cell = self.pages.cell(&node, at);
            let key = cell.as_ref().and_then(|cell| cell.row.as_ref()).map(Row::key);
            let Some(key) = key.filter(|key| Hole { after: after.clone(), to: within.to.clone() }.has(key)) else {
                // Its child may still be there; up to which key is not known.
                is_interrupted = true;
                let part = Hole { after: after.clone(), to: within.to.clone() };
                match cell.and_then(|cell| cell.child) {
                    Some(child) => self.descend(tree, child, &part, depth + 1, consume)?,
                    None => tree.holes.push(part),
                }
                tree.unreadable += u64::from(node.kind == Kind::IndexInner);
                continue;
            };
            let cell = cell.context("a cell with a key is there")?;
            let part = Hole { after: after.clone(), to: Some(key.clone()) };
            self.descend(tree, cell.child.unwrap_or(0), &part, depth + 1, consume)?;
            if node.kind == Kind::IndexInner
                && let Some(row) = cell.row
            {
                self.take(tree, row, consume)?;
            }
            after = Some(key);
        }
        if is_interrupted {
            tree.holes.push(within.clone());
        }
        self.descend(tree, node.right, &Hole { after, to: within.to.clone() }, depth + 1, consume)
    }

    /// A page of a tree, if it is one.
    fn node(&self, tree: &Tree, number: u32, within: &Hole, depth: usize) -> anyhow::Result<Option<Node>> {
        let leaf = match &tree.layout {
            Some(layout) if layout.has_id => Some(Kind::TableLeaf),
            Some(_) => Some(Kind::IndexLeaf),
            None => None,
        };
        if let Some(node) = self.pages.node(number, None)? {
            let is_of_tree = leaf.is_none_or(|leaf| node.kind.is_of_table() == leaf.is_of_table());
            let is_empty_root = depth == 0 && node.len() == 0 && node.broken == 0;
            if is_of_tree && (node.kind.is_inner() || is_empty_root || self.is_part(tree, &node, within, 2)) {
                return Ok(Some(node));
            }
        }
        // The mark that says what a page is may be all that is damaged.
        let assumed = leaf.map(|leaf| self.pages.node(number, Some(leaf))).transpose()?.flatten();
        Ok(assumed.filter(|node| node.broken == 0 && self.is_part(tree, node, within, 1)))
    }

    /// Whether at least one in `some` of the rows of a leaf belongs where it stands.
    fn is_part(&self, tree: &Tree, node: &Node, within: &Hole, some: usize) -> bool {
        let rows = (0..node.len()).filter_map(|at| self.pages.cell(node, at)?.row);
        let fitting = rows.filter(|row| tree.may_have(row) && within.has(&row.key())).count();
        fitting > 0 && fitting * some >= node.len()
    }

    fn rows_of(&self, tree: &mut Tree, node: &Node, consume: &mut Consume<'_>) -> anyhow::Result<()> {
        for at in 0..node.len() {
            match self.pages.cell(node, at).and_then(|cell| cell.row) {
                Some(row) => self.take(tree, row, consume)?,
                None => tree.unreadable += 1,
            }
        }
        Ok(())
    }

    fn take(&self, tree: &mut Tree, row: Row, consume: &mut Consume<'_>) -> anyhow::Result<()> {
        if !tree.may_have(&row) {
            tree.unreadable += 1;
            return Ok(());
        }
        tree.read += 1;
        consume(row)
    }

    /// Whether a tree may begin on a page: it is of the kind, and the first leaf that can be reached has such rows.
    pub(super) fn may_begin(&self, layout: &Layout, root: u32) -> anyhow::Result<bool> {
        let mut number = root;
        for _ in 0..MAX_DEPTH {
            let Some(node) = self.pages.node(number, None)? else { return Ok(false) };
            if node.kind.is_of_table() != layout.has_id {
                return Ok(false);
            }
            if !node.kind.is_inner() {
                return Ok((0..node.len()).all(|at| {
                    self.pages.cell(&node, at).and_then(|cell| cell.row).is_some_and(|row| layout.fits(&row))
                }));
            }
            number = self.pages.cell(&node, 0).and_then(|cell| cell.child).unwrap_or(0);
        }
        Ok(false)
    }

    /// Hands on the rows of each page that no tree leads to, where all of them can be read; the page is known from then on
    /// where `consume` says so. Pages that are not in use have rows that were removed: they are left out.
    pub(super) fn lost_pages(
        &mut self,
        consume: &mut dyn FnMut(Vec<Row>) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let unused = self.pages.unused().context("could not read the file")?;
        // A list that is damaged itself would hide pages that are in use.
        if self.pages.header_number(36)? as usize == unused.len() {
            for number in unused {
                if let Some(known) = self.known.get_mut(number as usize) {
                    *known = true;
                }
            }
        }
        for number in 1..=self.pages.count() {
            if self.known[number as usize] {
                continue;
            }
            let Some(node) = self.pages.node(number, None)?.filter(|node| node.kind != Kind::TableInner) else {
                continue;
            };
            let rows: Vec<_> = (0..node.len()).filter_map(|at| self.pages.cell(&node, at)?.row).collect();
            let is_whole = node.broken == 0 && rows.len() == node.len();
            if is_whole && !rows.is_empty() && consume(rows)? {
                self.known[number as usize] = true;
            }
        }
        Ok(())
    }
}
