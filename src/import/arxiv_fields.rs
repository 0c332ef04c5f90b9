//! What the texts of arXiv have in common: labelled fields, author lists, identifiers, dates.

use super::links::links;
use crate::identifier::{Identifier, Scheme};
use crate::record::{AuthorMention, PaperRecord, PartialDate, StatedBy};

/// The value of a labelled line, `Title: …`, if it has this label.
pub(super) fn value<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    line.strip_prefix(label)?.strip_prefix(':').map(str::trim)
}

/// Reads an author list: names with commas and a last "and" between, affiliations and footnote marks in brackets.
///
/// Returns the names, whether the list is whole, and what the brackets said. "et al. (12 additional authors not
/// shown)" cuts the list. Source: arXiv, "How to submit: authors".
pub(super) fn authors(text: &str) -> (Vec<AuthorMention>, bool, Vec<String>) {
    let (text, brackets) = without_brackets(text);
    let whole = text.trim().trim_end_matches(',').trim();
    let (list, is_complete) = match whole.strip_suffix("et al.").or_else(|| whole.strip_suffix("et al")) {
        Some(list) => (list.trim().trim_end_matches(','), false),
        None => (whole, true),
    };
    let names = list.split(", ").flat_map(|part| part.split(" and ")).map(|name| name.trim().trim_matches(','));
    let names = names.map(|name| name.strip_prefix("and ").unwrap_or(name).trim()).filter(|name| !name.is_empty());
    let names: Vec<_> = names.map(AuthorMention::printed).collect();
    let is_complete = is_complete && !names.is_empty();
    (names, is_complete, brackets)
}

/// Whether a name without a given name is that of a collaboration.
pub(super) fn is_collaboration(name: &str) -> bool {
    const WORDS: &[&str] = &["collaboration", "collaborations", "consortium", "team", "group", "project"];
    let last = name.rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    WORDS.contains(&last.as_str())
}

/// A text without what stands in round brackets, and what stood in them.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut brackets, mut depth) = (String::new(), Vec::new(), 0_usize);
    for letter in text.chars() {
        match letter {
            '(' => {
                if depth == 0 {
                    brackets.push(String::new());
                }
                depth += 1;
            }
            ')' => depth = depth.saturating_sub(1),
            letter if depth == 0 => outside.push(letter),
            letter => brackets.last_mut().expect("a bracket was opened").push(letter),
        }
    }
    (outside.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ","), brackets)
}

/// The month in which an identifier was given: `2306.13924` is of June 2023, `math/0309136` of September 2003.
/// Source: arXiv, "Understanding the arXiv identifier".
pub(super) fn month(identifier: &Identifier) -> Option<PartialDate> {
    let digits = identifier.value.rsplit('/').next()?;
    let (year, month) = (digits.get(..2)?.parse::<u16>().ok()?, digits.get(2..4)?);
    // The archive opened in 1991.
    let century = if year >= 91 { 1900 } else { 2000 };
    PartialDate::parse(&format!("{}-{month}", century + year))
}

/// The journal or series in a reference such as `Phys. Rev. D 174 (2011) 4769` or `Phys.Rev.D76:013009,2007`: what comes
/// before its first number. `None` where it begins with none but numbers.
pub(super) fn venue(reference: &str) -> Option<String> {
    let bare = |word: &str| word.trim_matches(['(', '[', '\'', '{', ',', '.', ':']).to_ascii_lowercase();
    let is_mark = |word: &str| matches!(bare(word).as_str(), "vol" | "volume" | "v" | "pp" | "pages" | "no" | "issue");
    let begins_with_number = |word: &str| bare(word).starts_with(|letter: char| letter.is_ascii_digit());
    let is_lead = |word: &&str| begins_with_number(word) || matches!(bare(word).as_str(), "in" | "published" | "to");
    let mut name: Vec<&str> = Vec::new();
    for word in reference.split_whitespace().skip_while(is_lead) {
        // The letters of `D76:013009` are the journal's, those of `vol.76` are not.
        let letters = word.find(|letter: char| letter.is_ascii_digit());
        let kept = &word[..letters.unwrap_or(word.len())];
        if is_mark(kept) {
            break;
        }
        name.push(kept);
        if letters.is_some() {
            break;
        }
    }
    let name = name.join(" ");
    let name = name.trim_end_matches([',', ';', ':', '(', '[', ' ', '-']).trim();
    Some(name.to_owned()).filter(|name| name.chars().filter(|letter| letter.is_alphabetic()).count() >= 2)
}

