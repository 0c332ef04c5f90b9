//! The shapes that words of names have: initials, capitals, small prefixes.

/// How a token looks when it stands for a shortened name: `J.`, `J.M.`, `-H.`, `C`.
///
/// Gives the number of letters and whether they carry full stops.
pub(super) fn initials(token: &str) -> Option<(usize, bool)> {
    let mut letters = 0;
    let mut dots = 0;
    let mut after_letter = false;
    for letter in token.chars() {
        if letter == '.' && after_letter {
            dots += 1;
            after_letter = false;
        } else if letter == '-' && !after_letter {
            // "Q. -H. Meng" and "J.-P. Serre" hyphenate their initials.
        } else if letter.is_uppercase() && !after_letter {
            letters += 1;
            after_letter = true;
        } else {
            return None;
        }
    }
    (letters > 0 && (letters == dots || (letters == 1 && dots == 0))).then_some((letters, dots > 0))
}

/// What speaks against a token being part of a person's name.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Shape {
    /// Starts with a small letter.
    pub(super) lower: bool,
    /// Two or more letters, all capitals.
    pub(super) capitals: bool,
    /// A capital after a small letter where names have none (not `McCoy`, `O'Brien`, `Jean-Luc`).
    pub(super) hump: bool,
    /// The same after one of the prefixes that names do have: `McCoy`, `DeVries`.
    pub(super) prefix_hump: bool,
    /// Two capitals and then a small letter: `TAdam`.
    pub(super) double_capital: bool,
    /// Digits or signs that names do not have.
    pub(super) odd: bool,
}

const HUMP_PREFIXES: [&str; 20] = [
    "Mc", "Mac", "De", "Di", "Da", "Du", "La", "Le", "Van", "Vande", "Von", "Fitz", "Lo", "Del", "Della", "Ver", "El",
    "Al", "Dell", "Vander",
];

/// Reads the shape of one token of a name.
pub(super) fn shape(token: &str) -> Shape {
    let mut found = Shape::default();
    let mut before = ' ';
    let mut before_that = ' ';
    let (mut letters, mut capitals) = (0, 0);
    for (at, letter) in token.char_indices() {
        if letter.is_alphabetic() {
            letters += 1;
            if letter.is_uppercase() {
                capitals += 1;
                if before.is_lowercase() {
                    let known = HUMP_PREFIXES.contains(&token.get(..at).unwrap_or(""));
                    found.prefix_hump |= known;
                    found.hump |= !known;
                }
            } else if before.is_uppercase() && before_that.is_uppercase() {
                found.double_capital = true;
            }
        } else if !is_name_sign(letter) {
            found.odd = true;
        }
        before_that = before;
        before = letter;
    }
    found.lower = starts_small(token);
    found.capitals = letters >= 2 && capitals == letters && initials(token).is_none();
    found.odd |= letters == 0;
    found
}

/// Signs that stand in names: hyphens, apostrophes, full stops, marks and footnote stars.
fn is_name_sign(letter: char) -> bool {
    matches!(letter, '-' | '\'' | '’' | '‘' | '`' | '´' | '.' | '(' | ')' | '*' | '\u{2010}'..='\u{2013}' | '\u{0300}'..='\u{036f}')
}

/// The word before and after its last capital that follows a small letter: `Net`, `Rohan`.
pub(super) fn split_hump(word: &str) -> (&str, &str) {
    let mut found = 0;
    let mut before = ' ';
    for (at, letter) in word.char_indices() {
        if letter.is_uppercase() && before.is_lowercase() {
            found = at;
        }
        before = letter;
    }
    word.split_at(found)
}

/// Whether a letter belongs to a script with small letters and capitals.
pub(super) fn is_cased(letter: char) -> bool {
    letter.is_uppercase() || letter.is_lowercase()
}

/// Whether a name is written in a script with capitals; the others need no space in a name.
pub(super) fn has_case(name: &str) -> bool {
    name.chars().any(is_cased)
}

/// Whether a text is the start of a family name that goes on with a capital: `Mc`, `O'`.
pub(super) fn is_name_prefix(text: &str) -> bool {
    matches!(text, "Mc" | "Mac" | "O'" | "D'" | "O’" | "D’" | "De" | "Le" | "La" | "Van" | "Von")
}

/// Whether a word starts with a small letter, unless it is the article of a name: `d'Alembert`, `al-Sayed`.
fn starts_small(token: &str) -> bool {
    let rest = token.split_once(['\'', '’', '-']).map_or("", |(_, rest)| rest);
    let has_article = rest.starts_with(char::is_uppercase);
    token.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_lowercase) && !has_article
}

/// Whether a name is that of a group: a company, a team or a collaboration.
pub(super) fn is_group(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    matches!(
        last,
        "Team"
            | "Collaboration"
            | "Group"
            | "Consortium"
            | "Initiative"
            | "Project"
            | "Lab"
            | "Labs"
            | "Research"
            | "Community"
    ) || matches!(
        name,
        "OpenAI" | "Anthropic" | "DeepMind" | "DeepSeek" | "Google" | "Microsoft" | "Meta" | "NVIDIA" | "Apple"
    ) || (name.ends_with("-AI") || name.ends_with(" AI"))
}

/// Small words that stand in titles and not in a person's name.
///
/// With a capital only those that are no name anywhere: "In So Kweon",
/// "The Tien Mai" and "Jonathan P. How" are persons.
pub(super) fn is_function_word(word: &str) -> bool {
    match word.len() {
        2 => ["of", "in", "on", "to", "by", "at", "as", "is", "an", "or", "be", "Of", "Is"].contains(&word),
        3 => {
            ["for", "and", "via", "are", "the", "not", "its", "how", "why", "For", "And", "Via", "Are"].contains(&word)
        }
        4 => ["with", "from", "what", "when", "With", "From", "What"].contains(&word),
        5 => ["using", "their", "under", "Using", "Their", "Under"].contains(&word),
        6..=7 => ["toward", "towards", "through", "without", "beyond", "Towards", "Through"].contains(&word),
        _ => false,
    }
}
