//! Text as the catalog stores it: NFC, no control characters, every kind of blank one space.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text made clean, and how many control characters were taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clean {
    pub(super) text: String,
    pub(super) control_count: usize,
}

/// Makes a line clean: Unicode's blanks and tabs become one space each run, invisible blanks and control
/// characters go, and the rest is brought to NFC. Nothing else changes.
pub(super) fn clean(line: &str) -> Clean {
    // Most texts are clean but for their ends.
    let line = line.trim_matches([' ', '\n', '\r', '\t']);
    if is_clean_ascii(line.as_bytes()) {
        return Clean { text: line.to_owned(), control_count: 0 };
    }
    let mut text = String::with_capacity(line.len());
    let (mut control_count, mut may_be_composed) = (0, false);
    let mut rest = line;
    let mut marks = Marks::default();
    while !rest.is_empty() {
        // A run of letters that stay as they are is taken at once.
        let plain = plain_length(rest, text.ends_with(' '));
        if plain > 0 {
            marks = Marks::default();
        }
        text.push_str(&rest[..plain]);
        let mut letters = rest[plain..].chars();
        let Some(letter) = letters.next() else { break };
        rest = letters.as_str();
        if letter.is_whitespace() {
            if !text.ends_with(' ') {
                text.push(' ');
            }
        } else if letter.is_control() {
            control_count += 1;
        } else if !is_invisible(letter) && marks.take(letter) {
            may_be_composed |= letter >= FIRST_MARK;
            text.push(letter);
        }
    }
    let trimmed = text.trim_matches(' ');
    let text = match may_be_composed && !is_nfc(trimmed) {
        true => trimmed.nfc().collect(),
        false if trimmed.len() == text.len() => text,
        false => trimmed.to_owned(),
    };
    Clean { text, control_count }
}

/// How many marks a letter may bear; those beyond go, because none of them can be put into order before the last is read.
/// Source: Unicode Standard Annex 15, "Stream-Safe Text Format".
const MAX_MARKS: usize = 30;

/// The marks on the letter that is looked at.
#[derive(Default)]
struct Marks(usize);

impl Marks {
    /// Whether a letter or mark that follows stays.
    fn take(&mut self, letter: char) -> bool {
        if letter.is_ascii() {
            self.0 = 0;
            return true;
        }
        let mut count = self.0;
        decompose_canonical(letter, |part| count = if canonical_combining_class(part) == 0 { 0 } else { count + 1 });
        let stays = count <= MAX_MARKS;
        if stays {
            self.0 = count;
        }
        stays
    }
}

/// How many bytes of a text stay as they are: ASCII without control characters, and no blank after another.
fn plain_length(text: &str, after_blank: bool) -> usize {
    let bytes = text.as_bytes();
    let is_wrong = |before: u8, byte: u8| !(b' '..=b'~').contains(&byte) | ((byte == b' ') & (before == b' '));
    let Some(first) = bytes.first() else { return 0 };
    if is_wrong(if after_blank { b' ' } else { b'x' }, *first) {
        return 0;
    }
    // Blocks without an early end are looked at all at once.
    let mut at = 1;
    while let (Some(before), Some(block)) = (bytes[at - 1..].first_chunk::<BLOCK>(), bytes[at..].first_chunk()) {
        let pairs = before.iter().zip::<&[u8; BLOCK]>(block);
        if pairs.fold(false, |any, (before, byte)| any | is_wrong(*before, *byte)) {
            break;
        }
        at += BLOCK;
    }
    let rest = bytes[at - 1..].windows(2).position(|pair| is_wrong(pair[0], pair[1]));
    rest.map_or(bytes.len(), |further| at + further)
}

/// As many bytes as every processor compares at once.
const BLOCK: usize = 16;

/// The first letter of Unicode that NFC may change or put together with the one before it.
const FIRST_MARK: char = '\u{300}';

/// Whether [`clean`] would leave a text as it is.
pub(super) fn is_clean(text: &str) -> bool {
    if text.is_ascii() {
        return is_clean_ascii(text.as_bytes());
    }
    let (mut before, mut marks) = (' ', Marks::default());
    let is_sound = text.chars().all(|letter| {
        let is_wrong = !marks.take(letter)
            || letter.is_whitespace() && (letter != ' ' || before == ' ')
            || letter.is_control()
            || is_invisible(letter);
        before = letter;
        !is_wrong
    });
    is_sound && before != ' ' && is_nfc(text)
}

/// As much of a text's beginning as fits into some bytes, whole letters only.
pub(super) fn beginning(text: &str, max_bytes: usize) -> &str {
    let end = (0..=max_bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// As much of a text's end as fits into some bytes, whole letters only.
pub(super) fn ending(text: &str, max_bytes: usize) -> &str {
    let from = text.len().saturating_sub(max_bytes);
    let start = (from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    &text[start..]
}

/// How much text of a rejected entry, or of a line outside all entries, is kept, in bytes.
const MAX_KEPT_BYTES: usize = 1024 * 1024;

/// A text of which at most [`MAX_KEPT_BYTES`] are kept; "…" marks the cut.
pub(super) fn shortened(mut text: String) -> String {
    if text.len() > MAX_KEPT_BYTES {
        text.truncate(beginning(&text, MAX_KEPT_BYTES).len());
        text.push('…');
    }
    text
}

/// Whether a text is one of which only the beginning was kept.
pub(super) fn is_shortened(text: &str) -> bool {
    text.len() > MAX_KEPT_BYTES - 4 && text.ends_with('…')
}

/// Blanks without width, which copying from a page leaves behind.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn is_clean_ascii(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return true };
    if *first == b' ' || *last == b' ' {
        return false;
    }
    // Without an early end the loop is one that compilers make wide.
    let mut is_wrong = false;
    for byte in bytes {
        is_wrong |= !(b' '..=b'~').contains(byte);
    }
    for pair in bytes.windows(2) {
        is_wrong |= pair[0] == b' ' && pair[1] == b' ';
    }
    !is_wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_become_one_space_and_controls_go() {
        let cases = [
            ("plain text", "plain text", 0),
            ("  two\t\u{a0} blanks \u{2003}", "two blanks", 0),
            ("zero\u{200b}width\u{feff}", "zerowidth", 0),
            ("esc\u{1b}[2Jape\u{0}", "esc[2Jape", 2),
            ("Rene\u{301}", "René", 0),
            ("\u{85}next\u{2028}line", "next line", 0),
            ("", "", 0),
            (&format!("a{}b", "\u{303}".repeat(40)), &format!("ã{}b", "\u{303}".repeat(29)), 0),
        ];
        for (line, text, control_count) in cases {
            assert_eq!(clean(line), Clean { text: text.into(), control_count }, "{line:?}");
        }
    }
}
