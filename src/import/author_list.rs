//! Author lists in one line of text, as tables and some exports write them.

use super::fields::text;
use super::person_name::{means_more, without_et_al};
use crate::record::AuthorMention;

/// The authors of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AuthorList {
    pub(super) authors: Vec<AuthorMention>,
    /// False for "et al.", and where no name stands.
    pub(super) is_complete: bool,
    /// Whether it cannot be told whether commas stand within names or between them.
    pub(super) is_doubtful: bool,
}

/// Reads a line of names: with `;` or line ends between, else with `and`, else with commas where those cannot stand
/// within one name: `Lee A., Ek B.`, `Lee, A., Ek, B.`, `Ann Lee, Bo Ek, Cy Wu`. `Lee, Ann` is one name.
pub(super) fn author_list(line: &str) -> AuthorList {
    let mut list = AuthorList { is_complete: true, ..AuthorList::default() };
    let (line, is_cut) = match without_et_al(line) {
        Some(line) => (line, true),
        None => (line, false),
    };
    let names = if line.contains([';', '\n']) {
        line.split([';', '\n']).map(str::to_owned).collect()
    } else if let [_, _, ..] = parted_by_and(line)[..] {
        parted_by_and(line).iter().flat_map(|part| by_commas(part, true).0).collect()
    } else {
        let (names, is_doubtful) = by_commas(line, false);
        list.is_doubtful = is_doubtful;
        names
    };
    list.is_complete &= !is_cut;
    for name in names {
        let name = name.trim().trim_end_matches(',').trim();
        match without_et_al(name) {
            Some(rest) => {
                list.is_complete = false;
                list.authors.extend(text(rest).map(AuthorMention::printed));
            }
            None if name.is_empty() => {}
            None if means_more(name) => list.is_complete = false,
            None => list.authors.extend(text(name).map(AuthorMention::printed)),
        }
    }
    list.is_complete &= !list.authors.is_empty();
    list
}

fn parted_by_and(line: &str) -> Vec<&str> {
    let marked = [" and ", " AND ", " & "];
    let mut parts = vec![line];
    for mark in marked {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    parts.into_iter().map(|part| part.trim().trim_end_matches(',')).filter(|part| !part.is_empty()).collect()
}

/// The names of a line with commas, and whether it is not sure that they are the names. Beside an "and" two parts that
/// are names by themselves are two.
fn by_commas(line: &str, is_beside_and: bool) -> (Vec<String>, bool) {
    let parts: Vec<_> = line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return (vec![line.to_owned()], false);
    }
    // `Lee A., Ek B.` and `Ann Lee, Bo Ek, Cy Wu`: every part is a name with both its parts.
    let are_names = parts.iter().all(|part| part.contains(' '));
    if are_names && (parts.len() > 2 || is_beside_and || parts.iter().all(|part| ends_in_initials(part))) {
        return (parts.into_iter().map(str::to_owned).collect(), false);
    }
    // `Lee, A., Ek, B.`: families and initials in turn.
    if parts.len() >= 4
        && parts.len().is_multiple_of(2)
        && parts.iter().skip(1).step_by(2).all(|part| is_initials(part))
    {
        return (parts.chunks(2).map(|pair| pair.join(", ")).collect(), false);
    }
    (vec![line.to_owned()], parts.len() > 3)
}

/// `A.`, `A. B.`, `AB`, `J.-P.`
fn is_initials(part: &str) -> bool {
    let letters = part.chars().filter(|letter| letter.is_alphabetic());
    part.chars().count() <= 10
        && letters.clone().count() <= 4
        && letters.clone().count() > 0
        && letters.clone().all(char::is_uppercase)
        && (part.contains('.') || letters.count() <= 3)
}

fn ends_in_initials(part: &str) -> bool {
    part.rsplit_once(' ').is_some_and(|(_, last)| is_initials(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_where_that_is_sure() {
        let cases: &[(&str, &[&str], bool, bool)] = &[
            ("Lee, Ann; Ek, Bo", &["Lee, Ann", "Ek, Bo"], true, false),
            ("Lee, Ann", &["Lee, Ann"], true, false),
            ("Ann Lee and Bo Ek", &["Ann Lee", "Bo Ek"], true, false),
            ("Ann Lee, Bo Ek, and Cy Wu", &["Ann Lee", "Bo Ek", "Cy Wu"], true, false),
            ("Ann Lee, Bo Ek, Cy Wu", &["Ann Lee", "Bo Ek", "Cy Wu"], true, false),
            ("Lee A., Ek B.", &["Lee A.", "Ek B."], true, false),
            ("Lee, A., Ek, B.", &["Lee, A.", "Ek, B."], true, false),
            ("Lee, A., Ek, B., & Wu, C.", &["Lee, A.", "Ek, B.", "Wu, C."], true, false),
            ("van Beethoven, Ludwig", &["van Beethoven, Ludwig"], true, false),
            ("Lee A, et al.", &["Lee A"], false, false),
            ("Lee, Ann; et al.", &["Lee, Ann"], false, false),
            ("Lee, Ann, Ek, Bo", &["Lee, Ann, Ek, Bo"], true, true),
            ("", &[], false, false),
        ];
        for (line, names, is_complete, is_doubtful) in cases {
            let list = author_list(line);
            let read: Vec<_> = list.authors.iter().map(|author| author.name_as_printed.as_str()).collect();
            assert_eq!((&read[..], list.is_complete, list.is_doubtful), (*names, *is_complete, *is_doubtful), "{line}");
        }
    }
}
