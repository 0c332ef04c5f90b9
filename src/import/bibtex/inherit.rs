//! What entries take over from others: `crossref` and `xdata`.
//!
//! Sources: BibTeXing, section 3.1; BibLaTeX manual, "Cross-referencing" and "Data Containers". BibTeX wants the parent
//! after its children and BibLaTeX takes either order, so that a child whose parent has not come waits. A chain may lead
//! back to its beginning: each entry is visited once.

use std::collections::{HashMap, HashSet};

use super::fields::RawEntry;

/// How many parents an entry may have above each other.
const MAX_CHAIN: usize = 8;

/// How many bytes of entries that others may refer to are remembered.
const MAX_KNOWN_BYTES: usize = 32 * 1024 * 1024;

/// How many bytes of entries may wait for their parents.
const MAX_WAITING_BYTES: usize = 32 * 1024 * 1024;

/// Fields that only `xdata` hands on: they speak of the entry itself.
const OWN: &[&str] = &[
    "title",
    "subtitle",
    "author",
    "abstract",
    "doi",
    "eprint",
    "url",
    "note",
    "pages",
    "keywords",
    "crossref",
    "xdata",
    "ids",
    "label",
    "options",
    "file",
    "key",
    "shorttitle",
    "timestamp",
    "biburl",
    "archiveprefix",
    "eprinttype",
    "primaryclass",
    "eprintclass",
    "pmid",
    "arxivid",
    "urldate",
    "annotation",
    "annote",
    "howpublished",
];

/// An entry on its way, with its line and its text.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) entry: RawEntry,
    pub(super) line: u64,
    pub(super) raw: String,
    pub(super) notes: Vec<String>,
}

impl Waiting {
    /// What it takes in memory, about.
    fn bytes(&self) -> usize {
        let fields = self.entry.fields.iter().map(|(name, value)| name.len() + value.len() + 64);
        self.raw.len() + fields.sum::<usize>() + 256
    }
}

/// The entries that were read, by key, and those that wait for one that was not.
#[derive(Default)]
pub(super) struct Family {
    known: HashMap<String, RawEntry>,
    known_bytes: usize,
    /// By the key of the entry they wait for.
    waiting: HashMap<String, Vec<Waiting>>,
    waiting_bytes: usize,
}

impl Family {
    /// Takes an entry and returns those that need wait for nothing more.
    pub(super) fn take(&mut self, waiting: Waiting) -> Vec<Waiting> {
        let key = waiting.entry.key.to_ascii_lowercase();
        self.remember(&key, &waiting.entry);
        let children = self.waiting.remove(&key).unwrap_or_default();
        self.waiting_bytes -= children.iter().map(Waiting::bytes).sum::<usize>();
        let mut ready = Vec::new();
        for entry in children.into_iter().chain([waiting]) {
            match self.missing(&entry.entry) {
                Some(parent) if self.waiting_bytes + entry.bytes() <= MAX_WAITING_BYTES => {
                    self.waiting_bytes += entry.bytes();
                    self.waiting.entry(parent).or_default().push(entry);
                }
                _ => ready.push(self.completed(entry)),
            }
        }
        ready
    }

    /// The entries whose parents are not in the text, in file order.
    pub(super) fn end(&mut self) -> Vec<Waiting> {
        let mut children: Vec<_> = std::mem::take(&mut self.waiting).into_values().flatten().collect();
        children.sort_by_key(|child| child.line);
        let complete = |mut child: Waiting| {
            if let Some(parent) = self.missing(&child.entry) {
                child.notes.push(format!("it refers to {parent}, which is not in the file"));
            }
            self.completed(child)
        };
        children.into_iter().map(complete).collect()
    }

    fn remember(&mut self, key: &str, entry: &RawEntry) {
        let is_parent = is_container(&entry.kind) || entry.kind == "xdata";
        let limit = if is_parent { MAX_KNOWN_BYTES } else { MAX_KNOWN_BYTES / 4 };
        if key.is_empty() || self.known_bytes > limit || self.known.contains_key(key) {
            return;
        }
        // Long texts are handed on to nobody.
        let fields = entry.fields.iter().filter(|(name, value)| name != "abstract" && value.len() < 4096).cloned();
        let kept = RawEntry { fields: fields.collect(), kind: entry.kind.clone(), ..RawEntry::default() };
        self.known_bytes +=
            kept.fields.iter().map(|(name, value)| name.len() + value.len() + 64).sum::<usize>() + key.len();
        self.known.insert(key.to_owned(), kept);
    }

    /// A parent that an entry or a parent of it refers to and that has not come.
    fn missing(&self, entry: &RawEntry) -> Option<String> {
        let mut seen = HashSet::new();
        let mut open = parents(entry);
        while let Some(key) = open.pop() {
            if seen.len() >= MAX_CHAIN || !seen.insert(key.clone()) {
                continue;
            }
            match self.known.get(&key) {
                Some(parent) => open.extend(parents(parent)),
                None => return Some(key),
            }
        }
        None
    }

    /// The entry with what it takes over from its parents, the nearest first.
    fn completed(&self, mut child: Waiting) -> Waiting {
        // Nobody takes over anything from themselves.
        let mut seen = HashSet::from([child.entry.key.to_ascii_lowercase()]);
        let mut open = vec![];
        let of =
            |entry: &RawEntry| parents(entry).into_iter().rev().map(|key| (key, is_xdata(entry))).collect::<Vec<_>>();
        open.extend(of(&child.entry));
        while let Some((key, hands_on_all)) = open.pop() {
            if seen.len() >= MAX_CHAIN || !seen.insert(key.clone()) {
                continue;
            }
            let Some(parent) = self.known.get(&key) else { continue };
            inherit(&mut child.entry, parent, hands_on_all || parent.kind == "xdata");
            open.extend(of(parent));
        }
        child
    }
}

/// Whether entries of a kind hold others, so that their title is where those came out.
fn is_container(kind: &str) -> bool {
    matches!(
        kind,
        "proceedings"
            | "mvproceedings"
            | "book"
            | "mvbook"
            | "collection"
            | "mvcollection"
            | "periodical"
            | "reference"
            | "mvreference"
    )
}

fn is_xdata(entry: &RawEntry) -> bool {
    entry.kind == "xdata"
}

/// The keys of the entries that an entry refers to, in lower case.
fn parents(entry: &RawEntry) -> Vec<String> {
    let names = [entry.field("xdata"), entry.field("crossref")];
    let keys = names.iter().flat_map(|value| value.split(','));
    keys.map(|key| key.trim().to_ascii_lowercase()).filter(|key| !key.is_empty()).collect()
}

fn inherit(child: &mut RawEntry, parent: &RawEntry, hands_on_all: bool) {
    let is_part = !is_container(&child.kind) && is_container(&parent.kind);
    for (name, value) in &parent.fields {
        // The author of a book is that of a part of it, too.
        let is_author = name == "author" && child.kind == "inbook" && parent.kind == "book";
        if hands_on_all && !matches!(name.as_str(), "crossref" | "xdata" | "ids") {
            child.add(name.clone(), value.clone());
        } else if name == "title" && is_part && parent.field("booktitle").is_empty() {
            child.add("booktitle".into(), value.clone());
        } else if is_author || !OWN.contains(&name.as_str()) {
            child.add(name.clone(), value.clone());
        }
    }
}
