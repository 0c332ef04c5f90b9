//! Text made safe for a spreadsheet: nothing read from a file may be run as a formula when somebody opens a table.
//!
//! Source: OWASP ASVS 1.2.10, CWE-1236. Spreadsheets take text after an apostrophe for text.

use std::borrow::Cow;

/// The text with an apostrophe in front where a spreadsheet would take it for a formula. [`unguarded`] gives every text
/// back as it was.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if begins_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the apostrophe that [`guarded`] put in front.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| begins_formula(rest)).unwrap_or(text)
}

/// Whether a text begins like a formula, apostrophes aside: one that is the text's own gets a further one, so that what is
/// taken off again is never the text's.
fn begins_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    // What stands before a sign and is not seen does not take its meaning away.
    let is_passed_over = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.starts_with(char::is_control) || text.trim_start_matches(is_passed_over).starts_with(is_sign)
}

/// The signs that begin a formula; wide and small forms are folded to plain ones by some spreadsheets.
fn is_sign(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@')
        || matches!(letter, '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_gets_an_apostrophe() {
        for (text, expected) in [
            ("=1+2", "'=1+2"),
            ("+x", "'+x"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\u{feff}\u{a0}=1", "'\u{feff}\u{a0}=1"),
            ("＝1", "'＝1"),
            ("−1", "'−1"),
            ("\tx", "'\tx"),
            ("\r", "'\r"),
            ("\0", "'\0"),
            ("'=1", "''=1"),
            ("'\tx", "''\tx"),
            ("a=b", "a=b"),
            ("'quoted", "'quoted"),
            ("", ""),
            ("'", "'"),
        ] {
            assert_eq!(guarded(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_text_comes_back() {
        let letters = ['\'', '=', '-', ' ', '\t', 'a', '＝', '\u{200b}'];
        let mut texts = vec![String::new()];
        for at in 0..4_681 {
            let text = texts[at].clone();
            texts.extend(letters.iter().map(|letter| format!("{text}{letter}")));
        }
        for text in &texts {
            assert_eq!(unguarded(&guarded(text)), text, "{text:?}");
            assert!(!guarded(text).starts_with(is_sign), "{text:?}");
        }
    }
}
