//! When two entries speak of one paper: [`relation`].

use std::collections::BTreeSet;

use super::author_lists::{Lists, compare_lists};
use super::fold::{fold, squeezed};
use super::likeness::{differ_by_typing, first_author_of, lengths_agree, same_numbers, similarity, title_sketch};
use super::name::author_key;
use crate::checksum::of_paper;
use crate::identifier::{Identifier, Scheme};
use crate::record::PaperRecord;

/// Titles that many different works bear, folded: they need the same abstract or date beside the authors.
const GENERIC_TITLES: &[&str] = &[
    "abstract",
    "acknowledgements",
    "addendum",
    "author index",
    "back matter",
    "book review",
    "comment",
    "commentary",
    "conclusion",
    "contents",
    "correction",
    "corrigendum",
    "discussion",
    "editorial",
    "editors note",
    "errata",
    "erratum",
    "foreword",
    "front matter",
    "guest editorial",
    "index",
    "introduction",
    "letter",
    "masthead",
    "obituary",
    "overview",
    "preface",
    "rejoinder",
    "reply",
    "response",
    "review",
    "subject index",
    "summary",
    "table of contents",
    "title page",
    "untitled",
];

/// Registrants of DOIs for preprints: such a DOI and the one of the published version are of one paper. arXiv, bioRxiv and
/// medRxiv, SSRN, Research Square, ChemRxiv, Preprints.org, OSF, PsyArXiv, TechRxiv, Authorea, Zenodo.
const PREPRINT_REGISTRANTS: &[&str] = &[
    "10.48550", "10.1101", "10.2139", "10.21203", "10.26434", "10.20944", "10.31219", "10.31234", "10.36227",
    "10.22541", "10.5281",
];

/// Below this similarity, one identifier on two titles is a mistake of one of the sources.
const CLEARLY_DIFFERENT: f64 = 0.5;
/// From this similarity on, titles by the same authors are listed as perhaps one.
const NEAR: f64 = 0.75;
/// How many letters of two abstracts are compared.
const ABSTRACT_LETTERS: usize = 200;

/// The key of a title: folded, so that case, accents, punctuation and spacing do not matter.
/// A title of signs alone keeps its signs, so that no key is empty.
pub fn title_key(title: &str) -> String {
    let folded = fold(title);
    if folded.is_empty() { title.trim().to_lowercase() } else { folded }
}

/// Whether a title, given its key, is one that many different works bear, or one that was supplied for want of one.
pub fn is_generic(title_key: &str) -> bool {
    GENERIC_TITLES.binary_search(&title_key).is_ok() || title_key.starts_with("untitled ")
}

/// What two entries are to each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Relation {
    /// They speak of one paper; the greater, the surer.
    pub same: Option<u16>,
    /// They cannot both speak of one paper, whatever others say.
    pub clash: bool,
    /// Why they may be one all the same, where they are not taken for one.
    pub suspicion: Option<Suspicion>,
}

/// Why two papers may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspicion {
    /// 0 (not one) to 1 (one).
    pub score: f64,
    /// In words, a clause without a full stop.
    pub reason: String,
}

impl Relation {
    fn same(strength: u16) -> Self {
        Self { same: Some(strength), ..Self::default() }
    }

    fn clash() -> Self {
        Self { clash: true, ..Self::default() }
    }

    fn suspected(self, score: f64, reason: impl Into<String>) -> Self {
        Self { suspicion: Some(Suspicion { score, reason: reason.into() }), ..self }
    }
}

/// An entry, with what comparing it needs.
#[derive(Debug, Clone)]
pub struct Profile {
    /// What the entry says.
    pub record: PaperRecord,
    /// The key of its title.
    pub title_key: String,
    /// The sketch of its title.
    pub title_sketch: i64,
    /// The keys of its authors, in their order.
    pub author_keys: Vec<String>,
    /// The key of its first printed author; `None` where none is printed.
    pub first_author: Option<i64>,
    /// The checksum of a paper that it is alone.
    pub checksum: i64,
}

impl Profile {
    /// The profile of what an entry says.
    pub fn of(record: PaperRecord) -> Self {
        let title_key = title_key(&record.title);
        let author_keys: Vec<_> = record.authors.iter().map(author_key).collect();
        let first = record.authors.iter().position(|author| author.position_stated);
        let first_author = first.map(|first| first_author_of(&author_keys[first]));
        let checksum = of_paper(&record, &title_key);
        Self { title_sketch: title_sketch(&title_key), first_author, checksum, author_keys, title_key, record }
    }

