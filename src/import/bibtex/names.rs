//! Names as BibTeX and BibLaTeX write them: with `and` between, in braces where they are no person's.
//!
//! Sources: BibTeXing, section 4; BibLaTeX manual, "Data annotations and extended names". A name is kept in the order in
//! which it stands; which of its words is the family name is asked when names are compared.

use crate::import::fields::text;
use crate::import::limits::MAX_AUTHORS;
use crate::import::person_name::{NameParts, means_more, without_et_al};
use crate::import::tex::{Dialect, decode};
use crate::record::AuthorMention;

/// The authors of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) authors: Vec<AuthorMention>,
    /// False for `and others`, and where no name stands.
    pub(super) is_complete: bool,
    /// Whether one of the names looks like several.
    pub(super) is_doubtful: bool,
}

/// Reads a field of names.
pub(super) fn names(value: &str) -> Names {
    let mut names = Names { is_complete: true, ..Names::default() };
    let mut parts = split(value);
    // Without a single "and", semicolons part names.
    if parts.len() == 1 && value.contains(';') && !value.contains('{') {
        parts = value.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    }
    for part in parts {
        // More than are taken: the entry is rejected for them.
        if names.authors.len() > MAX_AUTHORS {
            break;
        }
        let (part, is_cut) = match without_et_al(part) {
            Some(part) => (part, true),
            None => (part, false),
        };
        if is_cut || means_more(part) {
            names.is_complete = false;
        }
        if !means_more(part)
            && let Some(author) = name(part)
        {
            names.is_doubtful |= !author.is_group && looks_like_several(&author.name_as_printed);
            names.authors.push(author);
        }
    }
    names.is_complete &= !names.authors.is_empty();
    names
}

/// The parts of a text between the words `and` that stand outside braces.
fn split(value: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    let bytes = value.as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'a' | b'A' if depth == 0 && at >= start => {
                let is_word = bytes.len() >= at + 3 && bytes[at..at + 3].eq_ignore_ascii_case(b"and");
                if is_word && is_blank(at + 3) && (at == 0 || is_blank(at - 1)) {
                    parts.push(&value[start..at]);
                    start = at + 3;
                }
            }
            _ => {}
        }
    }
    parts.push(&value[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn name(part: &str) -> Option<AuthorMention> {
    if let Some(inner) = in_braces(part) {
        return text(&decode(inner, Dialect::Whole)).map(AuthorMention::group);
    }
    if let Some(name) = extended(part) {
        return Some(AuthorMention::printed(name));
    }
    let printed = text(&decode(part, Dialect::Whole))?;
    let printed = printed.trim_end_matches([',', ';']).trim();
    Some(AuthorMention::printed(printed)).filter(|author| !author.name_as_printed.is_empty())
}

/// What stands in braces that hold the whole name.
fn in_braces(part: &str) -> Option<&str> {
    let inner = part.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_usize;
    for byte in inner.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    // `{\'E}` is a letter, not a name; `{\relax Ch}` a part of one.
    Some(inner).filter(|inner| !inner.starts_with('\\'))
}

/// BibLaTeX's name in named parts, `family=Lee, given=Ann`.
fn extended(part: &str) -> Option<String> {
    let is_part = |name: &str| {
        matches!(name, "family" | "given" | "prefix" | "suffix" | "useprefix" | "id" | "gender") || name.ends_with("-i")
    };
    let mut found = [String::new(), String::new(), String::new(), String::new()];
    for piece in part.split(',') {
        let (name, value) = piece.split_once('=')?;
        let name = name.trim().trim_matches('"').to_ascii_lowercase();
        if !is_part(&name) {
            return None;
        }
        let value = decode(value.trim().trim_matches('"'), Dialect::Whole).into_owned();
        let slot = ["given", "prefix", "family", "suffix"].iter().position(|known| *known == name);
        slot.into_iter().for_each(|slot| found[slot].clone_from(&value));
    }
    let [given, particle, family, suffix] = &found;
    NameParts { given, particle, family, suffix }.printed()
}

/// Three commas stand in no name: they part names that should have had `and` between.
fn looks_like_several(name: &str) -> bool {
    name.matches(',').count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_and_decoded() {
        let cases: &[(&str, &[&str], bool)] = &[
            ("Ann Lee and Bo Ek", &["Ann Lee", "Bo Ek"], true),
            ("Lee, Ann and\n  Ek, Bo and others", &["Lee, Ann", "Ek, Bo"], false),
            ("Ann Lee AND Bo Ek", &["Ann Lee", "Bo Ek"], true),
            ("{Barnes and Noble, Inc.} and Bo Ek", &["Barnes and Noble, Inc.*", "Bo Ek"], true),
            ("{{CERN ATLAS Collaboration}}", &["CERN ATLAS Collaboration*"], true),
            ("M{\\\"u}ller, J{\\'e}r{\\^o}me", &["Müller, Jérôme"], true),
            ("{\\L}ukasz Kaiser", &["Łukasz Kaiser"], true),
            ("King, Jr., Martin Luther", &["King, Jr., Martin Luther"], true),
            ("Ludwig van Beethoven and {von der Heide}, Anna", &["Ludwig van Beethoven", "von der Heide, Anna"], true),
            ("Ann Lee et al.", &["Ann Lee"], false),
            ("Anders Andersson", &["Anders Andersson"], true),
            ("Lee, Ann; Ek, Bo", &["Lee, Ann", "Ek, Bo"], true),
            ("family=Lee, given=Ann, prefix=van, useprefix=true", &["Ann van Lee"], true),
            ("A. B.~Lee", &["A. B. Lee"], true),
            ("and Ann Lee and", &["Ann Lee"], true),
            ("", &[], false),
            ("others", &[], false),
        ];
        for (value, expected, is_complete) in cases {
            let read = names(value);
            let mark = |author: &AuthorMention| if author.is_group { "*" } else { "" };
            let shown: Vec<_> =
                read.authors.iter().map(|author| format!("{}{}", author.name_as_printed, mark(author))).collect();
            assert_eq!(
                (shown, read.is_complete),
                (expected.iter().map(ToString::to_string).collect(), *is_complete),
                "{value}"
            );
        }
        assert!(names("Lee, A., Ek, B., Wu, C.").is_doubtful);
    }
}
