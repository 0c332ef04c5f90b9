//! What the user ruled on papers: which entries are one paper, which are not, and what a paper's fields are.
//!
//! A ruling speaks of entries and not of rows, so that it holds for what later imports bring, and in other catalogs: it
//! carries a sketch of each entry, and knows again the same entry by its hash, another one by the rules of identity.

use std::collections::HashMap;

use anyhow::Context;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::source::Source;
use crate::identifier::Identifier;
use crate::identity::clustering::Ruled;
use crate::identity::matching::{Profile, relation};
use crate::record::{AuthorMention, PaperRecord, PartialDate};

/// What a ruling keeps of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sketch {
    pub title: String,
    pub authors: Vec<String>,
    pub authors_complete: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<String>,
    /// Of all that the entry says.
    pub hash: String,
}

impl Sketch {
    pub(super) fn of(source: &Source) -> anyhow::Result<Self> {
        let record = &source.profile.record;
        Ok(Self {
            title: record.title.clone(),
            authors: record.printed_names().map(str::to_owned).collect(),
            authors_complete: record.authors_complete,
            published_on: record.published_on.map(|date| date.to_string()),
            identifiers: record.identifiers.iter().map(ToString::to_string).collect(),
            hash: source.hash()?,
        })
    }

    /// What is known of the entry.
    pub(super) fn profile(&self) -> Profile {
        Profile::of(PaperRecord {
            title: self.title.clone(),
            authors: self.authors.iter().map(AuthorMention::printed).collect(),
            authors_complete: self.authors_complete,
            published_on: self.published_on.as_deref().and_then(PartialDate::parse),
            identifiers: self.identifiers.iter().filter_map(|text| Identifier::parse(text)).collect(),
            ..PaperRecord::default()
        })
    }
}

/// What a ruling on papers says, as `decision.detail` keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Detail {
    /// A field of one paper.
    Set { paper: Vec<Sketch>, field: String, value: Option<String> },
    /// The entries of each part are one paper (split, apart), or all parts are (merge).
    Parts { parts: Vec<Vec<Sketch>> },
}

/// A ruling, ready to be asked.
struct Ruling {
    kind: Kind,
    /// The hash and the profile of every entry, by part.
    parts: Vec<Vec<(String, Profile)>>,
}

enum Kind {
    One,
    Two,
    Set { field: String, value: Option<String> },
}

/// The rulings on papers that are in force, in the order in which they were made.
#[derive(Default)]
pub(super) struct Rulings {
    rulings: Vec<Ruling>,
    /// The rulings that speak of a title or an identifier.
    by_key: HashMap<String, Vec<usize>>,
}

impl Rulings {
    /// Fails when a ruling is damaged.
    pub(super) fn load(connection: &Connection) -> anyhow::Result<Self> {
        let mut statement = connection.prepare(include_str!("sql/paper_rulings.sql"))?;
        let rows =
            statement.query_map([], |row| Ok((row.get::<_, String>("kind")?, row.get::<_, String>("detail")?)))?;
        let mut all = Self::default();
        for row in rows {
            let (kind, detail) = row?;
            all.add(&kind, serde_json::from_str(&detail).context("a ruling is damaged")?);
        }
        Ok(all)
    }

    fn add(&mut self, kind: &str, detail: Detail) {
        let (kind, parts) = match detail {
            Detail::Set { paper, field, value } => (Kind::Set { field, value }, vec![paper]),
            Detail::Parts { parts } => (if kind == "merge" { Kind::One } else { Kind::Two }, parts),
        };
        let parts: Vec<Vec<_>> = parts
            .iter()
            .map(|part| part.iter().map(|sketch| (sketch.hash.clone(), sketch.profile())).collect())
            .collect();
        let at = self.rulings.len();
        for (_, profile) in parts.iter().flatten() {
            for key in keys(profile) {
                let rulings = self.by_key.entry(key).or_default();
                if rulings.last() != Some(&at) {
                    rulings.push(at);
                }
            }
        }
        self.rulings.push(Ruling { kind, parts });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rulings.is_empty()
    }

