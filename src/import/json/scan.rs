//! Where the entries of a nested JSON text begin and end, byte by byte.

use std::collections::VecDeque;

use memchr::memchr3;

use super::pieces::Piece;
use crate::import::lines::MAX_LINE_BYTES;

/// The longest key that is remembered, in bytes.
const MAX_KEY_BYTES: usize = 64;

/// Where in a nested text the scan is.
#[derive(Default)]
pub(super) struct Scan {
    /// The entry that is open.
    open: Option<Open>,
    /// What stands outside all entries and is none.
    outside: Piece,
    /// The blanks at the beginning of the line, as far as only blanks have come; `None` after any other mark.
    indent: Option<usize>,
    is_begun: bool,
    /// Whether an entry has ended on the line on which it began, so that no line inside one begins with a brace.
    is_one_a_line: bool,
    /// How many objects of an answer are open around the list of entries.
    around: usize,
    /// Whether the list has ended: what follows of the answer is about it.
    is_after_list: bool,
    strings: Strings,
}

/// Whether a mark stands in a string.
#[derive(Default, Clone, Copy)]
struct Strings {
    is_inside: bool,
    is_escaped: bool,
}

impl Strings {
    /// Takes a mark; true when a line ends within a string, which no sound JSON has. The string ends there.
    fn take(&mut self, byte: u8) -> bool {
        if !self.is_inside {
            self.is_inside = byte == b'"';
        } else if std::mem::take(&mut self.is_escaped) {
        } else if byte == b'\\' {
            self.is_escaped = true;
        } else if byte == b'"' || byte == b'\n' {
            self.is_inside = false;
            return byte == b'\n';
        }
        false
    }
}

struct Open {
    piece: Piece,
    indent: Option<usize>,
    depth: usize,
    strings: Strings,
    /// The key of the outermost level that is being read, or was read last.
    key: Vec<u8>,
    is_in_key: bool,
    /// Whether the next string of the outermost level is a key.
    expects_key: bool,
    is_broken: bool,
}

/// What a mark does to the open entry.
enum Turn {
    Stays,
    Ends,
    /// It is no entry but an answer: here begins its list, or an object that holds the list or is the entry.
    IsAround,
}

impl Scan {
    pub(super) fn take(&mut self, bytes: &[u8], wrappers: &[&str], line: &mut u64, ready: &mut VecDeque<Piece>) {
        if !std::mem::replace(&mut self.is_begun, true) {
            self.indent = Some(0);
        }
        // What belongs to the open entry is copied from here on, when the entry or what is held ends.
        let (mut at, mut from) = (0, 0);
        while at < bytes.len() {
            if let Some(open) = self.open.as_mut().filter(|open| open.strings.is_inside) {
                at += open.length_of_string(&bytes[at..]);
                if at == bytes.len() {
                    break;
                }
            }
            let byte = bytes[at];
            if byte == b'{' && self.begins_anew() {
                self.end_open(&bytes[from..at], ready);
            }
            at += 1;
            match self.open.as_mut().map(|open| open.take(byte, wrappers)) {
                Some(Turn::Stays) => {}
                Some(Turn::Ends) => {
                    self.is_one_a_line |= self.open.as_ref().is_some_and(|open| open.piece.line == *line);
                    self.end_open(&bytes[from..at], ready);
                }
                Some(Turn::IsAround) => {
                    self.open = None;
                    self.around += 1;
                    if byte == b'{' {
                        self.take_outside(byte, *line, ready);
                    }
                    from = at - 1;
                }
                None => {
                    self.take_outside(byte, *line, ready);
                    from = at - 1;
                }
            }
            match byte {
                b'\n' => {
                    *line += 1;
                    self.indent = Some(0);
                }
                b' ' | b'\t' | b'\r' => self.indent = self.indent.map(|indent| indent + 1),
                _ => self.indent = None,
            }
        }
        if let Some(open) = &mut self.open {
            open.copy(&bytes[from..]);
        }
    }

    fn end_open(&mut self, bytes: &[u8], ready: &mut VecDeque<Piece>) {
        if let Some(mut open) = self.open.take() {
            open.copy(bytes);
            ready.push_back(open.piece);
        }
    }

    /// Whether a brace begins a new entry though the open one has not ended: at the beginning of a line, as far from the
    /// margin as the open one, where no sound entry has a brace.
    fn begins_anew(&self) -> bool {
        let Some(open) = &self.open else { return false };
        let same_place = self.indent.is_some() && self.indent == open.indent;
        same_place && (open.is_broken || self.is_one_a_line || open.indent > Some(0))
    }

    fn take_outside(&mut self, byte: u8, line: u64, ready: &mut VecDeque<Piece>) {
        if self.is_after_list {
            self.take_rest(byte);
            return;
        }
        match byte {
            b'{' => {
                ready.extend(self.end_outside());
                let piece = Piece { line, ..Piece::default() };
                self.open = Some(Open::new(piece, self.indent));
            }
            b']' if self.around > 0 && self.outside.bytes.is_empty() => self.is_after_list = true,
            b'[' | b']' | b'}' | b',' | b' ' | b'\t' | b'\r' | b'\n' if self.outside.bytes.is_empty() => {}
            _ => {
                if self.outside.bytes.is_empty() {
                    self.outside.line = line;
                }
                push(&mut self.outside, byte);
            }
        }
    }

    /// The rest of an answer, to its last brace.
    fn take_rest(&mut self, byte: u8) {
        self.strings.take(byte);
        if self.strings.is_inside {
            return;
        }
        match byte {
            b'{' => self.around += 1,
            b'}' => self.around = self.around.saturating_sub(1),
            _ => {}
        }
        self.is_after_list = self.around > 0;
    }

