//! Text made safe for a terminal: nothing read from a file may move the cursor, set a title or turn letters round.

use std::borrow::Cow;

/// The text with everything taken out of it that a terminal would obey.
///
/// C0 controls and DEL become their pictures (`␛`), C1 controls `␦`, line ends and tabs a space; marks that change
/// the direction of writing, blanks without width and tags go. Joiners stay: emoji, Persian and Indic need them.
pub fn terminal_safe(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| replacement(letter) == Replacement::Itself) {
        return Cow::Borrowed(text);
    }
    let safe = text.chars().filter_map(|letter| match replacement(letter) {
        Replacement::Itself => Some(letter),
        Replacement::By(other) => Some(other),
        Replacement::Nothing => None,
    });
    Cow::Owned(safe.collect())
}

/// The same for a text of several lines, whose ends stay.
pub fn terminal_safe_lines(text: &str) -> Cow<'_, str> {
    if text.split('\n').all(|line| matches!(terminal_safe(line), Cow::Borrowed(_))) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<_> = text.split('\n').map(terminal_safe).collect();
    Cow::Owned(lines.join("\n"))
}

#[derive(PartialEq, Eq)]
enum Replacement {
    Itself,
    By(char),
    Nothing,
}

fn replacement(letter: char) -> Replacement {
    match letter {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Replacement::By(' '),
        '\0'..='\u{1f}' => Replacement::By(control_picture(letter)),
        '\u{7f}' => Replacement::By('␡'),
        '\u{80}'..='\u{9f}' => Replacement::By('␦'),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Replacement::Nothing,
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' => Replacement::Nothing,
        _ => Replacement::Itself,
    }
}

/// Unicode has a picture for each C0 control, in their order.
fn control_picture(control: char) -> char {
    char::from_u32(0x2400 + u32::from(control)).expect("the block of control pictures has no gap")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        for letter in '\0'..=char::MAX {
            let text = format!("a{letter}b");
            let safe = terminal_safe(&text);
            let is_obeyed = |letter: char| {
                letter.is_control()
                    || matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
                    || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
                    || matches!(letter, '\u{e0000}'..='\u{e007f}')
            };
            assert!(!safe.chars().any(is_obeyed), "{letter:?} gave {safe:?}");
            assert_eq!(matches!(safe, Cow::Borrowed(_)), !is_obeyed(letter), "{letter:?}");
        }
    }

    #[test]
    fn controls_become_visible_and_joiners_stay() {
        assert_eq!(terminal_safe("\u{1b}[2J\u{7}"), "␛[2J␇");
        assert_eq!(terminal_safe("one\ntwo\tthree"), "one two three");
        assert_eq!(terminal_safe_lines("one\r\ntwo\tthree\n"), "one \ntwo three\n");
        assert!(matches!(terminal_safe_lines("one\ntwo\n"), Cow::Borrowed(_)));
        assert_eq!(terminal_safe("👩\u{200d}💻 \u{202e}abc"), "👩\u{200d}💻 abc");
    }
}
