//! Names that come in parts: put together as they are printed, given name first.

use super::fields::text;

/// The parts of a name as bibliographic formats keep them. Empty parts are not stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct NameParts<'a> {
    /// The given names or their initials.
    pub(super) given: &'a str,
    /// `van`, `de la`, `von`: what stands between given and family name.
    pub(super) particle: &'a str,
    /// The family name.
    pub(super) family: &'a str,
    /// `Jr.`, `III`.
    pub(super) suffix: &'a str,
}

impl NameParts<'_> {
    /// `Given particle Family Suffix`; `None` when nothing of it is stated.
    pub(super) fn printed(self) -> Option<String> {
        let parts = [self.given, self.particle, self.family, self.suffix];
        let parts = parts.map(text);
        let ends_in_apostrophe = parts[1].as_deref().is_some_and(|particle| particle.ends_with(['\'', '’']));
        let [given, particle, family, suffix] = parts;
        let family = match (particle, family) {
            (Some(particle), Some(family)) if ends_in_apostrophe => Some(particle + &family),
            (Some(particle), Some(family)) => Some(format!("{particle} {family}")),
            (particle, family) => particle.or(family),
        };
        let words: Vec<_> = [given, family, suffix].into_iter().flatten().collect();
        Some(words.join(" ")).filter(|name| !name.is_empty())
    }
}

/// Whether a name in an author list says only that there are more: `et al.`, `others`, `...`.
pub(super) fn means_more(name: &str) -> bool {
    let name = name.trim().trim_start_matches(['&', ',']).trim().trim_end_matches('.').to_ascii_lowercase();
    matches!(
        name.as_str(),
        "et al" | "et. al" | "etal" | "others" | "and others" | "and others…" | "…" | "..." | "u. a" | "u.a"
    ) || name.is_empty()
}

/// A name without the "et al." or the dots that are run onto it, if there are any.
pub(super) fn without_et_al(name: &str) -> Option<&str> {
    if let Some(rest) = name.trim_end().strip_suffix('…').or_else(|| name.trim_end().strip_suffix("...")) {
        return Some(rest.trim_end_matches([' ', ',']));
    }
    let lower = name.trim_end().trim_end_matches('.');
    let at = lower.len().checked_sub(6)?;
    let ending = lower.get(at..)?;
    ending.eq_ignore_ascii_case(" et al").then(|| lower[..at].trim_end_matches([' ', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_name_are_put_together() {
        let cases = [
            (("Ludwig", "van", "Beethoven", ""), Some("Ludwig van Beethoven")),
            (("Jean", "d'", "Alembert", ""), Some("Jean d'Alembert")),
            (("Martin Luther", "", "King", "Jr."), Some("Martin Luther King Jr.")),
            (("", "", "Aristotle", ""), Some("Aristotle")),
            (("", "", "", ""), None),
        ];
        for ((given, particle, family, suffix), expected) in cases {
            let parts = NameParts { given, particle, family, suffix };
            assert_eq!(parts.printed().as_deref(), expected);
        }
    }

    #[test]
    fn words_for_more_authors_are_no_names() {
        for name in ["et al.", "Et al", "others", "and others", "...", "…"] {
            assert!(means_more(name), "{name}");
        }
        assert!(!means_more("Al Others"));
        assert_eq!(without_et_al("Ann Lee et al."), Some("Ann Lee"));
        assert_eq!(without_et_al("Ann Lee, et al"), Some("Ann Lee"));
        assert_eq!(without_et_al("Ann Lee"), None);
        assert_eq!(without_et_al("A Lee…"), Some("A Lee"));
        assert_eq!(without_et_al("é et al"), Some("é"));
    }
}
