//! Identifier schemes and their normal forms: one function per scheme, used by every reader and every look-up.

use std::fmt;

/// A registry that gives papers their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Digital Object Identifier (ISO 26324); case does not matter, stored in lower case.
    Doi,
    /// arXiv identifier, stored without its version. Source: arXiv, "Understanding the arXiv identifier".
    Arxiv,
    /// OpenAlex work, `W` and digits.
    OpenAlex,
    /// DBLP record key.
    Dblp,
    /// OpenReview forum.
    OpenReview,
    /// ACL Anthology.
    Acl,
    /// Semantic Scholar corpus number.
    S2,
    /// PubMed number.
    Pmid,
    /// PubMed Central number, `PMC` and digits.
    Pmcid,
    /// Microsoft Academic Graph number.
    Mag,
}

impl Scheme {
    /// All schemes, in the order in which a paper lists them.
    pub const ALL: [Self; 10] = [
        Self::Doi,
        Self::Arxiv,
        Self::OpenAlex,
        Self::Dblp,
        Self::OpenReview,
        Self::Acl,
        Self::S2,
        Self::Pmid,
        Self::Pmcid,
        Self::Mag,
    ];

    /// The word the catalog stores and users type before the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Arxiv => "arxiv",
            Self::OpenAlex => "openalex",
            Self::Dblp => "dblp",
            Self::OpenReview => "openreview",
            Self::Acl => "acl",
            Self::S2 => "s2",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Mag => "mag",
        }
    }

    /// The scheme a stored or typed word stands for, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.as_str().eq_ignore_ascii_case(word))
    }

    /// The normal form of a value, without addresses and prefixes; `None` when it cannot be one of this scheme.
    fn normal_form(self, value: &str) -> Option<String> {
        match self {
            Self::Doi => doi(value),
            Self::Arxiv => arxiv(value),
            Self::OpenAlex => {
                last_part(value).strip_prefix(['W', 'w']).filter(is_number).map(|digits| format!("W{digits}"))
            }
            Self::Pmid | Self::Mag => {
                Some(last_part(value).to_owned()).filter(|value| digits(value) && !value.is_empty())
            }
            Self::Pmcid => {
                let digits = without_prefix(last_part(value), &["PMC"]);
                Some(format!("PMC{digits}")).filter(|_| is_number(&digits))
            }
            _ => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
        }
    }
}

/// What one registry calls a paper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// The registry.
    pub scheme: Scheme,
    /// The value in its scheme's normal form.
    pub value: String,
}

impl Identifier {
    /// An identifier in normal form; `None` when the value cannot be one of the scheme.
    pub fn new(scheme: Scheme, value: &str) -> Option<Self> {
        scheme.normal_form(value).map(|value| Self { scheme, value })
    }

    /// Reads what people type or paste: `doi:10.1/x`, `arXiv:2306.13924v2`, an address of either site,
    /// or a bare value whose scheme is plain. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((word, value)) = text.split_once(':')
            && let Some(scheme) = Scheme::parse(word)
        {
            return Self::new(scheme, value);
        }
        Self::new(Scheme::Doi, text).or_else(|| Self::new(Scheme::Arxiv, text))
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.scheme.as_str(), self.value)
    }
}

/// A registry that gives people their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonScheme {
    /// ORCID: four groups of four digits, the last a check digit. Source: ISO 7064, mod 11-2.
    Orcid,
    /// OpenAlex author, `A` and digits.
    OpenAlex,
    /// DBLP: the name with its homonym number, or the key of the person's page.
    Dblp,
    /// OpenReview profile, `~Name1`.
    OpenReview,
    /// Semantic Scholar author number.
    S2,
}

impl PersonScheme {
    /// All schemes.
    pub const ALL: [Self; 5] = [Self::Orcid, Self::OpenAlex, Self::Dblp, Self::OpenReview, Self::S2];

    /// The word the catalog stores.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Orcid => "orcid",
            Self::OpenAlex => "openalex",
            Self::Dblp => "dblp",
            Self::OpenReview => "openreview",
            Self::S2 => "s2",
        }
    }

    /// The scheme a stored word stands for, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.as_str().eq_ignore_ascii_case(word))
    }
}

/// What one registry calls a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonIdentifier {
    /// The registry.
    pub scheme: PersonScheme,
    /// The value in its scheme's normal form.
    pub value: String,
}

impl PersonIdentifier {
    /// An identifier in normal form; `None` when the value cannot be one of the scheme.
    pub fn new(scheme: PersonScheme, value: &str) -> Option<Self> {
        let value = match scheme {
            PersonScheme::Orcid => orcid(value),
            PersonScheme::OpenAlex => {
                last_part(value).strip_prefix(['A', 'a']).filter(is_number).map(|digits| format!("A{digits}"))
            }
            PersonScheme::OpenReview => Some(value.trim().to_owned()).filter(|value| value.starts_with('~')),
            PersonScheme::Dblp | PersonScheme::S2 => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
        };
        value.map(|value| Self { scheme, value })
    }
}

impl fmt::Display for PersonIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.scheme.as_str(), self.value)
    }
}

/// `0000-0002-1825-0097`, from an address or a bare number whose check digit is right.
fn orcid(value: &str) -> Option<String> {
    let digits: String = last_part(value).chars().filter(|letter| *letter != '-').collect::<String>().to_uppercase();
    let (body, check) = digits.split_at_checked(15)?;
    if !is_number(&body) {
        return None;
    }
    let total = body.bytes().fold(0, |total, digit| (total + u32::from(digit - b'0')) * 2);
    let expected = match (12 - total % 11) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    };
    (check == expected).then(|| [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join("-"))
}

