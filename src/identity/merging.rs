//! What a paper is after one more source: gaps are filled, and nothing that is known is overwritten silently.

use super::affiliation::affiliation_key;
use super::fold::fold;
use super::name::{author_key, authors_agree, same_name};
use crate::record::{Affiliation, AuthorMention, PaperRecord, PartialDate};

/// The known paper with what the incoming record adds. Equal to the known one when it adds nothing.
///
/// A complete author list beats a cut one, a longer cut list a shorter one; a fuller date beats a shorter one
/// and an earlier one a later; the longer abstract wins; lists are joined; the title stays.
pub fn merged(known: &PaperRecord, incoming: &PaperRecord) -> PaperRecord {
    let (authors, authors_complete) = authors(known, incoming);
    PaperRecord {
        title: known.title.clone(),
        authors,
        authors_complete,
        published_on: date(known.published_on, incoming.published_on),
        abstract_text: longer(known.abstract_text.as_ref(), incoming.abstract_text.as_ref()),
        venue: known.venue.clone().or_else(|| incoming.venue.clone()),
        categories: categories(&known.categories, &incoming.categories),
        affiliations: affiliations(&known.affiliations, &incoming.affiliations),
        keywords: joined(&known.keywords, &incoming.keywords, |held, item| fold(held) == fold(item)),
        identifiers: joined(&known.identifiers, &incoming.identifiers, PartialEq::eq),
        links: joined(&known.links, &incoming.links, PartialEq::eq),
        code_stated: known.code_stated.or(incoming.code_stated),
    }
}

