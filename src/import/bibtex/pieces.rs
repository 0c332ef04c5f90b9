//! Cutting a BibTeX text of any size and state into its entries and what stands between them.
//!
//! An entry ends with the brace that balances its first. Where that brace is missing, it ends where a line begins the next
//! entry, so that a broken entry costs itself alone. Text in braces may hold such a line, too: it is taken for a new
//! entry only if the open one does not end soon after.

use std::io::{self, BufRead};

use memchr::memchr_iter;

use crate::import::lines::MAX_LINE_BYTES;

const CHUNK_BYTES: usize = 64 * 1024;

/// How far the end of an entry is looked for after a line within it that could begin another.
const LOOK_AHEAD_BYTES: usize = 64 * 1024;

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line it begins on, 1-based.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    pub(super) kind: Kind,
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `@word{…}` or `@word(…)`.
    Entry,
    /// An entry whose last brace is missing.
    Open,
    /// An entry longer than [`MAX_LINE_BYTES`], of which the piece holds the beginning.
    TooLong,
    /// One line, or the rest of one, outside all entries.
    Outside,
}

/// The parts of a text, in order.
pub(super) struct Pieces<R> {
    input: R,
    held: Vec<u8>,
    /// How much of `held` has been passed.
    start: usize,
    line: u64,
    is_at_end: bool,
    /// How many bytes may still be looked at in vain: grows with what is read, so that no text is slow.
    patience: usize,
}

/// Where an entry ends.
enum End {
    At(usize),
    /// Not closed; the next begins there.
    Before(usize),
}