/// A ROR identifier without its address, e.g. `042nb2s44`; `None` when its two check digits are wrong.
/// Source: ROR, "Identifier pattern": Crockford's base 32, then ISO 7064 mod 97-10 of its number.
pub fn ror(value: &str) -> Option<String> {
    const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
    let value = last_part(value).to_ascii_lowercase();
    let (body, check) = value.split_at_checked(7)?;
    if !body.starts_with('0') || check.len() != 2 {
        return None;
    }
    let number = body.chars().try_fold(0_u64, |number, letter| Some(number * 32 + DIGITS.find(letter)? as u64))?;
    (check.parse::<u64>().ok()? == 98 - number * 100 % 97).then_some(value)
}

/// What follows the last slash of an address; the text itself where there is none.
fn last_part(value: &str) -> &str {
    let value = value.trim().trim_end_matches('/');
    value.rsplit('/').next().unwrap_or(value)
}

fn is_number(text: &&str) -> bool {
    !text.is_empty() && digits(text)
}

/// The rest of `text` after the first of `prefixes` it starts with, in any case; `text` itself when none fits.
fn without_prefix<'a>(text: &'a str, prefixes: &[&str]) -> &'a str {
    let starts = |prefix: &&&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    prefixes.iter().find(starts).map_or(text, |prefix| &text[prefix.len()..])
}

/// `10.registrant/suffix` in lower case.
fn doi(value: &str) -> Option<String> {
    let addresses = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/"];
    let value = without_prefix(without_prefix(value.trim(), &["doi:"]).trim(), &addresses);
    let (registrant, suffix) = value.strip_prefix("10.")?.split_once('/')?;
    let sound = !suffix.is_empty()
        && registrant.len() >= 4
        && registrant.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
        && !value.contains(char::is_whitespace);
    sound.then(|| value.to_lowercase())
}

/// `YYMM.NNNN`, `YYMM.NNNNN` or `archive/YYMMNNN`, without version.
fn arxiv(value: &str) -> Option<String> {
    let addresses = ["https://arxiv.org/", "http://arxiv.org/", "https://www.arxiv.org/", "arxiv.org/"];
    let value = without_prefix(without_prefix(value.trim(), &["arxiv:"]).trim(), &addresses);
    let value = without_prefix(without_prefix(value, &["abs/", "pdf/"]), &["10.48550/arxiv."]);
    let value = value.strip_suffix(".pdf").unwrap_or(value);
    let value = match value.rsplit_once('v') {
        Some((rest, version)) if !version.is_empty() && digits(version) && rest.ends_with(digit) => rest,
        _ => value,
    };
    let modern = |value: &str| {
        value.split_once('.').is_some_and(|(month, number)| {
            month.len() == 4 && digits(month) && (4..=5).contains(&number.len()) && digits(number)
        })
    };
    let old = |value: &str| {
        value.split_once('/').is_some_and(|(archive, number)| {
            number.len() == 7
                && digits(number)
                && archive.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && archive.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '-' || letter == '.')
        })
    };
    (modern(value) || old(value)).then(|| value.to_owned())
}

fn digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

fn digits(text: &str) -> bool {
    text.chars().all(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_one_form_however_they_are_typed() {
        let cases = [
            ("doi:10.1145/1234.5678", Some("doi:10.1145/1234.5678")),
            ("https://doi.org/10.1000/ABC", Some("doi:10.1000/abc")),
            ("10.1000/a b", None),
            ("arXiv:2306.13924v2", Some("arxiv:2306.13924")),
            ("https://arxiv.org/abs/2306.13924", Some("arxiv:2306.13924")),
            ("https://arxiv.org/pdf/2306.13924v1.pdf", Some("arxiv:2306.13924")),
            ("astro-ph/0601001v1", Some("arxiv:astro-ph/0601001")),
            ("math.GT/0309136", Some("arxiv:math.GT/0309136")),
            ("openalex:W2741809807", Some("openalex:W2741809807")),
            ("2306.139", None),
            ("42", None),
            ("Humanity's Last Exam", None),
            ("s2:", None),
            ("é:ü", None),
            ("openalex:https://openalex.org/W2741809807", Some("openalex:W2741809807")),
            ("pmid:https://pubmed.ncbi.nlm.nih.gov/12345/", Some("pmid:12345")),
            ("pmcid:1234567", Some("pmcid:PMC1234567")),
            ("pmid:x1", None),
        ];
        for (typed, expected) in cases {
            let read = Identifier::parse(typed).map(|identifier| identifier.to_string());
            assert_eq!(read.as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn identifiers_of_people_and_places_prove_themselves() {
        let cases = [
            (PersonScheme::Orcid, "https://orcid.org/0000-0002-1825-0097", Some("orcid:0000-0002-1825-0097")),
            (PersonScheme::Orcid, "000000021694233x", Some("orcid:0000-0002-1694-233X")),
            (PersonScheme::Orcid, "0000-0002-1825-0098", None),
            (PersonScheme::OpenAlex, "https://openalex.org/A5023888391", Some("openalex:A5023888391")),
            (PersonScheme::OpenReview, "~Ann_Lee1", Some("openreview:~Ann_Lee1")),
            (PersonScheme::OpenReview, "ann@example.org", None),
        ];
        for (scheme, value, expected) in cases {
            let read = PersonIdentifier::new(scheme, value).map(|identifier| identifier.to_string());
            assert_eq!(read.as_deref(), expected, "{value}");
        }
        assert_eq!(ror("https://ror.org/042nb2s44").as_deref(), Some("042nb2s44"));
        assert_eq!(ror("042nb2s45"), None);
    }
}
