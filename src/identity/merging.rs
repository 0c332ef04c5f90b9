//! What a paper is, given all that its entries say: gaps are filled, and what one entry says against another is decided by
//! rule, so that the paper is the same in whatever order they came. Each entry keeps what it says.

use std::cmp::Reverse;
use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{HashMap, HashSet};

use super::affiliation::affiliation_key;
use super::fold::{fold, squeezed};
use super::matching::title_key;
use super::name::{author_key, authors_agree, fullness};
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate};

/// Venues that are no place of publication: their names, folded, begin so.
const PREPRINT_SERVERS: &[&str] = &["arxiv", "corr", "biorxiv", "medrxiv", "chemrxiv", "ssrn", "research square"];

/// The paper that some entries amount to; a single entry is the paper itself. Empty for no entry.
///
/// A complete author list beats a cut one, a longer cut list a shorter one, full names beat initials; a fuller date beats a
/// shorter one and an earlier one a later; the longest abstract wins; the title that most entries bear, then that of an entry
/// with identifiers; a venue beats a preprint server; lists are joined.
pub fn united(entries: &[&PaperRecord]) -> PaperRecord {
    if let [only] = entries {
        return (*only).clone();
    }
    let mut ranked = entries.to_vec();
    ranked.sort_by_cached_key(|entry| Reverse(list_rank(entry)));
    let (authors, authors_complete) = authors(&ranked);
    let dates = ranked.iter().filter_map(|entry| entry.published_on);
    let abstracts = ranked.iter().filter_map(|entry| entry.abstract_text.as_ref());
    let venues = ranked.iter().filter_map(|entry| entry.venue.as_ref());
    let mut united = PaperRecord {
        title: title(&ranked),
        authors,
        authors_complete,
        published_on: dates.min_by_key(|date| date_rank(*date)),
        abstract_text: abstracts.max_by_key(|text| (text.chars().count(), Reverse(*text))).cloned(),
        venue: venues.max_by_key(|name| venue_rank(name)).cloned(),
        code_stated: ranked.iter().find_map(|entry| entry.code_stated),
        ..PaperRecord::default()
    };
    for entry in ranked {
        united.categories.extend(entry.categories.iter().cloned());
        united.affiliations = joined(&united.affiliations, &entry.affiliations);
        united.keywords.extend(entry.keywords.iter().cloned());
        united.identifiers.extend(entry.identifiers.iter().cloned());
        united.links.extend(entry.links.iter().cloned());
    }
    normalize(&mut united);
    united
}

/// Puts the lists of an entry that have no order of their own into one, without doubles, so that equal entries are equal.
pub fn normalize(entry: &mut PaperRecord) {
    entry.identifiers.sort_unstable();
    entry.identifiers.dedup();
    entry.links.sort_unstable_by(|one, other| {
        (&one.url, one.stated_by, one.kind).cmp(&(&other.url, other.stated_by, other.kind))
    });
    entry.links.dedup_by(|one, other| one.url == other.url && one.stated_by == other.stated_by);
    entry.categories.sort_unstable();
    entry.categories.dedup();
    if entry.categories.len() > 1 {
        let without_archive: HashSet<String> = entry.categories.iter().flat_map(|code| without_archive(code)).collect();
        entry.categories.retain(|code| !without_archive.contains(code));
    }
    if entry.keywords.len() > 1 {
        entry.keywords.sort_by_cached_key(|keyword| (fold(keyword), keyword.clone()));
        entry.keywords.dedup_by(|one, other| fold(one) == fold(other));
    }
    if entry.affiliations.len() > 1 {
        entry.affiliations = joined(&[], &entry.affiliations);
        entry.affiliations.sort_by(|one, other| one.name.cmp(&other.name));
    }
}

/// `cs.LG` says more than `LG`: it is the same class with its archive. (No class has more than a few dots.)
fn without_archive(code: &str) -> impl Iterator<Item = String> {
    code.match_indices('.').take(4).map(|(at, _)| code[at + 1..].to_owned())
}