    fn day(&self) -> Option<String> {
        self.record.published_on.filter(|date| date.precision() == 3).map(|date| date.to_string())
    }
}

/// What two entries are to each other, alike from both sides:
///
/// | identifiers | titles | authors | years | then |
/// |---|---|---|---|---|
/// | one in common | alike | any | any | one paper |
/// | one in common | clearly different | any | any | two, suspected |
/// | two DOIs (or arXiv, PubMed numbers) | equal | agree | any | two, suspected |
/// | any | equal | agree, or not stated by one | at most one apart | one paper |
/// | any | equal | stated by neither | at most one apart | one paper where the venue, the day or the abstract is the same |
/// | any | equal | agree | further apart | two, suspected |
/// | any | equal | begin alike or are the same in another order | at most one apart | two, suspected |
/// | any | equal | differ | any | two |
/// | any | equal and generic | agree | same day, or same abstract | one paper |
/// | none in common | alike but for typing | agree | same day; or same year, nearly equal title; or same abstract | one paper |
/// | none in common | near | agree | at most one apart | two, suspected |
///
/// A preprint's DOI does not contradict that of the published version.
pub fn relation(one: &Profile, other: &Profile) -> Relation {
    if one.record == other.record {
        return Relation::same(4000);
    }
    let equal_titles = one.title_key == other.title_key;
    let share_identifier = shared_identifier(&one.record, &other.record);
    if let Some(identifier) = share_identifier {
        return of_one_identifier(one, other, identifier, equal_titles);
    }
    let lists = compare_lists(&one.record, &other.record);
    if matches!(lists, Lists::Differ) {
        return Relation::clash();
    }
    let contradiction = contradicting_identifiers(&one.record, &other.record);
    if equal_titles {
        of_one_title(one, other, lists, contradiction)
    } else if lists == Lists::Agree && contradiction.is_none() {
        of_near_titles(one, other)
    } else {
        Relation { clash: contradiction.is_some() || lists == Lists::Partly, ..Relation::default() }
    }
}

fn of_one_identifier(one: &Profile, other: &Profile, identifier: &Identifier, equal_titles: bool) -> Relation {
    let begins = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    let alike = equal_titles
        || begins(&one.title_key, &other.title_key)
        || begins(&other.title_key, &one.title_key)
        || similarity(&one.title_key, &other.title_key) >= CLEARLY_DIFFERENT;
    if alike {
        return Relation::same(3000 + u16::from(equal_titles));
    }
    Relation::clash().suspected(0.5, format!("both have {identifier}, but their titles are clearly different"))
}

fn of_one_title(one: &Profile, other: &Profile, lists: Lists, contradiction: Option<Scheme>) -> Relation {
    let apart = years_apart(one, other);
    if is_generic(&one.title_key) {
        return if contradiction.is_none() && lists == Lists::Agree && more_than_the_title(one, other) {
            Relation::same(2000)
        } else {
            Relation::clash()
        };
    }
    match (lists, contradiction) {
        (Lists::Agree | Lists::NotStated, Some(scheme)) => {
            Relation::clash().suspected(0.8, format!("one title and authors that agree, but two {}", in_words(scheme)))
        }
        (Lists::NotStated, None) if no_authors(one) && no_authors(other) && !same_place(one, other) => {
            Relation::default()
        }
        (Lists::Agree | Lists::NotStated, None) if apart <= 1 => {
            Relation::same(if lists == Lists::Agree { 2100 - apart } else { 2000 - apart })
        }
        (Lists::Agree, None) => {
            Relation::default().suspected(0.6, format!("one title and authors that agree, but {apart} years apart"))
        }
        (Lists::Partly, _) if apart <= 1 => {
            Relation::clash().suspected(0.7, "one title, but author lists of which only a part agrees")
        }
        (Lists::NotStated, None) => Relation::default(),
        _ => Relation::clash(),
    }
}

