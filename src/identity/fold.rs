//! Folding: the form of a text in which case, accents, punctuation and spacing no longer matter.
//!
//! Compatibility forms are resolved (Unicode NFKD), diacritical marks taken off, case folded, apostrophes
//! dropped and every other mark of punctuation read as a space. Marks of scripts in which they are letters
//! (Indic vowels, kana voicing) stay. Letters with a stroke and ligatures, which Unicode does not decompose,
//! are read as their base letters, as the Unicode Collation Algorithm does at its first level.
//! Nothing is transliterated: a Cyrillic "а" never equals a Latin "a".

use unicode_normalization::UnicodeNormalization;

/// The folded form: lower-case words with one space between; empty when the text has neither letter nor digit.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        fold_ascii(text, &mut folded);
        return folded;
    }
    // Nothing is put together across a blank, so that words can be folded one by one and most of them quickly.
    for word in text.split(' ') {
        let before = folded.len();
        if before > 0 {
            folded.push(' ');
        }
        let begun = folded.len();
        if word.is_ascii() {
            fold_ascii(word, &mut folded);
        } else {
            fold_any(word, &mut folded);
        }
        if folded.len() == begun {
            folded.truncate(before);
        }
    }
    folded
}

/// Adds the folded form of a text of ASCII alone.
fn fold_ascii(text: &str, folded: &mut String) {
    let begun = folded.len();
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && folded.len() > begun {
                folded.push(' ');
            }
            gap = false;
            folded.push(char::from(byte.to_ascii_lowercase()));
        } else {
            gap |= !matches!(byte, b'\'' | b'`') && !is_unseen(char::from(byte));
        }
    }
}

/// Adds the folded form of any text.
fn fold_any(text: &str, folded: &mut String) {
    // NFKD would tear the acute accent that stands for an apostrophe into a blank and a mark.
    let letters = text
        .chars()
        .map(|letter| if letter == '´' { '\'' } else { letter })
        .nfkd()
        .filter(|&letter| !is_diacritic(letter));
    let begun = folded.len();
    let mut gap = false;
    for letter in letters.nfc().flat_map(char::to_lowercase).flat_map(Letters::of) {
        if letter.is_alphanumeric() || is_inner_mark(letter) {
            if gap && folded.len() > begun {
                folded.push(' ');
            }
            gap = false;
            folded.push(letter);
        } else if !is_apostrophe(letter) && !is_unseen(letter) {
            gap = true;
        }
    }
}

/// The folded form without its spaces, for names that are typed with and without them.
pub fn squeezed(folded: &str) -> String {
    folded.replace(' ', "")
}

/// Apostrophes stand inside a word: O'Brien and OBrien are one name, Dimension's is one word.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | 'ʻ' | 'ʹ')
}

/// What import takes out of a text stands between no two words, nor does it in what is looked for.
fn is_unseen(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Marks that scripts outside Latin, Greek and Cyrillic need to spell a word.
fn is_inner_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// Marks that a reader takes for accents: the blocks of general combining diacritics.
fn is_diacritic(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{fe20}'..='\u{fe2f}')
}

/// One or two base letters, without a heap allocation.
struct Letters([Option<char>; 2]);

impl Letters {
    fn of(letter: char) -> impl Iterator<Item = char> {
        let base = match letter {
            'ø' => [Some('o'), None],
            'ł' => [Some('l'), None],
            'đ' | 'ð' => [Some('d'), None],
            'ħ' => [Some('h'), None],
            'ŧ' => [Some('t'), None],
            'ı' => [Some('i'), None],
            'ß' => [Some('s'), Some('s')],
            'æ' => [Some('a'), Some('e')],
            'œ' => [Some('o'), Some('e')],
            'þ' => [Some('t'), Some('h')],
            // Letters in filled circles and squares: a full alphabet each, 32 apart.
            '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}' => {
                [char::from_digit((u32::from(letter) - 0x1f150) % 32 + 10, 36), None]
            }
            other => [Some(other), None],
        };
        Self(base).0.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        let cases = [
            ("René Vidal", "rene vidal"),
            ("rene\u{301}  VIDAL ", "rene vidal"),
            ("O'Brien", "obrien"),
            ("O’Brien", "obrien"),
            ("O´Brien", "obrien"),
            ("Hsueh-Ti Derek Liu", "hsueh ti derek liu"),
            ("B.D. Haeffele", "b d haeffele"),
            ("Łukasz Kaiser", "lukasz kaiser"),
            ("Søren Straße Æsir", "soren strasse aesir"),
            ("İbrahim Işık", "ibrahim isik"),
            ("Ａｎｎ", "ann"),
            ("🅐🅩 🅰🆉", "az az"),
            ("王小明", "王小明"),
            ("김민수", "김민수"),
            ("ガンダム", "ガンダム"),
            ("नमिता", "नमिता"),
            ("$\\ell_1$-norm", "ell 1 norm"),
            ("???", ""),
            ("ze\u{200b}ro wi\0d\u{7f}th\u{9b}", "zero width"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn letters_of_another_script_stay_apart() {
        assert_ne!(fold("Раul"), fold("Paul"));
    }

    #[test]
    fn a_text_is_folded_as_its_words_are() {
        for text in [" – René  VIDAL ’ ", "a\u{a0}É b", "नमिता – 'x' é.é", " \u{301}a ", "é-é ' `"]
        {
            let mut whole = String::new();
            fold_any(text, &mut whole);
            assert_eq!(fold(text), whole, "{text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["René Vidal", "नमिता", "김민수", "ŁØÆ ﬁ", "A.I. & B'c"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
