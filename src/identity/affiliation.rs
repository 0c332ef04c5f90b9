//! Names of places: their key, with the built-in aliases of the best-known short forms.

use super::fold::fold;

/// Short forms that name one institution beyond doubt, folded, with the name they stand for.
///
/// Facts known to anyone in the field, kept few on purpose: a short form that two institutions use
/// (`psu`, `usc`) is not here.
const ALIASES: &[(&str, &str)] = &[
    ("mit", "massachusetts institute of technology"),
    ("cmu", "carnegie mellon university"),
    ("carnegie mellon", "carnegie mellon university"),
    ("stanford", "stanford university"),
    ("harvard", "harvard university"),
    ("princeton", "princeton university"),
    ("cornell", "cornell university"),
    ("caltech", "california institute of technology"),
    ("georgia tech", "georgia institute of technology"),
    ("berkeley", "university of california berkeley"),
    ("uc berkeley", "university of california berkeley"),
    ("ucla", "university of california los angeles"),
    ("ucsd", "university of california san diego"),
    ("uc san diego", "university of california san diego"),
    ("uiuc", "university of illinois urbana champaign"),
    ("nyu", "new york university"),
    ("oxford", "university of oxford"),
    ("cambridge", "university of cambridge"),
    ("ucl", "university college london"),
    ("eth", "eth zurich"),
    ("ethz", "eth zurich"),
    ("ecole polytechnique federale de lausanne", "epfl"),
    ("tum", "technical university of munich"),
    ("kaist", "korea advanced institute of science and technology"),
    ("tsinghua", "tsinghua university"),
    ("hkust", "hong kong university of science and technology"),
    ("cuhk", "chinese university of hong kong"),
    ("epfl lausanne", "epfl"),
];

/// The key of an affiliation: its folded name, or what a built-in alias stands for.
///
/// `mit`, `MIT` and `Massachusetts Institute of Technology` have one key. A name of signs alone keeps its signs.
pub fn affiliation_key(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    match ALIASES.iter().find(|(alias, _)| *alias == folded) {
        Some((_, full)) => (*full).to_owned(),
        None if folded.is_empty() => name.trim().to_lowercase(),
        None => folded.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_and_the_full_name_have_one_key() {
        assert_eq!(affiliation_key("mit"), affiliation_key("Massachusetts Institute of Technology"));
        assert_eq!(affiliation_key("carnegie-mellon-university"), affiliation_key("CMU"));
        assert_eq!(affiliation_key("The University of Oxford"), affiliation_key("oxford"));
        assert_ne!(affiliation_key("apple-ml"), affiliation_key("amazon-science"));
    }

    #[test]
    fn every_alias_is_folded_and_leads_to_a_name_that_is_no_alias() {
        for (alias, full) in ALIASES {
            assert_eq!(fold(alias), *alias);
            assert_eq!(affiliation_key(full), *full);
        }
    }
}
