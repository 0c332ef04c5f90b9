//! What a paper is after one more source: gaps are filled, and nothing that is known is overwritten silently.

use super::affiliation::affiliation_key;
use super::name::{name_key, same_name};
use crate::record::{AuthorMention, PaperRecord, PartialDate};

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
        affiliations: joined(&known.affiliations, &incoming.affiliations, |held, item| same_affiliation(held, item)),
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
    if !best.authors_complete {
        for hidden in other.authors.iter().filter(|author| !author.position_stated) {
            if !authors.iter().any(|author| same_person(author, hidden)) {
                authors.push(hidden.clone());
            }
        }
    }
    (authors, best.authors_complete)
}

fn same_person(one: &AuthorMention, other: &AuthorMention) -> bool {
    same_name(&name_key(&one.name_as_printed), &name_key(&other.name_as_printed))
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

fn same_affiliation(held: &str, incoming: &str) -> bool {
    affiliation_key(held) == affiliation_key(incoming)
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
        known.affiliations = vec!["mit".into()];
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
        one.affiliations = vec!["mit".into()];
        other.affiliations = vec!["Massachusetts Institute of Technology".into(), "nvidia".into()];
        let both = merged(&one, &other);
        assert_eq!(both.categories, ["cs.LG", "ML"]);
        assert_eq!(merged(&other, &one).categories, ["ML", "cs.LG"]);
        assert_eq!(both.affiliations, ["mit", "nvidia"]);
    }
}
