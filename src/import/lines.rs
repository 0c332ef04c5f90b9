//! Lines of a text of any size and any state, in bounded memory.

use std::borrow::Cow;
use std::io::{self, BufRead};

use encoding_rs::WINDOWS_1252;

use super::clean::{clean, shortened};
use crate::record::{Entry, Reading};

/// The longest line that is read, in bytes; the rest of a longer one is skipped.
pub(super) const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/// A line, made clean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// 1-based.
    pub(super) number: u64,
    /// Its text; of a line that is too long, its beginning.
    pub(super) text: String,
    /// Whether its bytes are not UTF-8 and were read as Windows-1252.
    pub(super) is_guessed_encoding: bool,
    /// Whether it is longer than [`MAX_LINE_BYTES`].
    pub(super) is_too_long: bool,
    /// How many control characters were taken out.
    pub(super) control_count: usize,
    /// Whether the text ends here without a line end.
    pub(super) is_unended: bool,
}

impl Line {
    /// The line as one that belongs to no entry.
    pub(super) fn into_stray(self) -> Entry {
        Entry::new(self.number, Reading::Stray(shortened(self.text)))
    }
}

/// The lines of a text. A line ends with LF, CR LF or CR.
pub(super) struct Lines<R> {
    input: R,
    number: u64,
    after_carriage_return: bool,
    is_unended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, number: 0, after_carriage_return: false, is_unended: false }
    }

    /// The bytes up to the next line end, at most [`MAX_LINE_BYTES`] of them, and whether there were more.
    fn next_bytes(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let mut line = Vec::new();
        let (mut is_too_long, mut is_begun) = (false, false);
        loop {
            let mut available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                self.is_unended = is_begun;
                return Ok(is_begun.then_some((line, is_too_long)));
            }
            let mut consumed = 0;
            if self.after_carriage_return {
                self.after_carriage_return = false;
                consumed = usize::from(available[0] == b'\n');
                available = &available[consumed..];
            }
            let end = available.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &available[..end.unwrap_or(available.len())];
            is_begun |= !part.is_empty() || end.is_some();
            let room = MAX_LINE_BYTES - line.len();
            line.extend_from_slice(&part[..part.len().min(room)]);
            is_too_long |= part.len() > room;
            consumed += part.len() + usize::from(end.is_some());
            self.after_carriage_return = end.is_some_and(|end| available[end] == b'\r');
            self.input.consume(consumed);
            if end.is_some() {
                return Ok(Some((line, is_too_long)));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        let (bytes, is_too_long) = match self.next_bytes().transpose()? {
            Ok(read) => read,
            Err(error) => return Some(Err(error)),
        };
        self.number += 1;
        let (decoded, is_guessed_encoding) = decode(&bytes, is_too_long);
        let cleaned = clean(&decoded);
        Some(Ok(Line {
            number: self.number,
            text: cleaned.text,
            is_guessed_encoding,
            is_too_long,
            control_count: cleaned.control_count,
            is_unended: self.is_unended,
        }))
    }
}

/// What was repaired in the text of an entry, to be told: each a clause.
pub(super) fn repairs(text: &str, is_guessed_encoding: bool) -> Vec<String> {
    let guessed = is_guessed_encoding.then(|| "it is not UTF-8 and was read as Windows-1252".to_owned());
    let count = control_count(text);
    let controls = (count > 0).then(|| format!("{count} control characters taken out of it"));
    guessed.into_iter().chain(controls).collect()
}

/// The byte with which UTF-8 begins U+0080 to U+00BF.
const FIRST_OF_C1: u8 = 0xc2;

/// The control characters in a text, blanks aside, whether they stand in it or are written as JSON's `\u0000`.
fn control_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Without short cuts, so that the loop over millions of clean entries is one that compilers make wide.
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f);
    let has_any = bytes.iter().fold(false, |has_any, byte| has_any | is_control(*byte));
    let mut plain = if has_any { bytes.iter().filter(|byte| is_control(**byte)).count() } else { 0 };
    if memchr::memchr(FIRST_OF_C1, bytes).is_some() {
        plain += text.chars().filter(|letter| matches!(letter, '\u{80}'..='\u{9f}') && *letter != '\u{85}').count();
    }
    if memchr::memchr(b'\\', bytes).is_none() {
        return plain;
    }
    let escapes = memchr::memmem::find_iter(bytes, b"\\u00").filter(|at| {
        let code = text.get(at + 4..at + 6).and_then(|code| u8::from_str_radix(code, 16).ok());
        code.is_some_and(is_control)
    });
    plain + escapes.count()
}

/// Text that is not UTF-8 is read as Windows-1252, in which every byte means a letter; the reader says so.
pub(super) fn decode(bytes: &[u8], is_cut: bool) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(error) if is_cut && error.error_len().is_none() => {
            (String::from_utf8_lossy(&bytes[..error.valid_up_to()]), false)
        }
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(input: &[u8]) -> Vec<String> {
        Lines::new(io::BufReader::with_capacity(3, input)).map(|line| line.unwrap().text).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for text in [&b"one\ntwo\n\nfour"[..], b"one\r\ntwo\r\n\r\nfour\r\n", b"one\rtwo\r\rfour\r"] {
            assert_eq!(texts(text), ["one", "two", "", "four"]);
        }
        assert!(texts(b"").is_empty());
    }

    #[test]
    fn a_line_that_is_not_utf8_is_read_as_windows_1252_and_marked() {
        let line = Lines::new(&b"Ren\xe9 Vidal"[..]).next().unwrap().unwrap();
        assert_eq!(line.text, "René Vidal");
        assert!(line.is_guessed_encoding);
    }

    #[test]
    fn repairs_of_an_entry_are_told() {
        assert_eq!(repairs("a\u{0}b\u{1b}\n\t", false), ["2 control characters taken out of it"]);
        assert_eq!(repairs(r"a\u0000 \u000a \u0041", true).len(), 2);
        assert!(repairs("plain", false).is_empty());
    }

    #[test]
    fn only_the_beginning_of_an_endless_line_is_kept() {
        let input = [vec![b'x'; MAX_LINE_BYTES + 7], b"\nnext".to_vec()].concat();
        let lines: Vec<_> = Lines::new(&input[..]).map(Result::unwrap).collect();
        assert_eq!((lines[0].text.len(), lines[0].is_too_long), (MAX_LINE_BYTES, true));
        assert_eq!((lines[1].text.as_str(), lines[1].number, lines[1].is_too_long), ("next", 2, false));
    }
}
