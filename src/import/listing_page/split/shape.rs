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
    /// `McKinnon`, `PyTorch`: capitals inside
    Mixed,
    /// `Hsueh-Ti`: each part begins with a capital
    HyphenCapitals,
    /// `Self-supervised`: a hyphen before a small letter
    HyphenLower,
    /// `3D`, `GPT-4`
    Digits,
    /// `王小明`: letters of a script without capitals
    Uncased,
    /// `&`, `$x$`, and words with marks inside
    Marks,
}

/// How many shapes there are.
pub(super) const SHAPE_COUNT: usize = 11;

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
        let is_initial = is_initial(word);
        let text = if is_initial { word } else { word.trim_matches(is_outer_mark) };
        let shape = if is_initial { Shape::Initial } else { shape(text) };
        let outside = word.chars().count() - text.chars().count();
        Self { text, shape, mark_count: outside }
    }
}

fn is_outer_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '$'
}

/// Letters each followed by a full stop or a hyphen, at least one of them by a full stop.
fn is_initial(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let stops = word.matches('.').count();
    let only_these = word.chars().all(|letter| letter.is_uppercase() || letter == '.' || letter == '-');
    (1..=4).contains(&letters) && stops >= letters.saturating_sub(1).max(1) && word.ends_with('.') && only_these
}

fn shape(text: &str) -> Shape {
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
    let Some(first) = letters.next() else {
        return if text.chars().any(|letter| letter.is_ascii_digit()) { Shape::Digits } else { Shape::Marks };
    };
    if text.chars().any(char::is_numeric) {
        return Shape::Digits;
    }
    if text.chars().any(|letter| !letter.is_alphabetic() && !matches!(letter, '-' | '\'' | '’' | '‐')) {
        return Shape::Marks;
    }
    if text.chars().all(|letter| !letter.is_uppercase() && !letter.is_lowercase()) {
        return Shape::Uncased;
    }
    if text.contains(['-', '‐']) {
        let mut parts = text.split(['-', '‐']).filter(|part| !part.is_empty());
        let capitals = parts.all(|part| part.starts_with(char::is_uppercase));
        return if capitals { Shape::HyphenCapitals } else { Shape::HyphenLower };
    }
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    let length = text.chars().filter(|letter| letter.is_alphabetic()).count();
    match (first.is_uppercase(), capitals) {
        (true, 1) if length == 1 => Shape::Letter,
        (true, 1) => Shape::Capitalised,
        (_, 0) => Shape::Lower,
        (true, capitals) if capitals == length => Shape::Upper,
        _ => Shape::Mixed,
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
            ("(LLMs)", Shape::Mixed, 2),
            ("BERT", Shape::Upper, 0),
            ("C", Shape::Letter, 0),
            ("D.", Shape::Initial, 0),
            ("T.V.", Shape::Initial, 0),
            ("-H.", Shape::Initial, 0),
            ("J.-B.", Shape::Initial, 0),
            ("McKinnon", Shape::Mixed, 0),
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
