//! Names of people: their key, and when two printed forms may be one name.

use unicode_normalization::UnicodeNormalization;

use super::fold::{fold, squeezed};
use crate::record::AuthorMention;

/// The key under which a person's name is found: the folded name, given name first.
///
/// `Vidal, René` and `René Vidal` have one key. A name of signs alone keeps its signs, so that no key is empty.
pub fn name_key(name: &str) -> String {
    key_of(&given_name_first(name))
}

/// The key of a collaboration's or an organisation's name: folded as it stands, for it has no family name.
pub fn group_key(name: &str) -> String {
    key_of(name)
}

/// The key of an author as a listing names them.
pub fn author_key(author: &AuthorMention) -> String {
    if author.is_group { group_key(&author.name_as_printed) } else { name_key(&author.name_as_printed) }
}

fn key_of(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() { name.trim().nfkc().collect::<String>().to_lowercase() } else { folded }
}

/// The name with the given name first, as reports show a person: `Vidal, René` is `René Vidal`, and
/// `King, Jr., Martin Luther` (or `King, Martin Luther, Jr.`) is `Martin Luther King Jr.`. A name without a comma, or
/// with nothing but a suffix after it, stays as it is.
pub fn given_name_first(name: &str) -> String {
    let mut parts = name.split(',').map(str::trim).filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(family), Some(given), None, _) if !is_suffix(given) => format!("{given} {family}"),
        (Some(family), Some(suffix), Some(given), None) if is_suffix(suffix) => format!("{given} {family} {suffix}"),
        (Some(family), Some(given), Some(suffix), None) if is_suffix(suffix) => format!("{given} {family} {suffix}"),
        _ => name.to_owned(),
    }
}

/// Whether a word follows a name and is no part of it; of a company, its legal form.
pub fn is_suffix(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "jr" | "sr" | "ii" | "iii" | "iv" | "junior" | "senior" | "inc" | "ltd" | "llc" | "gmbh" | "corp" | "co"
    )
}

/// Whether two keys are one name, spacing aside.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || squeezed(one) == squeezed(other)
}

/// Whether two keys can be one name: equal, or the same family name with given names of which one is the
/// initial of the other (`d lim`, `derek lim`), or the same words with the family name first (`lim derek`). Enough to
/// hold two author lists together, never to merge people.
pub fn names_agree(one: &str, other: &str) -> bool {
    same_name(one, other) || initials_agree(one, other) || is_turned_round(one, other)
}

/// How full a printed name is, for choosing among forms of it; greater is fuller: without initials, given name first,
/// more letters that are not capitals, more letters beyond ASCII.
pub fn fullness(name: &str) -> (i32, i32, i32, i32) {
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let spoken = given_name_first(name);
    let initials = spoken.split([' ', '.', '-']).filter(|word| is_initial(word)).count();
    let has_comma = name != spoken;
    let small = spoken.chars().filter(|letter| letter.is_lowercase()).count();
    let accented = spoken.chars().filter(|letter| !letter.is_ascii()).count();
    (-count(initials), -i32::from(has_comma), count(small), count(accented))
}

/// Whether one form of a person's name is to be shown rather than another: the fuller, and of two as full the one that
/// comes first in the alphabet.
pub fn is_preferred(name: &str, to: &str) -> bool {
    let rank = |name: &str| {
        let (initials, _, small, accented) = fullness(name);
        (initials, small, accented)
    };
    rank(name).cmp(&rank(to)).then_with(|| to.cmp(name)).is_gt()
}

/// Whether two mentions can be of one author: their keys agree, or do so where one source takes for a group what the other
/// takes for a person.
pub fn authors_agree(one: &AuthorMention, other: &AuthorMention) -> bool {
    let as_persons = || names_agree(&name_key(&one.name_as_printed), &name_key(&other.name_as_printed));
    names_agree(&author_key(one), &author_key(other)) || (one.is_group || other.is_group) && as_persons()
}

fn initials_agree(one: &str, other: &str) -> bool {
    let (Some((one_given, one_family)), Some((other_given, other_family))) =
        (one.rsplit_once(' '), other.rsplit_once(' '))
    else {
        return false;
    };
    one_family == other_family
        && one_given.split(' ').zip(other_given.split(' ')).all(|(one, other)| {
            one == other || (is_initial(one) && other.starts_with(one)) || (is_initial(other) && one.starts_with(other))
        })
}

fn is_turned_round(one: &str, other: &str) -> bool {
    let (mut one, mut other): (Vec<_>, Vec<_>) = (one.split(' ').collect(), other.split(' ').collect());
    if one.len() != other.len() || !(2..=3).contains(&one.len()) || one.last() == other.last() {
        return false;
    }
    one.rotate_right(1);
    let is_turned = one == other;
    one.rotate_left(1);
    other.rotate_right(1);
    is_turned || one == other
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_key_in_either_order() {
        assert_eq!(name_key("Vidal, René"), "rene vidal");
        assert_eq!(name_key("René Vidal"), "rene vidal");
        assert_eq!(name_key("Davis, Jr."), "davis jr");
        assert_eq!(name_key("King, Jr., Martin Luther"), name_key("Martin Luther King Jr."));
        assert_eq!(name_key("King, Martin Luther, Jr."), name_key("Martin Luther King Jr."));
        assert_eq!(group_key("Barnes and Noble, Inc."), name_key("Barnes and Noble, Inc."));
        assert_eq!(group_key("Physics, ATLAS"), "physics atlas");
        assert_eq!(name_key("***"), "***");
        assert_eq!(name_key("⁇"), "??");
    }

    #[test]
    fn initials_agree_with_the_names_they_stand_for() {
        let cases = [
            ("derek lim", "derek lim", true),
            ("d lim", "derek lim", true),
            ("derek s lim", "d lim", true),
            ("hyun ji kim", "hyunji kim", true),
            ("derek lim", "daniel lim", false),
            ("derek lim", "derek liu", false),
            ("lim", "derek lim", false),
            ("lim derek", "derek lim", true),
            ("lim derek s", "derek s lim", true),
            ("derek lim s", "s derek lim", true),
        ];
        for (one, other, agree) in cases {
            assert_eq!(names_agree(one, other), agree, "{one} / {other}");
            assert_eq!(names_agree(other, one), agree, "{other} / {one}");
        }
    }
}