/// What the scan of an entry has seen.
#[derive(Default)]
struct Scan {
    at: usize,
    depth: usize,
    is_in_quotes: bool,
    is_at_line_start: bool,
    is_round: bool,
    /// Whether it is a `@comment`, which may hold entries that are none.
    is_comment: bool,
    /// The first line within a value that could begin another entry.
    candidate: Option<usize>,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R) -> Self {
        let patience = 16 * LOOK_AHEAD_BYTES;
        Self { input, held: Vec::new(), start: 0, line: 1, is_at_end: false, patience }
    }

    fn rest(&self) -> &[u8] {
        &self.held[self.start..]
    }

    /// Reads on; false at the end of the text.
    fn read_on(&mut self) -> io::Result<bool> {
        if self.start > 0 {
            self.held.drain(..self.start);
            self.start = 0;
        }
        let before = self.held.len();
        while self.held.len() < before + CHUNK_BYTES && !self.is_at_end {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.is_at_end = available.is_empty();
            let length = available.len();
            self.held.extend_from_slice(available);
            self.input.consume(length);
        }
        Ok(self.held.len() > before)
    }

    fn take(&mut self, length: usize, kind: Kind) -> Piece {
        let bytes = self.rest()[..length.min(MAX_LINE_BYTES)].to_vec();
        let piece = Piece { line: self.line, bytes, kind };
        self.pass(length);
        piece
    }

    fn pass(&mut self, length: usize) {
        self.line += memchr_iter(b'\n', &self.rest()[..length]).count() as u64;
        self.start += length;
    }

    fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if self.rest().len() < 256 && !self.is_at_end {
                self.read_on()?;
            }
            let blanks = self.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.pass(blanks);
            if self.rest().is_empty() {
                if self.is_at_end {
                    return Ok(None);
                }
                continue;
            }
            if head_length(self.rest()).is_some() {
                return self.entry().map(Some);
            }
            return self.outside().map(Some);
        }
    }

    /// The text up to the end of the line or the next entry on it. A line that begins with `%` is a comment to its end.
    fn outside(&mut self) -> io::Result<Piece> {
        let mut from = 0;
        let is_comment = self.rest().first() == Some(&b'%');
        loop {
            let rest = self.rest();
            let is_end = |at: usize| {
                rest[at] == b'\n' || at > 0 && !is_comment && rest[at] == b'@' && head_length(&rest[at..]).is_some()
            };
            if let Some(at) = (from..rest.len()).find(|at| is_end(*at)) {
                return Ok(self.take(at, Kind::Outside));
            }
            if rest.len() > MAX_LINE_BYTES || self.is_at_end {
                let length = rest.len();
                return Ok(self.take(length, Kind::Outside));
            }
            from = rest.len().saturating_sub(64);
            self.read_on()?;
        }
    }

    fn entry(&mut self) -> io::Result<Piece> {
        let head = head_length(self.rest()).unwrap_or(1);
        let is_round = self.rest()[head - 1] == b'(';
        let word = self.rest()[1..head - 1].trim_ascii().to_ascii_lowercase();
        let is_comment = word == b"comment";
        let mut scan = Scan { at: head, depth: 1, is_round, is_comment, ..Scan::default() };
        loop {
            match self.scan(&mut scan) {
                Some(End::At(length)) => {
                    self.patience = (self.patience + length).min(64 * LOOK_AHEAD_BYTES);
                    return Ok(self.take(length, Kind::Entry));
                }
                Some(End::Before(length)) => return Ok(self.take(length, Kind::Open)),
                None => {}
            }
            if scan.at > MAX_LINE_BYTES {
                let length = scan.candidate.unwrap_or(scan.at);
                return Ok(self.take(length, Kind::TooLong));
            }
            if self.is_at_end {
                let whole = self.rest().len();
                let length = scan.candidate.unwrap_or(whole);
                self.patience = self.patience.saturating_sub(whole - length);
                return Ok(self.take(length, Kind::Open));
            }
            self.read_on()?;
        }
    }

    /// Scans what is held; `None` when the entry goes on.
    fn scan(&mut self, scan: &mut Scan) -> Option<End> {
        let rest = &self.held[self.start..];
        while scan.at < rest.len() {
            if let Some(candidate) = scan.candidate
                && scan.at - candidate > LOOK_AHEAD_BYTES.min(self.patience)
            {
                self.patience = self.patience.saturating_sub(scan.at - candidate);
                return Some(End::Before(candidate));
            }
            let at = scan.at;
            let byte = rest[at];
            if byte == b'@' && scan.is_at_line_start {
                // A head that is cut by the end of what is held is looked at again.
                if rest.len() - at < 192 && !self.is_at_end {
                    return None;
                }
                if let Some(length) = head_length(&rest[at..]) {
                    let is_outermost = scan.depth <= 1 && !scan.is_in_quotes;
                    if !scan.is_comment && (is_outermost || begins_known_entry(&rest[at..], length)) {
                        return Some(End::Before(at));
                    }
                    scan.candidate.get_or_insert(at);
                }
            }
            scan.at += 1;
            match byte {
                b'\n' | b'\r' => scan.is_at_line_start = true,
                b' ' | b'\t' => {}
                _ => {
                    scan.is_at_line_start = false;
                    if scan.take(byte) {
                        return Some(End::At(scan.at));
                    }
                }
            }
        }
        None
    }
}

impl Scan {
    /// Takes a mark; true when it ends the entry.
    fn take(&mut self, byte: u8) -> bool {
        match byte {
            b'{' => self.depth += 1,
            b'}' => {
                self.depth -= 1;
                if self.depth == 0 && !self.is_round {
                    return true;
                }
                // A brace too many within round brackets ends nothing.
                self.depth = self.depth.max(usize::from(self.is_round));
            }
            b'"' if self.depth == 1 => self.is_in_quotes = !self.is_in_quotes,
            b')' => return self.is_round && self.depth == 1 && !self.is_in_quotes,
            _ => {}
        }
        false
    }
}

/// Whether a text has an entry: one that begins a line, or one of a well-known kind anywhere.
pub(in crate::import) fn has_entry(text: &str) -> bool {
    let is_entry = |at: usize| {
        let (before, bytes) = (&text[..at], &text.as_bytes()[at..]);
        let begins_line = before
            .trim_end_matches([' ', '\t'])
            .chars()
            .next_back()
            .is_none_or(|letter| letter == '\n' || letter == '\r');
        head_length(bytes).is_some_and(|head| begins_line || begins_known_entry(bytes, head))
    };
    text.match_indices('@').any(|(at, _)| is_entry(at))
}

