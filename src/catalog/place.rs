//! Where entries belong: the papers that may be meant are found by index, their entries are grouped anew together with those
//! that come in, and every paper is made from its entries. So what the catalog holds depends on the entries in it and not on
//! the order in which they came, and an entry can be taken out again.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::params;

use super::paper::{EntryKey, Near};
use super::paper_rulings::Rulings;
use super::source::{self, Source};
use super::write::{Outcome, Placed, Writer};
use super::{paper, reading};
use crate::identity::clustering::{Pairs, Ruled};
use crate::identity::likeness::{
    MAX_SKETCH_DISTANCE, first_author_key, same_numbers, similarity, sketch_distance, title_sketch,
};
use crate::identity::matching::{Profile, Suspicion, is_generic, relation, title_key};
use crate::identity::merging::united;
use crate::identity::name::authors_agree;
use crate::record::{PaperRecord, PartialDate};

/// A title that more papers bear is looked up together with the first author.
const MAX_OF_TITLE: usize = 20;
/// Of a first author with more papers in three years, only equal titles are looked at.
const MAX_NEAR: usize = 1000;
/// How many titles of one first author are compared letter by letter.
const MAX_COMPARED: usize = 40;
/// How many papers are looked at because their title is nearly the same.
const MAX_LIKE: usize = 5;
/// Titles less alike are not compared further.
const WORTH_COMPARING: f64 = 0.55;

/// By what papers are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Identifier(String),
    Title(String),
    Likeness(i64, Option<i16>, String),
}

/// Entries that are to be grouped, and those near them.
struct Gathered {
    /// Of papers that may change.
    inside: Vec<Source>,
    /// Of papers that were looked at and stay as they are, by paper.
    outside: BTreeMap<i64, Vec<Source>>,
    /// Whether papers are to be written whose rows seem right: an entry was taken out, or a ruling changed.
    rewrite: bool,
}

/// What grouping came to.
#[derive(Default)]
pub(super) struct Settled {
    /// The papers that were written, with what they are.
    pub papers: Vec<(i64, PaperRecord)>,
    /// Where the entry that came in went.
    pub placed: Option<Placed>,
}

