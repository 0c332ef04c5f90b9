//! When two records are one paper, given that their title keys are equal.

use super::fold::fold;
use super::merging::merged;
use super::name;
use crate::record::{AuthorMention, PaperRecord};

/// Titles that many different works bear, folded: they need the same abstract or date beside the authors.
const GENERIC_TITLES: &[&str] = &[
    "abstract",
    "acknowledgements",
    "addendum",
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
    "guest editorial",
    "index",
    "introduction",
    "letter",
    "obituary",
    "overview",
    "preface",
    "rejoinder",
    "reply",
    "response",
    "review",
    "summary",
    "untitled",
];

/// The key of a title: folded, so that case, accents, punctuation and spacing do not matter.
/// A title of signs alone keeps its signs, so that no key is empty.
pub fn title_key(title: &str) -> String {
    let folded = fold(title);
    if folded.is_empty() { title.trim().to_lowercase() } else { folded }
}

/// Whether two records with one title key are one paper: their author lists agree and their years are at
/// most one apart (a preprint and its publication). A generic title, or one that was supplied in square brackets for an
/// entry without title, needs an equal abstract or date as well, or else an entry that says nothing new.
///
/// `source_years` are the years that earlier sources of the known paper gave beside its own, which is the earliest: what
/// was one paper once stays one when its source comes in again.
pub fn same_paper(known: &PaperRecord, incoming: &PaperRecord, source_years: &[i16]) -> bool {
    years_agree(known, incoming, source_years)
        && authors_agree(known, incoming)
        && (!is_generic(&title_key(&known.title)) || more_than_the_title(known, incoming))
}

/// Whether a title, given its key, is one that many different works bear, or one that was supplied for want of one.
pub fn is_generic(title_key: &str) -> bool {
    GENERIC_TITLES.binary_search(&title_key).is_ok() || title_key.starts_with("untitled ")
}

/// The same entry coming in again says nothing new; that is enough.
fn more_than_the_title(known: &PaperRecord, incoming: &PaperRecord) -> bool {
    if incoming.published_on == known.published_on && merged(known, incoming) == *known {
        return true;
    }
    let authors_are_known = !known.authors.is_empty() && !incoming.authors.is_empty();
    let day = |record: &PaperRecord| record.published_on.filter(|date| date.precision() == 3);
    let same_abstract = known.abstract_text.is_some() && known.abstract_text == incoming.abstract_text;
    let same_day = day(known).is_some() && day(known) == day(incoming);
    authors_are_known && (same_abstract || same_day)
}

fn years_agree(known: &PaperRecord, incoming: &PaperRecord, source_years: &[i16]) -> bool {
    let (Some(known), Some(incoming)) = (known.published_on, incoming.published_on) else {
        return true;
    };
    let mut years = source_years.iter().copied().chain([known.year()]);
    years.any(|year| year.abs_diff(incoming.year()) <= 1)
}

/// Whether two author lists can be of one paper. Complete lists agree name by name. A cut list agrees with a
/// list that starts alike, and a complete list must be longer than the cut one and hold its hidden authors.
/// A list that is not stated agrees with any.
fn authors_agree(known: &PaperRecord, incoming: &PaperRecord) -> bool {
    let (known_list, incoming_list) = (AuthorList::of(known), AuthorList::of(incoming));
    let start_alike =
        known_list.printed.iter().zip(&incoming_list.printed).all(|(one, other)| name::authors_agree(one, other));
    start_alike && known_list.leaves_room_for(&incoming_list) && incoming_list.leaves_room_for(&known_list)
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

    /// Whether a complete list can be what the other list is a part of. A cut list always can.
    fn leaves_room_for(&self, other: &Self) -> bool {
        if !self.complete {
            return true;
        }
        let (own, theirs) = (self.printed.len(), other.printed.len());
        let long_enough = if other.complete { own == theirs } else { own > theirs || other.printed.is_empty() };
        let holds = |hidden: &AuthorMention| self.printed.iter().any(|author| name::authors_agree(author, hidden));
        long_enough && other.hidden.iter().all(|hidden| holds(hidden))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::PartialDate;

    /// "A, B +" is a cut list, "A, B" a complete one, "(C)" an author whose place is hidden, "" no list.
    fn record(title: &str, list: &str, year: &str) -> PaperRecord {
        let cut = list.is_empty() || list.contains('+');
        let names = list.split([',', '+']).map(str::trim).filter(|name| !name.is_empty());
        let authors = names
            .map(|name| match name.strip_prefix('(') {
                Some(hidden) => AuthorMention::hidden(hidden.trim_end_matches(')')),
                None => AuthorMention::printed(name),
            })
            .collect();
        let published_on = PartialDate::parse(year);
        PaperRecord { title: title.into(), authors, authors_complete: !cut, published_on, ..PaperRecord::default() }
    }

    #[test]
    fn author_lists_agree_when_one_can_be_a_part_of_the_other() {
        let cases = [
            ("Ann Lee, Bo Ek", "Ann Lee, Bo Ek", true),
            ("Ann Lee, Bo Ek", "A. Lee, B. Ek", true),
            ("Ann Lee, Bo Ek", "Bo Ek, Ann Lee", false),
            ("Ann Lee, Bo Ek", "Ann Lee", false),
            ("Ann Lee +", "Ann Lee, Bo Ek", true),
            ("Ann Lee, Bo Ek +", "Ann Lee, Bo Ek", false),
            ("Ann Lee +", "Ann Lee, Bo Ek +", true),
            ("Ann Lee +", "Cy Wu, Bo Ek", false),
            ("Ann Lee + (Cy Wu)", "Ann Lee, Bo Ek, Cy Wu", true),
            ("Ann Lee + (Cy Wu)", "Ann Lee, Bo Ek", false),
            ("Ann Lee + (Cy Wu)", "Ann Lee + (Di Xu)", true),
            ("", "Ann Lee, Bo Ek", true),
        ];
        for (one, other, agree) in cases {
            let (one_record, other_record) = (record("T", one, "2020"), record("T", other, "2021"));
            assert_eq!(same_paper(&one_record, &other_record, &[]), agree, "{one} / {other}");
            assert_eq!(same_paper(&other_record, &one_record, &[]), agree, "{other} / {one}");
        }
    }

    #[test]
    fn years_may_be_one_apart() {
        let of_year = |year| record("T", "Ann Lee", year);
        assert!(same_paper(&of_year("2020-12-31"), &of_year("2021"), &[]));
        assert!(!same_paper(&of_year("2020"), &of_year("2022"), &[]));
        assert!(same_paper(&of_year("2020"), &of_year("2022"), &[2021]));
        assert!(same_paper(&of_year("2020"), &of_year(""), &[]));
    }

    #[test]
    fn a_generic_title_needs_more_than_the_title() {
        let one = record("Editorial", "Ann Lee", "2020");
        let mut other = one.clone();
        other.venue = Some("Annals of Rooms".into());
        assert!(!same_paper(&one, &other, &[]));
        assert!(same_paper(&one, &one.clone(), &[]), "the same entry again");
        assert!(!same_paper(&one, &record("Editorial", "Ann Lee", "2021"), &[]));
        let dated = record("Editorial", "Ann Lee", "2020-05-01");
        assert!(same_paper(&dated, &dated.clone(), &[]));
    }

    #[test]
    fn the_generic_titles_are_folded_and_sorted() {
        assert!(GENERIC_TITLES.is_sorted());
        assert!(GENERIC_TITLES.iter().all(|title| title_key(title) == *title));
    }
}
