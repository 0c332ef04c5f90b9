//! Which entries are one paper, given how every two of them stand to each other.
//!
//! The answer depends on the entries and not on the order in which they came: pairs are taken from the surest to the least
//! sure, and two groups are joined by a pair unless an entry of one clashes with an entry of the other.

use std::collections::{HashMap, HashSet};

use super::matching::{Profile, Relation, Suspicion, relation};

/// What the user ruled on two entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruled {
    /// They are of one paper.
    One,
    /// They are of two papers.
    Two,
}

/// How some entries stand to each other, every two of them.
pub struct Pairs {
    count: usize,
    relations: HashMap<(usize, usize), (Relation, Option<Ruled>)>,
}

impl Pairs {
    /// Compares every two entries; `ruled` says what the user ruled on two, by their places.
    pub fn of(profiles: &[&Profile], ruled: impl Fn(usize, usize) -> Option<Ruled>) -> Self {
        let count = profiles.len();
        Self::made(profiles, (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other))), ruled)
    }

    /// Compares every one of the first `count` entries with every one of the others, and none with its own kind: enough to say
    /// why two groups may be one.
    pub fn between(profiles: &[&Profile], count: usize, ruled: impl Fn(usize, usize) -> Option<Ruled>) -> Self {
        let all = profiles.len();
        Self::made(profiles, (0..count).flat_map(|one| (count..all).map(move |other| (one, other))), ruled)
    }

    fn made(
        profiles: &[&Profile],
        pairs: impl Iterator<Item = (usize, usize)>,
        ruled: impl Fn(usize, usize) -> Option<Ruled>,
    ) -> Self {
        let count = profiles.len();
        let relations =
            pairs.map(|(one, other)| ((one, other), (relation(profiles[one], profiles[other]), ruled(one, other))));
        Self { count, relations: relations.collect() }
    }

    /// The groups of entries that are one paper each, as places in ascending order.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut group_of: Vec<usize> = (0..self.count).collect();
        // Groups that were found to clash and have not grown since.
        let mut clashing = HashSet::new();
        for (one, other) in self.links() {
            let (into, from) = (group_of[one].min(group_of[other]), group_of[one].max(group_of[other]));
            if into == from || clashing.contains(&(into, from)) {
                continue;
            }
            if self.clash(&group_of, into, from) {
                clashing.insert((into, from));
            } else {
                group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = into);
                clashing.retain(|(one, other)| ![into, from].contains(one) && ![into, from].contains(other));
            }
        }
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.count];
        for (place, group) in group_of.into_iter().enumerate() {
            groups[group].push(place);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// The pairs that are one paper, the surest first; rulings before all.
    fn links(&self) -> Vec<(usize, usize)> {
        let strength = |(relation, ruled): &(Relation, Option<Ruled>)| match ruled {
            Some(Ruled::One) => Some(u16::MAX),
            Some(Ruled::Two) => None,
            None => relation.same,
        };
        let mut links: Vec<_> =
            self.relations.iter().filter_map(|(pair, found)| Some((strength(found)?, *pair))).collect();
        links.sort_unstable_by_key(|(strength, pair)| (std::cmp::Reverse(*strength), *pair));
        links.into_iter().map(|(_, pair)| pair).collect()
    }

    /// Whether two groups may not be joined. What the user ruled to be one is one, whatever else is said.
    fn clash(&self, group_of: &[usize], one: usize, other: usize) -> bool {
        let between: Vec<_> = self
            .relations
            .iter()
            .filter(|((left, right), _)| {
                let groups = (group_of[*left], group_of[*right]);
                groups == (one, other) || groups == (other, one)
            })
            .map(|(_, found)| found)
            .collect();
        if between.iter().any(|(_, ruled)| *ruled == Some(Ruled::Two)) {
            return true;
        }
        !between.iter().any(|(_, ruled)| *ruled == Some(Ruled::One))
            && between.iter().any(|(relation, _)| relation.clash)
    }

    /// Why two groups that are not one may be one: the strongest suspicion between their entries.
    pub fn suspicion(&self, one: &[usize], other: &[usize]) -> Option<Suspicion> {
        let pairs = one.iter().flat_map(|left| other.iter().map(move |right| (*left.min(right), *left.max(right))));
        let found: Vec<_> = pairs.filter_map(|pair| self.relations.get(&pair)).collect();
        if found.iter().any(|(_, ruled)| *ruled == Some(Ruled::Two)) {
            return None;
        }
        let kept_apart = || Suspicion {
            score: 0.5,
            reason: "entries of both agree, but others of them contradict each other".into(),
        };
        let strongest = found
            .iter()
            .filter_map(|(relation, _)| relation.suspicion.clone())
            .max_by(|one, other| one.score.total_cmp(&other.score).then_with(|| other.reason.cmp(&one.reason)));
        strongest.or_else(|| found.iter().any(|(relation, _)| relation.same.is_some()).then(kept_apart))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::Identifier;
    use crate::record::{AuthorMention, PaperRecord, PartialDate};

    fn entry(year: &str, identifier: &str) -> Profile {
        Profile::of(PaperRecord {
            title: "Graphs of Small Rooms".into(),
            authors: vec![AuthorMention::printed("Ann Lee")],
            authors_complete: true,
            published_on: PartialDate::parse(year),
            identifiers: Identifier::parse(identifier).into_iter().collect(),
            ..PaperRecord::default()
        })
    }

    fn groups(entries: &[Profile], ruled: impl Fn(usize, usize) -> Option<Ruled>) -> Vec<Vec<usize>> {
        Pairs::of(&entries.iter().collect::<Vec<_>>(), ruled).groups()
    }

    #[test]
    fn a_chain_of_years_is_one_paper_in_any_order() {
        for years in [["2020", "2021", "2022"], ["2020", "2022", "2021"], ["2022", "2020", "2021"]] {
            assert_eq!(groups(&years.map(|year| entry(year, "")), |_, _| None).len(), 1, "{years:?}");
        }
        assert_eq!(groups(&["2020", "2022"].map(|year| entry(year, "")), |_, _| None).len(), 2);
    }

    #[test]
    fn two_dois_stay_two_papers_also_when_an_entry_without_one_fits_both() {
        let entries = [entry("2020", "10.1000/a"), entry("2020", "10.1000/b"), entry("2020", "")];
        assert_eq!(groups(&entries, |_, _| None), [vec![0, 2], vec![1]]);
        let pairs = Pairs::of(&entries.iter().collect::<Vec<_>>(), |_, _| None);
        assert!(pairs.suspicion(&[0, 2], &[1]).is_some_and(|suspicion| suspicion.reason.contains("two DOIs")));
    }

    #[test]
    fn the_users_rulings_come_before_everything() {
        let entries = [entry("2020", "10.1000/a"), entry("2020", "10.1000/b"), entry("2020", "")];
        assert_eq!(groups(&entries, |one, other| (one + other == 1).then_some(Ruled::One)).len(), 1);
        assert_eq!(groups(&entries, |_, _| Some(Ruled::Two)).len(), 3);
    }
}