/// Adds what the fields common to arXiv's texts say; returns what has no place in a record.
pub(super) fn add_field(record: &mut PaperRecord, label: &str, value: &str) -> Option<String> {
    match label {
        "Title" => value.clone_into(&mut record.title),
        "Authors" => {
            let (authors, authors_complete, brackets) = authors(value);
            (record.authors, record.authors_complete) = (authors, authors_complete);
            let said = brackets.join("; ");
            return Some(format!("in brackets among the authors: {said}")).filter(|_| !said.is_empty());
        }
        "DOI" | "Related DOI" => {
            record.identifiers.extend(value.split(' ').filter_map(|doi| Identifier::new(Scheme::Doi, doi)));
        }
        "Comments" => {
            record.links.extend(links(value, StatedBy::Comment));
            return Some(format!("comments: {value}"));
        }
        "Journal-ref" => {
            record.venue = venue(value);
            return Some(format!("journal-ref: {value}"));
        }
        other => return Some(format!("{}: {value}", other.to_lowercase())),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_lists_are_taken_apart_and_brackets_kept_aside() {
        let cases = [
            ("Ann Lee, Bo Ek", vec!["Ann Lee", "Bo Ek"], true),
            ("Ann Lee, Bo Ek and Cy Wu", vec!["Ann Lee", "Bo Ek", "Cy Wu"], true),
            ("Ann Lee, Bo Ek, and Cy Wu", vec!["Ann Lee", "Bo Ek", "Cy Wu"], true),
            ("Ann Lee (1), Bo Ek (1 and 2) ((1) MIT, (2) ETH)", vec!["Ann Lee", "Bo Ek"], true),
            ("Ann Lee, Bo Ek et al. (12 additional authors not shown)", vec!["Ann Lee", "Bo Ek"], false),
            ("Ann Lee, Bo Ek, et al", vec!["Ann Lee", "Bo Ek"], false),
            ("Gemini Team", vec!["Gemini Team"], true),
            ("", vec![], false),
        ];
        for (text, names, is_complete) in cases {
            let expected: Vec<_> = names.into_iter().map(AuthorMention::printed).collect();
            let (read, complete, _) = authors(text);
            assert_eq!((read, complete), (expected, is_complete), "{text}");
        }
        assert_eq!(authors("Ann Lee (MIT)").2, ["MIT"]);
    }

    #[test]
    fn a_reference_shows_its_journal() {
        let cases = [
            ("Phys. Rev. D 174 (2011) 4769", Some("Phys. Rev. D")),
            ("Proceedings of ICML 2020, PMLR 119", Some("Proceedings of ICML")),
            ("In: 2019 IEEE Conference on Rooms, pp. 1-8", Some("IEEE Conference on Rooms")),
            ("JMLR vol. 3, 2002", Some("JMLR")),
            ("Nature", Some("Nature")),
            ("Phys.Rev.D76:013009,2007", Some("Phys.Rev.D")),
            ("JHEP0704:001,2007", Some("JHEP")),
            ("Rooms vol.3", Some("Rooms")),
            ("12 (2011) 3", None),
        ];
        for (reference, expected) in cases {
            assert_eq!(venue(reference).as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn an_identifier_shows_its_month() {
        for (typed, expected) in [("2306.13924", "2023-06"), ("math/0309136", "2003-09"), ("hep-th/9901001", "1999-01")]
        {
            let identifier = Identifier::new(Scheme::Arxiv, typed).unwrap();
            assert_eq!(month(&identifier).map(|date| date.to_string()).as_deref(), Some(expected));
        }
    }
}
