//! The shape of a word: its capitals, digits and marks, whatever its letters.

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `learning`
    Lower,
    /// `Learning`
    Capitalised,
    /// `BERT`
    Upper,
    /// `X`
    Letter,
    /// `X.`, `X.Y.`, `J.-B.`, `-H.`
    Initial,
    /// `UAVs`
    Plural,
    /// `SSaul`: capitals, then small letters
    Capitals,
    /// `systemS`: small letters, then one capital
    TailCapital,
    /// `fMRI`, `d'Ascoli`: a small letter first, capitals inside
    MixedLow,
    /// `McKinnon`, `PyTorch`: a capital first, capitals inside
    Mixed,
    /// `Hsueh-Ti`: each part like a name
    HyphenCapitals,
    /// `Self-supervised`: small letters after the hyphen
    HyphenLower,
    /// `ReSTIR-Yu`: anything else with a hyphen
    HyphenOther,
    /// `3D`, `GPT-4`
    Digits,
    /// `王小明`: letters of a script without capitals
    Uncased,
    /// `&`, `$x$`, and words with marks inside
    Marks,
}

/// How many shapes there are.
pub(super) const SHAPE_COUNT: usize = 16;

/// A word without the marks around it, and how many marks there were that a name does not have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Core<'a> {
    pub(super) text: &'a str,
    pub(super) shape: Shape,
    /// Marks before and after the core: brackets, quotes, colons, full stops that end no initial.
    pub(super) mark_count: usize,
}

impl<'a> Core<'a> {
    /// Takes the marks off a word. The full stop of an initial belongs to it.
    pub(super) fn of(word: &'a str) -> Self {
        if let Some(shape) = plain_shape(word.as_bytes()) {
            return Self { text: word, shape, mark_count: 0 };
        }
        let is_initial = is_initial(word);
        let text = if is_initial { word } else { word.trim_matches(is_outer_mark) };
        let shape = if is_initial { Shape::Initial } else { shape(text) };
        let outside = word.chars().count() - text.chars().count();
        Self { text, shape, mark_count: outside }
    }
}

/// The shape of a word of plain letters with no capital but the first: nearly every word is one.
fn plain_shape(word: &[u8]) -> Option<Shape> {
    let (first, rest) = word.split_first()?;
    if !rest.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    match first {
        b'a'..=b'z' => Some(Shape::Lower),
        b'A'..=b'Z' if rest.is_empty() => Some(Shape::Letter),
        b'A'..=b'Z' => Some(Shape::Capitalised),
        _ => None,
    }
}

fn is_outer_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '$'
}

/// Letters each followed by a full stop, the first a capital; hyphens may stand between.
fn is_initial(word: &str) -> bool {
    let mut is_letter_open = false;
    let mut letter_count = 0;
    for letter in word.chars() {
        match letter {
            '.' if is_letter_open => is_letter_open = false,
            '-' if !is_letter_open => {}
            letter if !is_letter_open && (letter.is_uppercase() || letter_count > 0 && letter.is_lowercase()) => {
                is_letter_open = true;
                letter_count += 1;
            }
            _ => return false,
        }
    }
    (1..=4).contains(&letter_count) && !is_letter_open
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑')
}

fn shape(text: &str) -> Shape {
    let is_mark = |letter: char| !letter.is_alphanumeric() && !is_hyphen(letter) && !matches!(letter, '\'' | '’');
    if text.chars().any(char::is_numeric) {
        Shape::Digits
    } else if text.is_empty() || text.chars().any(is_mark) {
        Shape::Marks
    } else if text.chars().all(|letter| !letter.is_uppercase() && !letter.is_lowercase()) {
        Shape::Uncased
    } else if text.contains(is_hyphen) {
        hyphenated_shape(text)
    } else {
        letters_shape(text)
    }
}

fn hyphenated_shape(text: &str) -> Shape {
    let mut parts = text.split(is_hyphen).filter(|part| !part.is_empty()).map(letters_shape);
    let first = parts.next();
    let is_like_name = |shape| matches!(shape, Shape::Capitalised | Shape::Letter);
    let rest: Vec<_> = parts.collect();
    if !first.is_some_and(|shape| is_like_name(shape) || shape == Shape::Lower) {
        Shape::HyphenOther
    } else if rest.iter().all(|shape| *shape == Shape::Lower) {
        Shape::HyphenLower
    } else if first.is_some_and(is_like_name) && rest.iter().copied().all(is_like_name) {
        Shape::HyphenCapitals
    } else {
        Shape::HyphenOther
    }
}

fn letters_shape(text: &str) -> Shape {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let (length, capitals) = (letters().count(), letters().filter(|letter| letter.is_uppercase()).count());
    let leading = text.chars().take_while(|letter| letter.is_uppercase()).count();
    let ends_with_capital = text.ends_with(char::is_uppercase);
    match (leading, capitals) {
        (0, 0) => Shape::Lower,
        (0, 1) if ends_with_capital => Shape::TailCapital,
        (0, _) => Shape::MixedLow,
        (1, 1) if length == 1 => Shape::Letter,
        (1, 1) => Shape::Capitalised,
        (_, capitals) if capitals == length => Shape::Upper,
        (1, 2) if ends_with_capital => Shape::TailCapital,
        (1, _) => Shape::Mixed,
        (leading, capitals) if leading == capitals && capitals + 1 == length && text.ends_with('s') => Shape::Plural,
        _ => Shape::Capitals,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_their_shape() {
        let cases = [
            ("learning", Shape::Lower, 0),
            ("Learning:", Shape::Capitalised, 1),
            ("(LLMs)", Shape::Plural, 2),
            ("BERT", Shape::Upper, 0),
            ("C", Shape::Letter, 0),
            ("D.", Shape::Initial, 0),
            ("T.V.", Shape::Initial, 0),
            ("-H.", Shape::Initial, 0),
            ("J.-B.", Shape::Initial, 0),
            ("A.d.", Shape::Initial, 0),
            ("MF.", Shape::Upper, 1),
            ("McKinnon", Shape::Mixed, 0),
            ("SSaul", Shape::Capitals, 0),
            ("systemS", Shape::TailCapital, 0),
            ("ProblemS", Shape::TailCapital, 0),
            ("sRashmi", Shape::MixedLow, 0),
            ("IRYu-Chen", Shape::HyphenOther, 0),
            ("Non-IID", Shape::HyphenOther, 0),
            ("O'Brien", Shape::Mixed, 0),
            ("Hsueh-Ti", Shape::HyphenCapitals, 0),
            ("Self-supervised", Shape::HyphenLower, 0),
            ("3D", Shape::Digits, 0),
            ("GPT-4", Shape::Digits, 0),
            ("王小明", Shape::Uncased, 0),
            ("&", Shape::Marks, 1),
            ("Jr.", Shape::Capitalised, 1),
            ("", Shape::Marks, 0),
        ];
        for (word, shape, mark_count) in cases {
            let core = Core::of(word);
            assert_eq!((core.shape, core.mark_count), (shape, mark_count), "{word}");
        }
    }
}