/// Titles that are not equal, by authors that agree.
fn of_near_titles(one: &Profile, other: &Profile) -> Relation {
    if years_apart(one, other) > 1 || is_generic(&one.title_key) || is_generic(&other.title_key) {
        return Relation::default();
    }
    let alike = similarity(&one.title_key, &other.title_key);
    let abstracts = same_abstract(one, other);
    let same_day = one.day().is_some() && one.day() == other.day();
    let letters = |profile: &Profile| squeezed(&profile.title_key).chars().count();
    if !lengths_agree(letters(one), letters(other)) {
        return Relation::default();
    }
    let typed = differ_by_typing(&one.title_key, &other.title_key);
    let bar = match abstracts {
        Some(true) => 0.7,
        Some(false) => f64::INFINITY,
        None if same_day => 0.8,
        None => 0.95,
    };
    if alike >= bar && (typed || abstracts == Some(true)) {
        return Relation::same(1000 + hundredths(alike));
    }
    if alike >= NEAR && same_numbers(&one.title_key, &other.title_key) {
        return Relation::default().suspected(alike * 0.75, "nearly one title, and authors that agree");
    }
    Relation::default()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a similarity is 0 to 1")]
fn hundredths(share: f64) -> u16 {
    (share * 100.0) as u16
}

fn in_words(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Doi => "DOIs",
        Scheme::Arxiv => "arXiv identifiers",
        _ => "PubMed numbers",
    }
}

/// The first identifier that both have.
fn shared_identifier<'a>(one: &'a PaperRecord, other: &PaperRecord) -> Option<&'a Identifier> {
    // Most papers have a handful.
    if one.identifiers.len() * other.identifiers.len() <= 256 {
        return one.identifiers.iter().find(|identifier| other.identifiers.contains(identifier));
    }
    let others: BTreeSet<_> = other.identifiers.iter().collect();
    one.identifiers.iter().find(|identifier| others.contains(identifier))
}

/// The scheme of which both have a value and none in common, where a paper has but one value of it.
fn contradicting_identifiers(one: &PaperRecord, other: &PaperRecord) -> Option<Scheme> {
    [Scheme::Doi, Scheme::Arxiv, Scheme::Pmid].into_iter().find(|scheme| {
        let has = |record: &PaperRecord| {
            let is_of = |identifier: &&Identifier| identifier.scheme == *scheme && !is_preprint(identifier);
            record.identifiers.iter().filter(is_of).count() > 0
        };
        has(one) && has(other)
    })
}

fn is_preprint(identifier: &Identifier) -> bool {
    let registrant = identifier.value.split('/').next().unwrap_or_default();
    identifier.scheme == Scheme::Doi && PREPRINT_REGISTRANTS.contains(&registrant)
}

/// 0 where either does not say its year.
fn years_apart(one: &Profile, other: &Profile) -> u16 {
    match (one.record.published_on, other.record.published_on) {
        (Some(one), Some(other)) => one.year().abs_diff(other.year()),
        _ => 0,
    }
}

fn no_authors(profile: &Profile) -> bool {
    profile.record.authors.is_empty()
}

/// Whether two entries without authors came out in one place, or are otherwise known to be one.
fn same_place(one: &Profile, other: &Profile) -> bool {
    let venue = |profile: &Profile| profile.record.venue.as_deref().map(fold);
    venue(one) == venue(other) || more_than_the_title(one, other)
}

fn more_than_the_title(one: &Profile, other: &Profile) -> bool {
    same_abstract(one, other) == Some(true) || one.day().is_some() && one.day() == other.day()
}