/// How good an author list is: whole, long, with names in full and as they are spoken.
fn list_rank(entry: &PaperRecord) -> impl Ord + use<> {
    let names: Vec<String> = entry.printed_names().map(str::to_owned).collect();
    let fullness = names
        .iter()
        .map(|name| fullness(name))
        .fold((0, 0, 0, 0), |sum, name| (sum.0 + name.0, sum.1 + name.1, sum.2 + name.2, sum.3 + name.3));
    let known = entry.authors.iter().map(|author| author.identifiers.len() + author.affiliations.len()).sum::<usize>();
    let count = names.len();
    // The last parts only make the order total.
    let rest = (entry.identifiers.clone(), entry.title.clone(), entry.published_on, entry.abstract_text.clone());
    (entry.authors_complete, count, fullness, known, Reverse(names), rest, Reverse(format!("{entry:?}")))
}

fn authors(ranked: &[&PaperRecord]) -> (Vec<AuthorMention>, bool) {
    let Some(best) = ranked.first() else { return (Vec::new(), false) };
    let mut authors = best.authors.clone();
    for other in &ranked[1..] {
        let printed = other.authors.iter().filter(|author| author.position_stated);
        for (author, same) in authors.iter_mut().zip(printed) {
            if author.position_stated && authors_agree(author, same) {
                add_what_is_known(author, same);
            }
        }
        let mut hidden = other.authors.iter().filter(|author| !author.position_stated).peekable();
        if hidden.peek().is_none() {
            continue;
        }
        let mut places = HashMap::new();
        for (at, author) in authors.iter().enumerate() {
            places.entry(person_key(author)).or_insert(at);
        }
        for hidden in hidden {
            match places.entry(person_key(hidden)) {
                Occupied(at) => add_what_is_known(&mut authors[*at.get()], hidden),
                Vacant(at) if !best.authors_complete => {
                    at.insert(authors.len());
                    authors.push(hidden.clone());
                }
                Vacant(_) => {}
            }
        }
    }
    (authors, best.authors_complete)
}

/// What another source knows of an author beside the name: identifiers of schemes that are not stated yet, places.
fn add_what_is_known(author: &mut AuthorMention, other: &AuthorMention) {
    author.is_group |= other.is_group;
    for identifier in &other.identifiers {
        if author.identifiers.iter().all(|held| held.scheme != identifier.scheme) {
            author.identifiers.push(identifier.clone());
        }
    }
    author.affiliations = joined(&author.affiliations, &other.affiliations);
}

/// By what an author is known again, however the name is spaced.
fn person_key(author: &AuthorMention) -> String {
    squeezed(&author_key(author))
}

/// Both lists; where both name a place, what either knows of it, under the fuller name.
fn joined(known: &[Affiliation], further: &[Affiliation]) -> Vec<Affiliation> {
    let mut all = known.to_vec();
    let mut places = HashMap::new();
    for (at, held) in all.iter().enumerate() {
        places.entry(affiliation_key(&held.name)).or_insert(at);
    }
    for item in further {
        match places.entry(affiliation_key(&item.name)) {
            Occupied(at) => {
                let held = &mut all[*at.get()];
                held.ror = held.ror.take().or_else(|| item.ror.clone());
                held.country_code = held.country_code.take().or_else(|| item.country_code.clone());
                if name_rank(&item.name) > name_rank(&held.name) {
                    held.name.clone_from(&item.name);
                }
            }
            Vacant(at) => {
                at.insert(all.len());
                all.push(item.clone());
            }
        }
    }
    all
}

/// Which of the forms of one name of a place or a venue is shown: the longest, then the one with most capitals.
pub fn name_rank(name: &str) -> impl Ord + use<> {
    let capitals = name.chars().filter(|letter| letter.is_uppercase()).count();
    (name.chars().count(), capitals, Reverse(name.to_owned()))
}

fn venue_rank(name: &str) -> impl Ord + use<> {
    let folded = fold(name);
    (!PREPRINT_SERVERS.iter().any(|server| folded.starts_with(server)), name_rank(name))
}

fn date_rank(date: PartialDate) -> impl Ord {
    (Reverse(date.precision()), date)
}

