//! Which papers may be one with an entry: found by index, never by comparing all with all.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::paper::{self, Near};
use super::paper_rulings::Rulings;
use super::source::{self, Source};
use super::write::Writer;
use crate::identity::clustering::Ruled;
use crate::identity::likeness::{MAX_SKETCH_DISTANCE, same_numbers, similarity, sketch_distance};
use crate::identity::matching::{Profile, is_generic, relation};
use crate::identity::name::authors_agree;
use crate::record::PartialDate;

/// A title that more papers bear is looked up together with the first author.
const MAX_OF_TITLE: usize = 20;
/// Of a first author with more papers in three years, only equal titles are looked at.
const MAX_NEAR: usize = 1000;
/// How many titles of one first author are compared letter by letter.
const MAX_COMPARED: usize = 12;
/// How many entries of papers that stay as they are are looked at; only made-up listings have more that may be meant.
const MAX_OUTSIDE: usize = 100;
/// How many papers are looked at because their title is nearly the same.
const MAX_LIKE: usize = 5;
/// Titles less alike are not compared further.
pub(super) const WORTH_COMPARING: f64 = 0.55;

/// By what papers are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Identifier(String),
    Title(String),
    Likeness(i64, Option<i16>, String),
}

/// Entries that are to be grouped, and those near them.
pub(super) struct Gathered {
    /// Of papers that may change.
    pub inside: Vec<Source>,
    /// Of papers that were looked at and stay as they are, by paper.
    pub outside: BTreeMap<i64, Vec<Source>>,
    /// Whether papers are to be written whose rows seem right: an entry was taken out, or a ruling changed.
    pub rewrite: bool,
}

impl Writer<'_> {
    /// The papers that may be one with some entries, until none is left to look at.
    pub(super) fn gather(&self, seeds: Vec<Source>, rulings: &Rulings) -> anyhow::Result<Gathered> {
        let mut known: BTreeSet<i64> = seeds.iter().filter_map(|source| source.paper_id).collect();
        let mut gathered = Gathered { inside: seeds, outside: BTreeMap::new(), rewrite: false };
        let mut looked_up = HashSet::new();
        let mut at = 0;
        while at < gathered.inside.len() {
            let source = gathered.inside[at].clone();
            at += 1;
            if source.is_addition {
                continue;
            }
            for id in self.candidates(&source.profile, rulings, &mut looked_up)? {
                let is_room = gathered.outside.values().map(Vec::len).sum::<usize>() < MAX_OUTSIDE;
                if is_room && known.insert(id) {
                    gathered.outside.insert(id, source::of_paper(self.connection, id)?);
                }
            }
            let linked: Vec<i64> = gathered
                .outside
                .iter()
                .filter(|(_, others)| others.iter().any(|other| is_linked(&source, other, rulings)))
                .map(|(id, _)| *id)
                .collect();
            for id in linked {
                gathered.inside.extend(gathered.outside.remove(&id).unwrap_or_default());
            }
        }
        Ok(gathered)
    }

    /// The papers that an entry may be of, by indexes: its identifiers, its title, its first author and year with a sketch
    /// of the title, and what the user ruled. Nothing is looked up twice.
    fn candidates(
        &self,
        profile: &Profile,
        rulings: &Rulings,
        looked_up: &mut HashSet<Key>,
    ) -> anyhow::Result<Vec<i64>> {
        let mut ids = self.candidates_by_names(profile, looked_up)?;
        for sketch in rulings.related(profile) {
            ids.extend(self.candidates_by_names(sketch, looked_up)?);
        }
        let record = &profile.record;
        if let Some(author) = profile.first_author.filter(|_| !is_generic(&profile.title_key)) {
            let year = record.published_on.map(PartialDate::year);
            if looked_up.insert(Key::Likeness(author, year, profile.title_key.clone())) {
                let near = paper::near(self.connection, author, year, self.has_other_keys()?)?;
                ids.extend(self.nearest(profile, near)?);
            }
        }
        Ok(ids)
    }

    /// Of papers with the sketches of their titles, those whose titles are most like one.
    fn nearest(&self, entry: &Profile, near: Vec<Near>) -> anyhow::Result<Vec<i64>> {
        if near.is_empty() || near.len() > MAX_NEAR {
            return Ok(Vec::new());
        }
        let title_key = entry.title_key.as_str();
        let distance = |near: &Near| sketch_distance(entry.title_sketch, near.title_sketch);
        let mut near: Vec<_> = near.into_iter().filter(|near| distance(near) <= MAX_SKETCH_DISTANCE).collect();
        near.sort_by_key(distance);
        near.truncate(MAX_COMPARED);
        let mut alike = Vec::new();
        for Near { id, title_key: other, .. } in near {
            let other = other.map_or_else(|| paper::title_key_of(self.connection, id), Ok)?;
            let similarity = similarity(title_key, &other);
            if similarity >= WORTH_COMPARING {
                alike.push((same_numbers(title_key, &other), similarity, id));
            }
        }
        alike.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)).then(one.2.cmp(&other.2)));
        Ok(alike.into_iter().take(MAX_LIKE).map(|(.., id)| id).collect())
    }

    /// The papers that an entry with some names may be of.
    pub(super) fn papers_of(&self, profile: &Profile) -> anyhow::Result<Vec<i64>> {
        self.candidates(profile, &Rulings::default(), &mut HashSet::new())
    }

    fn candidates_by_names(&self, profile: &Profile, looked_up: &mut HashSet<Key>) -> anyhow::Result<Vec<i64>> {
        let record = &profile.record;
        let mut ids = Vec::new();
        for identifier in &record.identifiers {
            let key = identifier.to_string();
            if looked_up.insert(Key::Identifier(key)) {
                ids.extend(paper::with_identifier(self.connection, identifier)?);
            }
        }
        if looked_up.insert(Key::Title(profile.title_key.clone())) {
            let of_title =
                paper::of_title(self.connection, &profile.title_key, record.published_on, self.has_other_keys()?)?;
            let is_common = of_title.len() > MAX_OF_TITLE || is_generic(&profile.title_key);
            let first = record.authors.iter().find(|author| author.position_stated);
            for id in of_title {
                let known = if is_common { paper::first_author(self.connection, id)? } else { None };
                let may_be = known.as_ref().zip(first).is_none_or(|(known, incoming)| authors_agree(known, incoming));
                if may_be {
                    ids.push(id);
                }
            }
            if is_common {
                // Another first author must be looked up again.
                looked_up.remove(&Key::Title(profile.title_key.clone()));
            }
        }
        Ok(ids)
    }
}

fn is_linked(one: &Source, other: &Source, rulings: &Rulings) -> bool {
    !other.is_addition
        && (relation(&one.profile, &other.profile).same.is_some() || rulings.on_two(one, other) == Some(Ruled::One))
}
