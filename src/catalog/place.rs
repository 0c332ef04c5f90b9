//! Where entries belong: the papers that may be meant are found by index, their entries are grouped anew together with those
//! that come in, and every paper is made from its entries. So what the catalog holds depends on the entries in it and not on
//! the order in which they came, and an entry can be taken out again.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::candidates::Gathered;
use super::entries::{Placed, is_refusal};
use super::outcome::Outcome;
use super::paper::{EntryKey, Keys};
use super::paper_rulings::Rulings;
use super::source::{self, Source};
use super::write::Writer;
use super::{paper, reading};
use crate::identity::clustering::Pairs;
use crate::identity::likeness::first_author_key;
use crate::identity::matching::{Profile, title_key};
use crate::identity::merging::united;
use crate::record::{PaperRecord, PartialDate};

/// How many different statements the papers may have that an entry may belong to: every two are compared whenever one comes in.
const MAX_STATEMENTS: usize = 100;

/// From how many entries on that say the same it is remembered where they went: all are read to find it out.
const MANY_REPEATS: usize = 32;

/// An entry of papers that have too many already that say otherwise.
#[derive(Debug)]
pub(super) struct Crowded;

impl fmt::Display for Crowded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{MAX_STATEMENTS} entries of its paper say otherwise each")
    }
}

impl Error for Crowded {}

/// Entries that came again and again and changed nothing, with their papers, as long as no paper changes.
#[derive(Default)]
pub(super) struct Repeats(HashMap<String, (i64, PaperRecord)>);

impl Repeats {
    /// How many are remembered, and how long an abstract they may have, in bytes.
    const ROOM: usize = 256;
    const MAX_ABSTRACT: usize = 64 * 1024;

    fn find(&self, entry: &Profile) -> anyhow::Result<Option<Placed>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let known = self.0.get(&source::hash(&entry.record)?);
        Ok(known.map(|(id, after)| Placed {
            id: *id,
            outcome: Outcome::Unchanged,
            after: Some(after.clone()),
            completed: false,
        }))
    }

    fn add(&mut self, entry: &Profile, id: i64, after: &PaperRecord) -> anyhow::Result<()> {
        if after.abstract_text.as_ref().is_none_or(|text| text.len() <= Self::MAX_ABSTRACT) {
            if self.0.len() >= Self::ROOM {
                self.forget();
            }
            self.0.insert(source::hash(&entry.record)?, (id, after.clone()));
        }
        Ok(())
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
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
    pub(super) fn place(&self, entry: &Arc<Profile>) -> anyhow::Result<Placed> {
        let record = &entry.record;
        if self.assumes_new() {
            return self.make_whole_paper(entry);
        }
        if let Some(placed) = self.repeats.borrow().find(entry)? {
            return Ok(placed);
        }
        let rulings = self.paper_rulings()?;
        let incoming = Source::incoming(Arc::clone(entry), false);
        let gathered = self.gather(vec![incoming], &rulings)?;
        if gathered.inside.len() == 1 && !rulings.speak_of(&gathered.inside[0].profile) {
            let placed = self.make_whole_paper(entry)?;
            if !gathered.outside.is_empty() {
                self.note_suspicions(&[(placed.id, &gathered.inside[..])], &gathered.outside, &rulings)?;
            }
            return Ok(placed);
        }
        let known = gathered.inside[1..].iter().find(|source| !source.is_addition && source.profile.record == *record);
        if let Some(known) = known
            && let Some(id) = known.paper_id
        {
            let after = made_from(&of(&gathered.inside, id), &rulings)?;
            if known.rows.len() >= MANY_REPEATS {
                self.repeats.borrow_mut().add(entry, id, &after)?;
            }
            return Ok(Placed { id, outcome: Outcome::Unchanged, after: Some(after), completed: false });
        }
        if gathered.inside.len() > MAX_STATEMENTS {
            return Err(Crowded.into());
        }
        self.connection.prepare_cached("SAVEPOINT entry")?.execute([])?;
        let settled = self.settle(&gathered, &rulings);
        match &settled {
            Ok(_) => self.connection.execute_batch("RELEASE entry")?,
            // What other papers became is taken back.
            Err(error) if is_refusal(error) => self.connection.execute_batch("ROLLBACK TO entry; RELEASE entry")?,
            // SQLite may have taken back the whole transaction, and the savepoint with it.
            Err(_) => {}
        }
        Ok(settled?.placed.expect("an entry that came in is in one of the groups"))
    }

    /// Makes a paper of an entry alone, of which nothing is left where the catalog refuses it. (A savepoint would do the same,
    /// and have every page copied that the paper is noted on.)
    pub(super) fn make_whole_paper(&self, entry: &Profile) -> anyhow::Result<Placed> {
        let last = "SELECT ifnull(max(id), 0) FROM paper";
        let last = || self.connection.prepare_cached(last)?.query_row([], |row| row.get::<_, i64>(0));
        let kept = self.kept_id.get();
        let id = kept.map_or_else(|| last().map(|last| last + 1), Ok)?;
        self.make_paper(entry).or_else(|error| {
            if is_refusal(&error) {
                // Whom a part of it alone names is forgotten at the end.
                self.touch(id)?;
                paper::remove(self.connection, id)?;
            }
            Err(error)
        })
    }

    /// Makes a paper of an entry alone.
    pub(super) fn make_paper(&self, entry: &Profile) -> anyhow::Result<Placed> {
        let (id, belongings) = paper::insert(&self.terms, &entry.record, &entry.into(), self.kept_id.take())?;
        self.note_new(id, &entry.record, &belongings)?;
        Ok(Placed { id, outcome: Outcome::New, after: None, completed: false })
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
        let addition = Arc::new(Profile::of(record.clone()));
        sources.push(Source::incoming(addition, true));
        let group: Vec<_> = sources.iter().collect();
        let after = made_from(&group, &rulings)?;
        let outcome = if after == before { Outcome::Unchanged } else { Outcome::Merged };
        if outcome == Outcome::Merged {
            self.rewrite(id, &after)?;
        }
        self.write_entries(id, &after, &group)?;
        Ok(Placed { id, outcome, after: Some(after), completed: false })
    }

    /// Groups what was gathered and writes the papers that the groups are.
    fn settle(&self, gathered: &Gathered, rulings: &Rulings) -> anyhow::Result<Settled> {
        self.repeats.borrow_mut().forget();
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
                let (id, belongings) = paper::insert(&self.terms, &after, &Keys::of(&after), self.kept_id.take())?;
                self.note_new(id, &after, &belongings)?;
                self.write_entries(id, &after, group)?;
                let known = group.iter().any(|source| source.paper_id.is_some());
                (id, if known { Outcome::Merged } else { Outcome::New }, false)
            }
        };
        settled.papers.push((id, after.clone()));
        Ok((id, has_incoming.then_some(Placed { id, outcome, after: Some(after), completed })))
    }

    fn rewrite(&self, id: i64, paper: &PaperRecord) -> anyhow::Result<()> {
        self.repeats.borrow_mut().forget();
        self.touch(id)?;
        paper::update(&self.terms, id, paper)?;
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
                (source.profile.title_key.as_str(), source.profile.first_author, year)
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