fn title(entries: &[&PaperRecord]) -> String {
    let keys: Vec<_> = entries.iter().map(|entry| title_key(&entry.title)).collect();
    let rank = |at: usize| {
        let entry = entries[at];
        let borne_by = keys.iter().filter(|key| **key == keys[at]).count();
        let capitals = entry.title.chars().filter(|letter| letter.is_uppercase()).count();
        (
            borne_by,
            !entry.identifiers.is_empty(),
            capitals.min(entry.title.chars().count() / 2),
            Reverse(entry.title.clone()),
        )
    };
    (0..entries.len()).max_by_key(|at| rank(*at)).map(|at| entries[at].title.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(authors: &[&str], authors_complete: bool) -> PaperRecord {
        let authors = authors.iter().map(|name| AuthorMention::printed(*name)).collect();
        PaperRecord { title: "T".into(), authors, authors_complete, ..PaperRecord::default() }
    }

    /// What two entries amount to, which must not depend on their order.
    fn both(one: &PaperRecord, other: &PaperRecord) -> PaperRecord {
        let united_here = united(&[one, other]);
        assert_eq!(united_here, united(&[other, one]));
        united_here
    }

    #[test]
    fn an_entry_united_with_itself_or_with_the_paper_is_the_paper() {
        let mut known = paper(&["Ann Lee"], false);
        known.authors.push(AuthorMention::hidden("Cy Wu"));
        known.published_on = PartialDate::parse("2020-05-01");
        known.abstract_text = Some("An abstract".into());
        known.categories = vec!["cs.LG".into()];
        known.affiliations = vec![Affiliation::named("mit")];
        assert_eq!(both(&known, &known.clone()), known);
        let further = PaperRecord { venue: Some("ICLR".into()), ..paper(&["Ann Lee", "Bo Ek", "Cy Wu"], true) };
        let whole = both(&known, &further);
        assert_eq!(both(&whole, &known), whole);
    }

    #[test]
    fn a_complete_list_beats_a_cut_one_and_is_never_beaten() {
        let mut cut = paper(&["Ann Lee"], false);
        cut.authors.push(AuthorMention::hidden("Cy Wu"));
        let complete = paper(&["Ann Lee", "Bo Ek", "Cy Wu"], true);
        let united = both(&cut, &complete);
        assert_eq!((united.authors, united.authors_complete), (complete.authors, true));
    }

    #[test]
    fn full_names_beat_initials_and_the_order_with_a_comma() {
        let full = paper(&["Ann Lee", "Bo Ek"], true);
        for other in [paper(&["A. Lee", "B. Ek"], true), paper(&["Lee, Ann", "Ek, Bo"], true)] {
            assert_eq!(both(&full, &other).authors, full.authors);
        }
    }

    #[test]
    fn hidden_authors_of_two_cut_lists_are_both_kept() {
        let (mut one, mut other) = (paper(&["Ann Lee"], false), paper(&["Ann Lee", "Bo Ek"], false));
        one.authors.push(AuthorMention::hidden("Cy Wu"));
        other.authors.push(AuthorMention::hidden("Di Xu"));
        let names: Vec<_> = both(&one, &other).authors.into_iter().map(|author| author.name_as_printed).collect();
        assert_eq!(names, ["Ann Lee", "Bo Ek", "Di Xu", "Cy Wu"]);
    }

    #[test]
    fn a_full_date_beats_a_year_and_an_early_date_a_late_one() {
        let cases = [("2020", "2021-03-01", "2021-03-01"), ("2021-03-01", "2021-02-01", "2021-02-01")];
        let of = |date: &str| PaperRecord { published_on: PartialDate::parse(date), ..paper(&[], false) };
        for (one, other, kept) in cases {
            assert_eq!(both(&of(one), &of(other)).published_on, PartialDate::parse(kept));
        }
    }

    #[test]
    fn a_venue_beats_a_preprint_server_and_the_title_of_most_entries_the_others() {
        let of = |venue: &str, title: &str| PaperRecord {
            venue: Some(venue.into()),
            title: title.into(),
            ..paper(&["Ann Lee"], true)
        };
        let (one, other) = (of("arXiv preprint arXiv:2001.00001", "Small Rooms"), of("ICLR", "Small Roms"));
        assert_eq!(both(&one, &other).venue.as_deref(), Some("ICLR"));
        assert_eq!(united(&[&other, &one, &of("ICLR", "Small rooms")]).title, "Small Rooms");
    }

    #[test]
    fn lists_are_joined_without_doubling() {
        let (mut one, mut other) = (paper(&[], false), paper(&[], false));
        one.categories = vec!["cs.LG".into()];
        other.categories = vec!["LG".into(), "ML".into()];
        one.affiliations = vec![Affiliation::named("mit")];
        other.affiliations = ["Massachusetts Institute of Technology", "nvidia"].map(Affiliation::named).to_vec();
        let both = both(&one, &other);
        assert_eq!(both.categories, ["ML", "cs.LG"]);
        assert_eq!(both.affiliations, ["Massachusetts Institute of Technology", "nvidia"].map(Affiliation::named));
    }
}