/// Whether two abstracts begin alike; `None` where either is not stated.
fn same_abstract(one: &Profile, other: &Profile) -> Option<bool> {
    let beginning = |text: &str| squeezed(&fold(&text.chars().take(ABSTRACT_LETTERS).collect::<String>()));
    let (one, other) = (one.record.abstract_text.as_deref()?, other.record.abstract_text.as_deref()?);
    if one == other {
        return Some(true);
    }
    let (one, other) = (beginning(one), beginning(other));
    let shorter = one.chars().count().min(other.chars().count());
    let cut = |text: &str| text.chars().take(shorter).collect::<String>();
    Some(shorter > 20 && similarity(&cut(&one), &cut(&other)) >= 0.8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{AuthorMention, PartialDate};

    /// A paper whose authors, with `,` between, are all printed.
    fn record(title: &str, list: &str, date: &str) -> PaperRecord {
        let authors = list.split(',').map(|name| AuthorMention::printed(name.trim())).collect();
        let published_on = PartialDate::parse(date);
        PaperRecord { title: title.into(), authors, authors_complete: true, published_on, ..PaperRecord::default() }
    }

    fn with(mut record: PaperRecord, identifiers: &[&str]) -> PaperRecord {
        record.identifiers = identifiers.iter().map(|text| Identifier::parse(text).unwrap()).collect();
        record
    }

    /// The relation, which must be alike from both sides.
    fn between(one: &PaperRecord, other: &PaperRecord) -> Relation {
        let (one, other) = (Profile::of(one.clone()), Profile::of(other.clone()));
        let there = relation(&one, &other);
        let back = relation(&other, &one);
        assert_eq!((there.same, there.clash), (back.same, back.clash));
        there
    }

    fn is_one(one: &PaperRecord, other: &PaperRecord) -> bool {
        between(one, other).same.is_some()
    }

    #[test]
    fn years_may_be_one_apart() {
        let of_year = |year| record("T", "Ann Lee", year);
        assert!(is_one(&of_year("2020-12-31"), &of_year("2021")));
        assert!(is_one(&of_year("2020"), &of_year("")));
        let apart = between(&of_year("2020"), &of_year("2022"));
        assert_eq!((apart.same, apart.clash), (None, false));
        assert!(apart.suspicion.is_some_and(|suspicion| suspicion.reason.contains("2 years apart")));
    }

    #[test]
    fn a_generic_title_needs_more_than_the_title() {
        let one = record("Editorial", "Ann Lee", "2020");
        let mut other = one.clone();
        other.venue = Some("Annals of Rooms".into());
        assert!(!is_one(&one, &other));
        assert!(is_one(&one, &one.clone()), "the same entry again");
        assert!(!is_one(&one, &record("Editorial", "Ann Lee", "2021")));
        let mut dated = record("Editorial", "Ann Lee", "2020-05-01");
        let again = dated.clone();
        dated.venue = Some("Annals of Rooms".into());
        assert!(is_one(&dated, &again));
    }

    #[test]
    fn an_identifier_decides_unless_the_titles_are_clearly_different() {
        let one = with(record("Sign and Basis Invariant Networks", "Ann Lee", "2019"), &["arXiv:2202.13013"]);
        let retitled = with(record("Sign and Basis Invariance", "Bo Ek", "2023"), &["arXiv:2202.13013"]);
        assert!(is_one(&one, &retitled));
        let other = with(record("A Survey of Rivers", "Ann Lee", "2019"), &["arXiv:2202.13013"]);
        let relation = between(&one, &other);
        assert!(relation.clash && relation.same.is_none());
        assert!(relation.suspicion.is_some_and(|suspicion| suspicion.reason.contains("arxiv:2202.13013")));
    }

    #[test]
    fn two_dois_are_two_papers_and_a_preprints_doi_is_none_of_them() {
        let of = |doi: &str| with(record("Graphs of Small Rooms", "Ann Lee", "2020"), &[doi]);
        let two = between(&of("10.1000/a"), &of("10.1000/b"));
        assert!(two.clash && two.suspicion.is_some());
        assert!(is_one(&of("10.48550/arXiv.2001.00001"), &of("10.1000/a")));
        assert!(is_one(&of("arXiv:2001.00001"), &of("10.1000/a")));
        assert!(!is_one(&of("arXiv:2001.00001"), &of("arXiv:2001.00002")));
    }

    #[test]
    fn a_title_with_wrong_letters_is_known_by_its_authors_and_its_day() {
        let title = "Sign and Basis Invariant Networks for Spectral Graphs";
        let one = record(title, "Ann Lee, Bo Ek", "2022-02-25");
        let cases = [
            ("Sgin and Basis Invariant Netwroks for Spectral Graps", "Ann Lee, Bo Ek", "2022-02-25", true),
            ("Sign and Basis Invariant Networks for Spectral Graph", "Ann Lee, Bo Ek", "2022", true),
            ("Sgin and Basis Invariant Netwroks for Spectral Graps", "Ann Lee, Bo Ek", "2022", false),
            ("Sgin and Basis Invariant Networks for Spectral Graphs", "Di Xu, Bo Ek", "2022-02-25", false),
            ("Sign and Basis Invariant Networks for Spectral Images", "Ann Lee, Bo Ek", "2022-02-25", false),
        ];
        for (other, authors, date, expected) in cases {
            assert_eq!(is_one(&one, &record(other, authors, date)), expected, "{other} {date}");
        }
    }

    #[test]
    fn the_generic_titles_are_folded_and_sorted() {
        assert!(GENERIC_TITLES.is_sorted());
        assert!(GENERIC_TITLES.iter().all(|title| title_key(title) == *title));
    }
}
