//! Names of people: their key, and when two printed forms may be one name.

use super::fold::{fold, squeezed};

/// The key under which a person's name is found: the folded name, given name first.
///
/// `Vidal, René` and `René Vidal` have one key. A name of signs alone keeps its signs, so that no key is empty.
pub fn name_key(name: &str) -> String {
    let folded = fold(&given_name_first(name));
    if folded.is_empty() { name.trim().to_lowercase() } else { folded }
}

/// Turns the comma form `Family, Given` round; a suffix such as `Jr.` is no given name.
fn given_name_first(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.trim().is_empty() && !is_suffix(given) => {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

fn is_suffix(text: &str) -> bool {
    matches!(fold(text).as_str(), "jr" | "sr" | "ii" | "iii" | "iv")
}

/// Whether two keys are one name, spacing aside.
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || squeezed(one) == squeezed(other)
}

/// Whether two keys can be one name: equal, or the same family name with given names of which one is the
/// initial of the other (`d lim`, `derek lim`). Enough to hold two author lists together, never to merge people.
pub fn names_agree(one: &str, other: &str) -> bool {
    same_name(one, other) || initials_agree(one, other)
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
        assert_eq!(name_key("***"), "***");
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
        ];
        for (one, other, agree) in cases {
            assert_eq!(names_agree(one, other), agree, "{one} / {other}");
            assert_eq!(names_agree(other, one), agree, "{other} / {one}");
        }
    }
}
