//! What it means that two author lists agree.

use std::collections::HashSet;

use super::fold::squeezed;
use super::name;
use crate::record::{AuthorMention, PaperRecord};

/// How many names are compared with each other to see whether one list holds those of another in other places.
const MAX_COMPARISONS: usize = 10_000;

/// How two author lists stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// They can be one list.
    Agree,
    /// One of them is not stated.
    NotStated,
    /// They have the first author or all authors in common, and yet cannot be one list.
    Partly,
    /// They are of different works.
    Differ,
}

/// How two author lists stand to each other. They agree when both can be one list:
///
/// | one | other | |
/// |---|---|---|
/// | `Ann Lee, Bo Ek` | `Ann Lee, Bo Ek` | agree |
/// | `Ann Lee, Bo Ek` | `A. Lee, B. Ek` (initials) | agree |
/// | `Ann Lee, Bo Ek` | `Lee Ann, Ek Bo` (family name first, without a comma) | agree |
/// | `Ann Lee et al.` (cut) | `Ann Lee, Bo Ek` | agree |
/// | `Ann Lee, Bo Ek et al.` | `Ann Lee, Bo Ek` (complete: there is no third) | partly |
/// | `Ann Lee et al.`, hidden owner `Cy Wu` | `Ann Lee, Bo Ek, Cy Wu` | agree |
/// | `Ann Lee et al.`, hidden owner `Cy Wu` | `Ann Lee, Bo Ek` | partly |
/// | `{ATLAS Collaboration}` (a group) | `Collaboration, ATLAS` (taken for a person) | agree |
/// | `Ann Lee, Bo Ek` | `Bo Ek, Ann Lee`, or `Ann Lee, Cy Wu` | partly |
/// | `Ann Lee` | `Di Xu` | differ |
/// | none | any | not stated |
pub fn compare_lists(one: &PaperRecord, other: &PaperRecord) -> Lists {
    let (one, other) = (AuthorList::of(one), AuthorList::of(other));
    if one.is_empty() || other.is_empty() {
        return Lists::NotStated;
    }
    let mut pairs = one.printed.iter().zip(&other.printed);
    let start_alike = pairs.all(|(one, other)| name::authors_agree(one, other));
    if start_alike && one.leaves_room_for(&other) && other.leaves_room_for(&one) {
        return Lists::Agree;
    }
    let first = one.printed.first().zip(other.printed.first());
    if first.is_some_and(|(one, other)| name::authors_agree(one, other))
        || one.holds_all_of(&other) && other.holds_all_of(&one)
    {
        Lists::Partly
    } else {
        Lists::Differ
    }
}

/// An author list: who is printed, and who is known to be on it without a place.
struct AuthorList<'a> {
    printed: Vec<&'a AuthorMention>,
    hidden: Vec<&'a AuthorMention>,
    complete: bool,
}

impl<'a> AuthorList<'a> {
    fn of(record: &'a PaperRecord) -> Self {
        let (printed, hidden) = record.authors.iter().partition(|author| author.position_stated);
        Self { printed, hidden, complete: record.authors_complete }
    }

    fn is_empty(&self) -> bool {
        self.printed.is_empty() && self.hidden.is_empty()
    }

    fn holds(&self, author: &AuthorMention) -> bool {
        self.printed.iter().any(|own| name::authors_agree(own, author))
    }

    fn holds_all_of(&self, other: &Self) -> bool {
        self.printed.len() == other.printed.len() && self.holds_all(&other.printed)
    }

    /// Whether all of some authors are printed. Of long lists, in which all are not compared with all, each name must stand
    /// as it is, but for case, accents and spacing.
    fn holds_all(&self, authors: &[&AuthorMention]) -> bool {
        if authors.len() <= 1 || self.printed.len() * authors.len() <= MAX_COMPARISONS {
            return authors.iter().all(|author| self.holds(author));
        }
        let key = |author: &&AuthorMention| squeezed(&name::author_key(author));
        let own: HashSet<_> = self.printed.iter().map(key).collect();
        authors.iter().all(|author| own.contains(&key(author)))
    }

    /// Whether a complete list can be what the other list is a part of. A cut list always can.
    fn leaves_room_for(&self, other: &Self) -> bool {
        if !self.complete {
            return true;
        }
        let (own, theirs) = (self.printed.len(), other.printed.len());
        let long_enough = if other.complete { own == theirs } else { own > theirs || other.printed.is_empty() };
        long_enough && self.holds_all(&other.hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "A, B +" is a cut list, "A, B" a complete one, "(C)" an author whose place is hidden, "{G}" a group, "" no list.
    fn record(list: &str) -> PaperRecord {
        let cut = list.is_empty() || list.contains('+');
        let names = list.split([',', '+']).map(str::trim).filter(|name| !name.is_empty());
        let author = |name: &str| match (name.strip_prefix('('), name.strip_prefix('{')) {
            (Some(hidden), _) => AuthorMention::hidden(hidden.trim_end_matches(')')),
            (_, Some(group)) => AuthorMention::group(group.trim_end_matches('}')),
            _ => AuthorMention::printed(name),
        };
        PaperRecord { authors: names.map(author).collect(), authors_complete: !cut, ..PaperRecord::default() }
    }

    #[test]
    fn author_lists_agree_when_both_can_be_one_list() {
        let cases = [
            ("Ann Lee, Bo Ek", "Ann Lee, Bo Ek", Lists::Agree),
            ("Ann Lee, Bo Ek", "A. Lee, B. Ek", Lists::Agree),
            ("Ann Lee, Bo Ek", "Lee Ann, Ek Bo", Lists::Agree),
            ("Ann Lee, Bo Ek", "Bo Ek, Ann Lee", Lists::Partly),
            ("Ann Lee, Bo Ek", "Ann Lee", Lists::Partly),
            ("Ann Lee, Bo Ek", "Ann Lee, Cy Wu", Lists::Partly),
            ("Ann Lee +", "Ann Lee, Bo Ek", Lists::Agree),
            ("Ann Lee, Bo Ek +", "Ann Lee, Bo Ek", Lists::Partly),
            ("Ann Lee +", "Ann Lee, Bo Ek +", Lists::Agree),
            ("Ann Lee +", "Cy Wu, Bo Ek", Lists::Differ),
            ("Ann Lee + (Cy Wu)", "Ann Lee, Bo Ek, Cy Wu", Lists::Agree),
            ("Ann Lee + (Cy Wu)", "Ann Lee, Bo Ek", Lists::Partly),
            ("Ann Lee + (Cy Wu)", "Ann Lee + (Di Xu)", Lists::Agree),
            ("{ATLAS Collaboration}", "ATLAS Collaboration", Lists::Agree),
            ("{ATLAS Collaboration}", "{CMS Collaboration}", Lists::Differ),
            ("Ann Lee", "Di Xu", Lists::Differ),
            ("", "Ann Lee, Bo Ek", Lists::NotStated),
        ];
        for (one, other, expected) in cases {
            let (one_record, other_record) = (record(one), record(other));
            assert_eq!(compare_lists(&one_record, &other_record), expected, "{one} / {other}");
            assert_eq!(compare_lists(&other_record, &one_record), expected, "{other} / {one}");
        }
    }
}
