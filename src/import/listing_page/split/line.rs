//! The parts of a title line that have a mark between them: the affiliations, "et al.", the comma parts.

/// Between the authors and the affiliations.
const AFFILIATION_MARK: &str = " · ";

/// A title line taken apart at its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Title and authors, run together.
    pub(super) text: &'a str,
    /// Whether "et al." cuts the author list, so that exactly three authors are printed.
    pub(super) is_cut: bool,
    /// The slugs of the affiliations.
    pub(super) affiliations: Vec<&'a str>,
    /// `text` at its commas.
    pub(super) parts: Vec<&'a str>,
}

impl<'a> Line<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let (text, affiliations) = affiliations(line);
        let (text, is_cut) = et_al(text);
        Self { text, is_cut, affiliations, parts: text.split(", ").collect() }
    }

    /// How many authors can be printed: the possible counts of comma parts that are authors, glued one included.
    pub(super) fn author_counts(&self) -> std::ops::RangeInclusive<usize> {
        let most = self.parts.len().min(3);
        if self.is_cut { most..=most } else { 1..=most }
    }

    /// The authors that no title runs into: with "et al." the last two parts, else the last where there are several.
    pub(super) fn sure_authors(&self) -> &[&'a str] {
        let sure = if self.is_cut { 2 } else { 1 };
        let first = self.parts.len().saturating_sub(sure).max(1);
        &self.parts[first.min(self.parts.len())..]
    }
}

/// Takes the affiliations off the end of a line. What follows the last mark must be slugs, or the mark is a title's.
fn affiliations(line: &str) -> (&str, Vec<&str>) {
    let Some((text, rest)) = line.rsplit_once(AFFILIATION_MARK) else {
        return (line, Vec::new());
    };
    let slugs: Vec<_> = rest.split(',').map(str::trim).collect();
    if slugs.iter().all(|slug| is_slug(slug)) { (text, slugs) } else { (line, Vec::new()) }
}

fn is_slug(text: &str) -> bool {
    let is_allowed = |letter: char| {
        !letter.is_uppercase() && (letter.is_alphanumeric() || matches!(letter, '-' | '.' | '_' | '&' | '\''))
    };
    !text.is_empty() && text.chars().all(is_allowed)
}

/// Takes "et al." off the end, with or without its full stop and the space before it.
fn et_al(text: &str) -> (&str, bool) {
    let trimmed = text.trim_end();
    let without_stop = trimmed.strip_suffix('.').unwrap_or(trimmed);
    match without_stop.strip_suffix("et al") {
        // "Millet al" is no "et al"; what stands before it without a space ends a name.
        Some(before) if before.ends_with(' ') || trimmed.ends_with('.') => {
            (before.trim_end().trim_end_matches(',').trim_end(), true)
        }
        _ => (trimmed, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_line_are_found() {
        let cases = [
            ("A TitleAnn Lee, Bo Ek et al. · mit, x.ai-2", "A TitleAnn Lee, Bo Ek", true, vec!["mit", "x.ai-2"]),
            ("A TitleAnn Lee, Bo Ek et al", "A TitleAnn Lee, Bo Ek", true, vec![]),
            ("A TitleAnn Lee, Bo Eket al.", "A TitleAnn Lee, Bo Ek", true, vec![]),
            ("A TitleAnn Lee · mit", "A TitleAnn Lee", false, vec!["mit"]),
            ("One · Two WaysAnn Lee", "One · Two WaysAnn Lee", false, vec![]),
            ("One · twoAnn Lee · mit", "One · twoAnn Lee", false, vec!["mit"]),
            ("A reply to Lee et al.Bo Ek", "A reply to Lee et al.Bo Ek", false, vec![]),
        ];
        for (line, text, is_cut, affiliations) in cases {
            let read = Line::of(line);
            assert_eq!((read.text, read.is_cut, read.affiliations), (text, is_cut, affiliations), "{line}");
        }
    }

    #[test]
    fn authors_after_the_first_are_sure() {
        assert_eq!(Line::of("A TitleAnn Lee, Bo Ek, Cy Wu et al.").sure_authors(), ["Bo Ek", "Cy Wu"]);
        assert_eq!(Line::of("Red, Green, BlueAnn Lee, Bo Ek").sure_authors(), ["Bo Ek"]);
        assert!(Line::of("A TitleAnn Lee").sure_authors().is_empty());
        assert!(Line::of("").sure_authors().is_empty());
    }
}