fn authors(known: &PaperRecord, incoming: &PaperRecord) -> (Vec<AuthorMention>, bool) {
    let printed = |record: &PaperRecord| record.printed_names().count();
    let fuller = !known.authors_complete && (incoming.authors_complete || printed(incoming) > printed(known));
    let (best, other) = if fuller { (incoming, known) } else { (known, incoming) };
    let mut authors = best.authors.clone();
    for (author, same) in authors.iter_mut().zip(other.authors.iter().filter(|author| author.position_stated)) {
        if author.position_stated && authors_agree(author, same) {
            add_what_is_known(author, same);
        }
    }
    if !best.authors_complete {
        for hidden in other.authors.iter().filter(|author| !author.position_stated) {
            match authors.iter_mut().find(|author| same_person(author, hidden)) {
                Some(author) => add_what_is_known(author, hidden),
                None => authors.push(hidden.clone()),
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
    author.affiliations = affiliations(&author.affiliations, &other.affiliations);
}

fn same_person(one: &AuthorMention, other: &AuthorMention) -> bool {
    same_name(&author_key(one), &author_key(other))
}

/// Both lists; where both name a place, what either knows of it.
fn affiliations(known: &[Affiliation], incoming: &[Affiliation]) -> Vec<Affiliation> {
    let mut all = known.to_vec();
    for item in incoming {
        match all.iter_mut().find(|held| affiliation_key(&held.name) == affiliation_key(&item.name)) {
            Some(held) => {
                held.ror = held.ror.take().or_else(|| item.ror.clone());
                held.country_code = held.country_code.take().or_else(|| item.country_code.clone());
            }
            None => all.push(item.clone()),
        }
    }
    all
}

fn date(known: Option<PartialDate>, incoming: Option<PartialDate>) -> Option<PartialDate> {
    let (Some(one), Some(other)) = (known, incoming) else {
        return known.or(incoming);
    };
    let rank = |date: PartialDate| (std::cmp::Reverse(date.precision()), date);
    Some(if rank(other) < rank(one) { other } else { one })
}

fn longer(known: Option<&String>, incoming: Option<&String>) -> Option<String> {
    let length = |text: Option<&String>| text.map_or(0, |text| text.chars().count());
    if length(incoming) > length(known) { incoming.cloned() } else { known.cloned() }
}

/// The known list, then what the other has beside it.
fn joined<T: Clone>(known: &[T], incoming: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut all = known.to_vec();
    for item in incoming {
        if !all.iter().any(|held| same(held, item)) {
            all.push(item.clone());
        }
    }
    all
}

/// Both lists, without a class whose archive the other list says.
fn categories(known: &[String], incoming: &[String]) -> Vec<String> {
    let fuller = |held: &String| incoming.iter().any(|item| item != held && same_category(item, held));
    let kept: Vec<_> = known.iter().filter(|held| !fuller(held)).cloned().collect();
    joined(&kept, incoming, |held, item| same_category(held, item))
}

/// `LG` adds nothing to `cs.LG`: it is the same class with its archive unsaid.
fn same_category(held: &str, incoming: &str) -> bool {
    held == incoming || held.strip_suffix(incoming).is_some_and(|archive| archive.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(authors: &[&str], authors_complete: bool) -> PaperRecord {
        let authors = authors.iter().map(|name| AuthorMention::printed(*name)).collect();
        PaperRecord { title: "T".into(), authors, authors_complete, ..PaperRecord::default() }
    }

    #[test]
    fn merging_a_paper_with_itself_changes_nothing() {
        let mut known = paper(&["Ann Lee"], false);
        known.authors.push(AuthorMention::hidden("Cy Wu"));
        known.published_on = PartialDate::parse("2020-05-01");
        known.abstract_text = Some("An abstract".into());
        known.categories = vec!["cs.LG".into()];
        known.affiliations = vec![Affiliation::named("mit")];
        assert_eq!(merged(&known, &known.clone()), known);
    }

    #[test]
    fn a_complete_list_beats_a_cut_one_and_is_never_beaten() {
        let mut cut = paper(&["Ann Lee"], false);
        cut.authors.push(AuthorMention::hidden("Cy Wu"));
        let complete = paper(&["Ann Lee", "Bo Ek", "Cy Wu"], true);
        assert_eq!(merged(&cut, &complete).authors, complete.authors);
        assert_eq!(merged(&complete, &cut).authors, complete.authors);
        assert!(merged(&complete, &cut).authors_complete);
    }

    #[test]
    fn hidden_authors_of_two_cut_lists_are_both_kept() {
        let (mut one, mut other) = (paper(&["Ann Lee"], false), paper(&["Ann Lee", "Bo Ek"], false));
        one.authors.push(AuthorMention::hidden("Cy Wu"));
        other.authors.push(AuthorMention::hidden("Di Xu"));
        let names: Vec<_> = merged(&one, &other).authors.into_iter().map(|author| author.name_as_printed).collect();
        assert_eq!(names, ["Ann Lee", "Bo Ek", "Di Xu", "Cy Wu"]);
    }

    #[test]
    fn a_full_date_beats_a_year_and_an_early_date_a_late_one() {
        let cases = [
            ("2020", "2021-03-01", "2021-03-01"),
            ("2021-03-01", "2020", "2021-03-01"),
            ("2021-03-01", "2021-02-01", "2021-02-01"),
            ("2021-02-01", "2021-03-01", "2021-02-01"),
        ];
        for (known, incoming, kept) in cases {
            assert_eq!(date(PartialDate::parse(known), PartialDate::parse(incoming)), PartialDate::parse(kept));
        }
    }

    #[test]
    fn lists_are_joined_without_doubling() {
        let (mut one, mut other) = (paper(&[], false), paper(&[], false));
        one.categories = vec!["cs.LG".into()];
        other.categories = vec!["LG".into(), "ML".into()];
        one.affiliations = vec![Affiliation::named("mit")];
        other.affiliations = ["Massachusetts Institute of Technology", "nvidia"].map(Affiliation::named).to_vec();
        let both = merged(&one, &other);
        assert_eq!(both.categories, ["cs.LG", "ML"]);
        assert_eq!(merged(&other, &one).categories, ["ML", "cs.LG"]);
        assert_eq!(both.affiliations, ["mit", "nvidia"].map(Affiliation::named));
    }
}