    fn end_outside(&mut self) -> Option<Piece> {
        let mut outside = std::mem::take(&mut self.outside);
        let is_mark = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'[');
        let end = outside.bytes.iter().rposition(|byte| !is_mark(byte)).map_or(0, |last| last + 1);
        outside.bytes.truncate(end);
        Some(outside).filter(|outside| !outside.bytes.is_empty())
    }

    /// What is left when the text ends.
    pub(super) fn end(&mut self) -> Option<Piece> {
        let open = self.open.take().map(|open| Piece { is_unended: true, ..open.piece });
        open.or_else(|| self.end_outside())
    }
}

impl Open {
    fn new(piece: Piece, indent: Option<usize>) -> Self {
        Self {
            piece,
            indent,
            depth: 1,
            strings: Strings::default(),
            key: Vec::new(),
            is_in_key: false,
            expects_key: true,
            is_broken: false,
        }
    }

    fn copy(&mut self, bytes: &[u8]) {
        let room = MAX_LINE_BYTES.saturating_sub(self.piece.bytes.len());
        self.piece.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.piece.is_too_long |= bytes.len() > room;
    }

    /// How much of a string stands in `bytes` before the next mark that means something.
    fn length_of_string(&mut self, bytes: &[u8]) -> usize {
        if self.strings.is_escaped {
            return 0;
        }
        let length = memchr3(b'"', b'\\', b'\n', bytes).unwrap_or(bytes.len());
        if self.is_in_key {
            let room = MAX_KEY_BYTES.saturating_sub(self.key.len());
            self.key.extend_from_slice(&bytes[..length.min(room)]);
        }
        length
    }

    fn take(&mut self, byte: u8, wrappers: &[&str]) -> Turn {
        let was_inside = self.strings.is_inside;
        self.is_broken |= self.strings.take(byte);
        if was_inside || self.strings.is_inside {
            self.is_in_key &= self.strings.is_inside;
            if !was_inside && self.depth == 1 && std::mem::take(&mut self.expects_key) {
                self.is_in_key = true;
                self.key.clear();
            }
            return Turn::Stays;
        }
        match byte {
            b',' if self.depth == 1 => self.expects_key = true,
            b'{' | b'[' => {
                // Crossref's `message` holds an object: the one work, or what holds the list.
                let is_around = |key: &&str| key.as_bytes() == self.key && (byte == b'[') != (*key == "message");
                if self.depth == 1 && wrappers.iter().any(is_around) {
                    return Turn::IsAround;
                }
                self.depth += 1;
            }
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Turn::Ends;
                }
            }
            _ => {}
        }
        Turn::Stays
    }
}

fn push(piece: &mut Piece, byte: u8) {
    if piece.bytes.len() < MAX_LINE_BYTES {
        piece.bytes.push(byte);
    } else {
        piece.is_too_long = true;
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::super::pieces::{Layout, Pieces};

    fn pieces(text: &str) -> Vec<String> {
        let wrappers = &["results", "items", "message"];
        let read = |capacity| -> Vec<String> {
            let input = BufReader::with_capacity(capacity, text.as_bytes());
            let pieces = Pieces::new(input, Layout::Nested, wrappers).map(Result::unwrap);
            pieces.map(|piece| format!("{} {}", piece.line, String::from_utf8(piece.bytes).unwrap())).collect()
        };
        assert_eq!(read(1), read(1000), "{text}");
        read(1)
    }

    #[test]
    fn the_entries_of_arrays_and_answers_are_found() {
        let cases: &[(&str, &[&str])] = &[
            (r#"[{"a":1},{"a":"}]"}]"#, &[r#"1 {"a":1}"#, r#"1 {"a":"}]"}"#]),
            (r#"{"a":{"b":[1]}}"#, &[r#"1 {"a":{"b":[1]}}"#]),
            ("[\n {\"a\": 1},\n {\"a\": 2}\n]\n", &["2 {\"a\": 1}", "3 {\"a\": 2}"]),
            (r#"{"meta":{"x":[1]},"results":[{"a":1}],"g":{"h":"}"}}"#, &[r#"1 {"a":1}"#]),
            (r#"{"status":"ok","message":{"items":[{"a":1}],"query":{"q":1}}}"#, &[r#"1 {"a":1}"#]),
            (r#"{"status":"ok","message":{"DOI":"x","items-2":[3]}}"#, &[r#"1 {"DOI":"x","items-2":[3]}"#]),
            ("{\"results\":[{\"a\":1}]}\n{\"results\":[{\"a\":2}]}\n", &[r#"1 {"a":1}"#, r#"2 {"a":2}"#]),
            ("", &[]),
            ("[]", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_broken_entry_ends_where_the_next_begins() {
        let cases: &[(&str, &[&str])] = &[
            ("[\n{\"a\": \"x,\n{\"a\": 2},\n{\"a\": 3}]", &["2 {\"a\": \"x,\n", "3 {\"a\": 2}", "4 {\"a\": 3}"]),
            ("[\n  {\"a\": 1,\n  {\"a\": 2}\n]", &["2 {\"a\": 1,\n  ", "3 {\"a\": 2}"]),
            ("[{\"a\":1}, nonsense, {\"a\":2}]", &["1 {\"a\":1}", "1 nonsense", "1 {\"a\":2}"]),
            ("[{\"a\":1}, {\"a\":", &["1 {\"a\":1}", "1 {\"a\":"]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), *expected, "{text}");
        }
    }
}