impl Writer<'_> {
    /// Puts an entry into the paper it speaks of, or makes one.
    pub(super) fn place(&self, record: &PaperRecord) -> anyhow::Result<Placed> {
        if self.assumes_new() {
            let id = paper::insert(self.connection, record, &title_key(&record.title))?;
            return Ok(Placed { id, outcome: Outcome::New, after: None, completed: false });
        }
        let rulings = self.paper_rulings()?;
        let incoming = Source::incoming(record.clone(), false);
        let gathered = self.gather(vec![incoming], &rulings)?;
        if gathered.inside.len() == 1 && !rulings.speak_of(&gathered.inside[0].profile) {
            let id = paper::insert(self.connection, record, &gathered.inside[0].profile.title_key)?;
            if !gathered.outside.is_empty() {
                self.note_suspicions(&[(id, &gathered.inside[..])], &gathered.outside, &rulings)?;
            }
            return Ok(Placed { id, outcome: Outcome::New, after: None, completed: false });
        }
        let known = gathered.inside[1..].iter().find(|source| !source.is_addition && source.profile.record == *record);
        if let Some(known) = known
            && let Some(id) = known.paper_id
        {
            let after = made_from(&of(&gathered.inside, id), &rulings)?;
            return Ok(Placed { id, outcome: Outcome::Unchanged, after: Some(after), completed: false });
        }
        let settled = self.settle(&gathered, &rulings)?;
        Ok(settled.placed.expect("an entry that came in is in one of the groups"))
    }

    /// Groups some entries anew, with all that may be one with them, and writes their papers. They must be all entries of
    /// the papers they are of.
    pub(super) fn regroup(&self, sources: Vec<Source>) -> anyhow::Result<Settled> {
        let rulings = self.paper_rulings()?;
        let gathered = Gathered { rewrite: true, ..self.gather(sources, &rulings)? };
        self.settle(&gathered, &rulings)
    }

    /// Adds to a known paper what an entry says that makes no paper of its own.
    pub(super) fn add_to(&self, id: i64, record: &PaperRecord) -> anyhow::Result<Placed> {
        let rulings = self.paper_rulings()?;
        let mut sources = source::of_paper(self.connection, id)?;
        let before = made_from(&sources.iter().collect::<Vec<_>>(), &rulings)?;
        sources.push(Source::incoming(record.clone(), true));
        let group: Vec<_> = sources.iter().collect();
        let after = made_from(&group, &rulings)?;
        let outcome = if after == before { Outcome::Unchanged } else { Outcome::Merged };
        if outcome == Outcome::Merged {
            self.rewrite(id, &after)?;
        }
        self.write_entries(id, &after, &group)?;
        Ok(Placed { id, outcome, after: Some(after), completed: false })
    }

    /// The papers that may be one with some entries, until none is left to look at.
    fn gather(&self, seeds: Vec<Source>, rulings: &Rulings) -> anyhow::Result<Gathered> {
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
                if known.insert(id) {
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
        if let Some(author) = first_author_key(record).filter(|_| !is_generic(&profile.title_key)) {
            let year = record.published_on.map(PartialDate::year);
            if looked_up.insert(Key::Likeness(author, year, profile.title_key.clone())) {
                let near = paper::near(self.connection, author, year, self.has_other_keys()?)?;
                ids.extend(self.nearest(&profile.title_key, near)?);
            }
        }
        Ok(ids)
    }

    /// Of papers with the sketches of their titles, those whose titles are most like one.
    fn nearest(&self, title_key: &str, near: Vec<Near>) -> anyhow::Result<Vec<i64>> {
        if near.len() > MAX_NEAR {
            return Ok(Vec::new());
        }
        let sketch = title_sketch(title_key);
        let distance = |near: &Near| sketch_distance(sketch, near.title_sketch);
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
            if looked_up.insert(Key::Identifier(identifier.to_string())) {
                ids.extend(paper::with_identifier(self.connection, identifier)?);
            }
        }
        if looked_up.insert(Key::Title(profile.title_key.clone())) {
            let of_title = paper::of_title(self.connection, &profile.title_key, self.has_other_keys()?)?;
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

    /// Groups what was gathered and writes the papers that the groups are.
    fn settle(&self, gathered: &Gathered, rulings: &Rulings) -> anyhow::Result<Settled> {
        let (additions, entries): (Vec<_>, Vec<_>) = gathered.inside.iter().partition(|source| source.is_addition);
        // The order of the entries decides between pairs that are as sure; it must not be that in which they came.
        let mut entries: Vec<(String, &Source)> =
            entries.into_iter().map(|source| Ok((source.hash()?, source))).collect::<anyhow::Result<_>>()?;
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        let hashes: Vec<_> = entries.iter().map(|(hash, _)| hash.as_str()).collect();
        let profiles: Vec<&Profile> = entries.iter().map(|(_, source)| &*source.profile).collect();
        let verdicts = rulings.verdicts(&profiles, &hashes);
        let pairs = Pairs::of(&profiles, |one, other| verdicts.on(one, other));
        let places = pairs.groups();
        let mut groups: Vec<Vec<&Source>> =
            places.iter().map(|group| group.iter().map(|at| entries[*at].1).collect()).collect();
        let homeless = add_additions(&mut groups, additions);
        let ids = home_ids(&groups);
        let mut settled = Settled::default();
        for ((group, id), members) in groups.iter().zip(&ids).zip(&places) {
            let member_hashes: Vec<_> = members.iter().map(|at| hashes[*at]).collect();
            let (id, placed) = self.write_home(group, *id, gathered, &member_hashes, rulings, &mut settled)?;
            if placed.is_some() {
                settled.placed = placed;
            }
            settled.papers.last_mut().expect("the paper was just added").0 = id;
        }
        for source in homeless {
            self.skip_addition(source)?;
        }
        reading::move_doubts(self.connection, &former_ids(&groups))?;
        self.leave_emptied(&gathered.inside, &groups, &settled)?;
        let written: Vec<(i64, &[usize])> =
            settled.papers.iter().zip(&places).map(|((id, _), members)| (*id, members.as_slice())).collect();
        self.note_suspicions_within(&written, &pairs)?;
        let by_paper: Vec<(i64, Vec<Source>)> = settled
            .papers
            .iter()
            .zip(&groups)
            .map(|((id, _), group)| (*id, group.iter().map(|source| (*source).clone()).collect()))
            .collect();
        let by_paper: Vec<(i64, &[Source])> = by_paper.iter().map(|(id, group)| (*id, group.as_slice())).collect();
        self.note_suspicions(&by_paper, &gathered.outside, rulings)?;
        Ok(settled)
    }

    /// Writes the paper that a group is, under the id it had, or as a new one.
    fn write_home(
        &self,
        group: &[&Source],
        id: Option<i64>,
        gathered: &Gathered,
        hashes: &[&str],
        rulings: &Rulings,
        settled: &mut Settled,
    ) -> anyhow::Result<(i64, Option<Placed>)> {
        let mut after = unite(group);
        rulings.apply(&mut after, &group.iter().map(|source| &*source.profile).collect::<Vec<_>>(), hashes);
        let has_incoming = group.iter().any(|source| source.paper_id.is_none());
        let (id, outcome, completed) = match id {
            Some(id) => {
                let before = made_from(&of(&gathered.inside, id), rulings)?;
                if gathered.rewrite || before != after {
                    self.rewrite(id, &after)?;
                }
                self.write_entries(id, &after, group)?;
                let was_cut = !before.authors_complete && !before.authors.is_empty();
                let outcome = if before == after { Outcome::Unchanged } else { Outcome::Merged };
                (id, outcome, was_cut && after.authors_complete)
            }
            None => {
                let id = paper::insert(self.connection, &after, &title_key(&after.title))?;
                self.write_entries(id, &after, group)?;
                let known = group.iter().any(|source| source.paper_id.is_some());
                (id, if known { Outcome::Merged } else { Outcome::New }, false)
            }
        };
        settled.papers.push((id, after.clone()));
        Ok((id, has_incoming.then_some(Placed { id, outcome, after: Some(after), completed })))
    }

    fn rewrite(&self, id: i64, paper: &PaperRecord) -> anyhow::Result<()> {
        self.touch(id)?;
        paper::update(self.connection, id, paper)?;
        Ok(())
    }

    /// Writes what the entries of a paper say beside it.
    fn write_entries(&self, id: i64, after: &PaperRecord, group: &[&Source]) -> anyhow::Result<()> {
        for source in group.iter().filter(|source| !source.rows.is_empty()) {
            source::write(self.connection, source, id, after)?;
        }
        let shown = title_key(&after.title);
        let own = (shown.as_str(), first_author_key(after), after.published_on.map(PartialDate::year));
        let others: BTreeSet<EntryKey<'_>> = group
            .iter()
            .filter(|source| !source.is_addition)
            .map(|source| {
                let record = &source.profile.record;
                let year = record.published_on.map(PartialDate::year);
                (source.profile.title_key.as_str(), first_author_key(record), year)
            })
            .filter(|key| *key != own)
            .collect();
        if !others.is_empty() || self.has_other_keys()? {
            paper::write_other_keys(self.connection, id, &others)?;
            self.note_other_keys();
        }
        Ok(())
    }

    /// Papers whose entries all went elsewhere point to where the first of them went, or are removed where they went nowhere.
    fn leave_emptied(&self, all: &[Source], groups: &[Vec<&Source>], settled: &Settled) -> anyhow::Result<()> {
        let former: BTreeSet<i64> = all.iter().filter_map(|source| source.paper_id).collect();
        for id in former.into_iter().filter(|id| settled.papers.iter().all(|(kept, _)| kept != id)) {
            let went_to = groups
                .iter()
                .zip(&settled.papers)
                .find(|(group, _)| group.iter().any(|source| source.paper_id == Some(id)));
            self.touch(id)?;
            match went_to {
                Some((_, (into, _))) => paper::empty_into(self.connection, id, *into)?,
                None => paper::remove(self.connection, id)?,
            }
        }
        Ok(())
    }

    fn note_suspicions_within(&self, papers: &[(i64, &[usize])], pairs: &Pairs) -> anyhow::Result<()> {
        for (id, _) in papers {
            self.connection
                .prepare_cached("DELETE FROM suspected_duplicate WHERE paper_id = ?1 OR other_id = ?1")?
                .execute([id])?;
        }
        for (at, (id, members)) in papers.iter().enumerate() {
            for (other_id, others) in &papers[at + 1..] {
                if let Some(suspicion) = pairs.suspicion(members, others) {
                    self.note_suspicion(*id, *other_id, &suspicion)?;
                }
            }
        }
        Ok(())
    }

    fn note_suspicions(
        &self,
        papers: &[(i64, &[Source])],
        outside: &BTreeMap<i64, Vec<Source>>,
        rulings: &Rulings,
    ) -> anyhow::Result<()> {
        for (id, sources) in papers {
            for (other_id, others) in outside {
                let all: Vec<_> = sources.iter().chain(others).filter(|source| !source.is_addition).collect();
                let hashes = if rulings.is_empty() {
                    vec![String::new(); all.len()]
                } else {
                    all.iter().map(|source| source.hash()).collect::<anyhow::Result<_>>()?
                };
                let profiles: Vec<&Profile> = all.iter().map(|source| &*source.profile).collect();
                let verdicts = rulings.verdicts(&profiles, &hashes.iter().map(String::as_str).collect::<Vec<_>>());
                let count = sources.iter().filter(|source| !source.is_addition).count();
                let pairs = Pairs::of(&profiles, |one, other| verdicts.on(one, other));
                let (ours, theirs): (Vec<_>, Vec<_>) = (0..all.len()).partition(|at| *at < count);
                if let Some(suspicion) = pairs.suspicion(&ours, &theirs) {
                    self.note_suspicion(*id, *other_id, &suspicion)?;
                }
            }
        }
        Ok(())
    }

    fn note_suspicion(&self, one: i64, other: i64, suspicion: &Suspicion) -> anyhow::Result<()> {
        let add =
            "INSERT OR REPLACE INTO suspected_duplicate (paper_id, other_id, score, reason) VALUES (?1, ?2, ?3, ?4)";
        let values = params![one.min(other), one.max(other), suspicion.score, suspicion.reason];
        self.connection.prepare_cached(add)?.execute(values)?;
        Ok(())
    }
}

/// What a group of entries is, with what the user set.
pub(super) fn made_from(group: &[&Source], rulings: &Rulings) -> anyhow::Result<PaperRecord> {
    let mut paper = unite(group);
    if !rulings.is_empty() {
        let hashes = group.iter().map(|source| source.hash()).collect::<anyhow::Result<Vec<_>>>()?;
        let hashes: Vec<_> = hashes.iter().map(String::as_str).collect();
        rulings.apply(&mut paper, &group.iter().map(|source| &*source.profile).collect::<Vec<_>>(), &hashes);
    }
    Ok(paper)
}

/// The sources of one paper.
fn of(all: &[Source], id: i64) -> Vec<&Source> {
    all.iter().filter(|source| source.paper_id == Some(id)).collect()
}

fn is_linked(one: &Source, other: &Source, rulings: &Rulings) -> bool {
    !other.is_addition
        && (relation(&one.profile, &other.profile).same.is_some() || rulings.on_two(one, other) == Some(Ruled::One))
}

/// The paper that entries and additions are: additions say nothing of the title.
fn unite(group: &[&Source]) -> PaperRecord {
    let entries: Vec<_> =
        group.iter().filter(|source| !source.is_addition).map(|source| &source.profile.record).collect();
    let paper = united(&entries);
    if entries.len() == group.len() {
        return paper;
    }
    let titled = |source: &&&Source| PaperRecord { title: paper.title.clone(), ..source.profile.record.clone() };
    let additions: Vec<_> = group.iter().filter(|source| source.is_addition).map(|source| titled(&source)).collect();
    united(&entries.into_iter().chain(&additions).collect::<Vec<_>>())
}

/// Gives every addition to the group that has an identifier of it, else to the one with its title, else to one with entries
/// of the paper that it was of. Returns those that no group takes.
fn add_additions<'a>(groups: &mut [Vec<&'a Source>], additions: Vec<&'a Source>) -> Vec<&'a Source> {
    let mut homeless = Vec::new();
    for addition in additions {
        let shares = |source: &Source| {
            let identifiers = &source.profile.record.identifiers;
            addition.profile.record.identifiers.iter().any(|identifier| identifiers.contains(identifier))
        };
        let home = groups
            .iter()
            .position(|group| group.iter().any(|source| shares(source)))
            .or_else(|| {
                groups
                    .iter()
                    .position(|group| group.iter().any(|source| source.profile.title_key == addition.profile.title_key))
            })
            .or_else(|| {
                groups.iter().position(|group| group.iter().any(|source| source.paper_id == addition.paper_id))
            });
        match home {
            Some(home) => groups[home].push(addition),
            None => homeless.push(addition),
        }
    }
    homeless
}

/// The papers that some groups were of.
fn former_ids(groups: &[Vec<&Source>]) -> BTreeSet<i64> {
    groups.iter().flatten().filter_map(|source| source.paper_id).collect()
}

/// The id of each group: of the papers whose entries it has most of, the one known longest; `None` for a new paper.
fn home_ids(groups: &[Vec<&Source>]) -> Vec<Option<i64>> {
    let former = former_ids(groups);
    let mut ids = vec![None; groups.len()];
    for id in former {
        let count = |group: &Vec<&Source>| {
            group
                .iter()
                .filter(|source| source.paper_id == Some(id) && !source.is_addition)
                .map(|source| source.rows.len())
                .sum::<usize>()
        };
        let counts: Vec<_> = groups.iter().map(count).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        if let Some(home) = counts.iter().position(|count| *count == most && most > 0) {
            ids[home] = ids[home].or(Some(id));
        }
    }
    ids
}