/// Whether some bytes begin an entry of a well-known kind with its key and the comma after it: no text in braces begins a
/// line so.
fn begins_known_entry(bytes: &[u8], head: usize) -> bool {
    const KINDS: &[&[u8]] = &[
        b"article",
        b"book",
        b"booklet",
        b"collection",
        b"conference",
        b"dataset",
        b"inbook",
        b"incollection",
        b"inproceedings",
        b"manual",
        b"mastersthesis",
        b"misc",
        b"online",
        b"patent",
        b"phdthesis",
        b"proceedings",
        b"report",
        b"software",
        b"techreport",
        b"thesis",
        b"unpublished",
    ];
    let word = bytes[1..head - 1].trim_ascii();
    let key = &bytes[head..bytes.len().min(head + 64)];
    let end = key.iter().position(|byte| matches!(byte, b',' | b'\n' | b'{' | b'}' | b'=' | b'"'));
    KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(word)) && end.is_some_and(|end| key[end] == b',')
}

/// The length of `@word{` or `@word(` at the beginning of some bytes, blanks within it included.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_prefix(b"@")?;
    let blanks = |bytes: &[u8]| bytes.iter().take(32).take_while(|byte| byte.is_ascii_whitespace()).count();
    let before = blanks(rest);
    let rest = &rest[before..];
    let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'*' | b'.' | b'+');
    let word = rest.iter().take(40).take_while(is_letter).count();
    let after = blanks(&rest[word..]);
    let is_head = word > 0 && rest[0].is_ascii_alphabetic() && matches!(rest.get(word + after), Some(b'{' | b'('));
    is_head.then_some(1 + before + word + after + 1)
}

impl<R: BufRead> Iterator for Pieces<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_piece().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let read = |capacity| -> Vec<String> {
            let input = BufReader::with_capacity(capacity, text.as_bytes());
            let show = |piece: Piece| {
                format!("{} {:?} {}", piece.line, piece.kind, String::from_utf8_lossy(&piece.bytes).trim_end())
            };
            Pieces::new(input).map(|piece| show(piece.unwrap())).collect()
        };
        assert_eq!(read(1), read(1000), "{text}");
        read(1)
    }

    #[test]
    fn entries_and_the_text_between_them_are_told_apart() {
        let cases: &[(&str, &[&str])] = &[
            ("@a{k, t = {x}}\n@B {k2,\n t = \"}\"}", &["1 Entry @a{k, t = {x}}", "2 Entry @B {k2,\n t = \"}"]),
            (
                "@a{k} and @b(k, t = \")\") rest",
                &["1 Entry @a{k}", "1 Outside and", "1 Entry @b(k, t = \")\")", "1 Outside rest"],
            ),
            ("% a @b{c}\nx\n\n@a{k}", &["1 Outside % a @b{c}", "2 Outside x", "4 Entry @a{k}"]),
            ("me@example.org @ {", &["1 Outside me@example.org @ {"]),
            ("@comment{@a{x}\n@b{y}}", &["1 Entry @comment{@a{x}\n@b{y}}"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text)[..expected.len()], **expected, "{text}");
        }
    }

    #[test]
    fn an_entry_that_is_not_closed_ends_where_a_line_begins_the_next() {
        let cases: &[(&str, &[&str])] = &[
            ("@a{k, t = {x}\n\n@b{k}", &["1 Open @a{k, t = {x}", "3 Entry @b{k}"]),
            ("@a{k, t = {x\n\n@b{k}", &["1 Open @a{k, t = {x", "3 Entry @b{k}"]),
            ("@a{k, t = {x\n@b{y}\n}}\n@c{z}", &["1 Entry @a{k, t = {x\n@b{y}\n}}", "4 Entry @c{z}"]),
            ("@a{k", &["1 Open @a{k"]),
            (
                "@a{k, t = \"x { y\"}\n@article{b, t = {z}}\n}}",
                &["1 Open @a{k, t = \"x { y\"}", "2 Entry @article{b, t = {z}}", "3 Outside }}"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), *expected, "{text}");
        }
    }

    #[test]
    fn a_text_of_open_entries_is_read_in_one_pass() {
        for part in ["@a{{\n", "@a{{\n@a{}\n", "@a{{{{{{\n}", "@a(\n", "@", "@a{\"\n"] {
            let text = part.repeat(400_000 / part.len());
            assert!(Pieces::new(text.as_bytes()).map(Result::unwrap).count() >= 1);
        }
    }
}