    /// The rulings that may speak of an entry.
    fn about(&self, profile: &Profile) -> Vec<usize> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = keys(profile).filter_map(|key| self.by_key.get(&key)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether any ruling may speak of an entry.
    pub(super) fn speak_of(&self, profile: &Profile) -> bool {
        !self.about(profile).is_empty()
    }

    /// The entries that rulings name together with one.
    pub(super) fn related(&self, profile: &Profile) -> impl Iterator<Item = &Profile> {
        let about = self.about(profile).into_iter().map(|at| &self.rulings[at]);
        about.flat_map(|ruling| ruling.parts.iter().flatten().map(|(_, profile)| profile))
    }

    /// What was ruled on every two of some entries, given with their hashes.
    pub(super) fn verdicts(&self, profiles: &[&Profile], hashes: &[&str]) -> Verdicts {
        let mut about: Vec<_> = profiles.iter().flat_map(|profile| self.about(profile)).collect();
        about.sort_unstable();
        about.dedup();
        let mut verdicts = Verdicts::default();
        for ruling in about.into_iter().map(|at| &self.rulings[at]) {
            let ruled = match ruling.kind {
                Kind::One => Ruled::One,
                Kind::Two => Ruled::Two,
                Kind::Set { .. } => continue,
            };
            let parts = profiles.iter().zip(hashes).map(|(profile, hash)| ruling.part_of(profile, hash)).collect();
            verdicts.0.push((ruled, parts));
        }
        verdicts
    }

    /// What was ruled on two entries.
    pub(super) fn on_two(&self, one: &Source, other: &Source) -> Option<Ruled> {
        if !self.speak_of(&one.profile) || !self.speak_of(&other.profile) {
            return None;
        }
        let hashes = [one.hash().ok()?, other.hash().ok()?];
        self.verdicts(&[&one.profile, &other.profile], &[&hashes[0], &hashes[1]]).on(0, 1)
    }

    /// Sets what the user set of the paper that is made from some entries.
    pub(super) fn apply(&self, paper: &mut PaperRecord, entries: &[&Profile], hashes: &[&str]) {
        let mut about: Vec<_> = entries.iter().flat_map(|profile| self.about(profile)).collect();
        about.sort_unstable();
        about.dedup();
        for ruling in about.into_iter().map(|at| &self.rulings[at]) {
            if let Kind::Set { field, value } = &ruling.kind
                && entries.iter().zip(hashes).any(|(profile, hash)| ruling.part_of(profile, hash).is_some())
            {
                set(paper, field, value.as_deref());
            }
        }
    }
}

impl Ruling {
    /// The part that an entry belongs to: the one with the very entry, else the only one with an entry of the same paper.
    fn part_of(&self, profile: &Profile, hash: &str) -> Option<usize> {
        let exact = self.parts.iter().position(|part| part.iter().any(|(other, _)| other == hash));
        exact.or_else(|| {
            let is_one =
                |part: &Vec<(String, Profile)>| part.iter().any(|(_, other)| relation(profile, other).same.is_some());
            let fitting: Vec<_> = (0..self.parts.len()).filter(|at| is_one(&self.parts[*at])).collect();
            match fitting[..] {
                [only] => Some(only),
                // What fits several parts that are one belongs to any of them.
                [first, ..] if matches!(self.kind, Kind::One) => Some(first),
                _ => None,
            }
        })
    }
}

/// What was ruled on every two of some entries: each ruling with the part of each entry.
#[derive(Default)]
pub(super) struct Verdicts(Vec<(Ruled, Vec<Option<usize>>)>);

impl Verdicts {
    /// What was ruled on the entries at two places; the last ruling counts.
    pub(super) fn on(&self, one: usize, other: usize) -> Option<Ruled> {
        let speaks =
            |parts: &[Option<usize>]| matches!((parts[one], parts[other]), (Some(one), Some(other)) if one != other);
        self.0.iter().rev().find(|(_, parts)| speaks(parts)).map(|(ruled, _)| *ruled)
    }
}

/// By what the rulings on an entry are found.
fn keys(profile: &Profile) -> impl Iterator<Item = String> {
    let identifiers = profile.record.identifiers.iter().map(ToString::to_string);
    std::iter::once(format!("title:{}", profile.title_key)).chain(identifiers)
}

/// The fields that can be set, with what their values are.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("title", "the title"),
    ("authors", "the printed names in order, with ; between, and \"et al.\" at the end of a cut list"),
    ("published_on", "a date as YYYY, YYYY-MM or YYYY-MM-DD, or nothing"),
    ("venue", "a name, or nothing"),
    ("abstract", "a text, or nothing"),
    ("code_stated", "yes, or nothing"),
];

/// Sets a field of a paper. Fails, in words, when the field cannot have the value.
pub(super) fn set(paper: &mut PaperRecord, field: &str, value: Option<&str>) -> Option<()> {
    let text = value.map(str::to_owned);
    match field {
        "title" => paper.title = text.filter(|title| !title.trim().is_empty())?,
        "authors" => {
            let mut names: Vec<&str> = value?.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
            let is_cut = names
                .last()
                .is_some_and(|last| matches!(last.to_lowercase().trim_end_matches('.'), "et al" | "others"));
            names.truncate(names.len() - usize::from(is_cut));
            if names.is_empty() {
                return None;
            }
            let known = |name: &&str| {
                let held =
                    paper.authors.iter().find(|author| author.name_as_printed == **name && author.position_stated);
                held.cloned().unwrap_or_else(|| AuthorMention::printed(*name))
            };
            paper.authors = names.iter().map(known).collect();
            paper.authors_complete = !is_cut;
        }
        "published_on" => paper.published_on = value.map(|date| PartialDate::parse(date).ok_or(())).transpose().ok()?,
        "venue" => paper.venue = text,
        "abstract" => paper.abstract_text = text,
        "code_stated" => {
            paper.code_stated = match value {
                None => None,
                Some("yes" | "1" | "true") => Some(true),
                Some(_) => return None,
            }
        }
        _ => return None,
    }
    Some(())
}
