//! Cutting the elements that are entries out of an XML text of any size, without reading the rest of it.

use std::io::{self, BufRead};

use memchr::{memchr, memchr_iter, memchr2};

use crate::import::lines::MAX_LINE_BYTES;

/// How much is read at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// The longest name of an element with its prefix that is looked at.
const MAX_NAME_BYTES: usize = 64;

/// The text of one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line it begins on, 1-based.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
    /// Whether its end tag stands before the next entry and the end of the text.
    pub(super) is_closed: bool,
    /// Whether it is longer than [`MAX_LINE_BYTES`], of which it holds the beginning.
    pub(super) is_too_long: bool,
}

/// The elements of some names, in order. They are not looked for within each other.
pub(super) struct Pieces<R> {
    input: R,
    names: &'static [&'static str],
    /// What was read and, from `start` on, not yet passed.
    held: Vec<u8>,
    start: usize,
    line: u64,
    is_at_end: bool,
}

/// What a tag is to the entries.
enum Tag {
    Start(usize),
    End(usize),
    Other,
}

impl<R: BufRead> Pieces<R> {
    pub(super) fn new(input: R, names: &'static [&'static str]) -> Self {
        Self { input, names, held: Vec::new(), start: 0, line: 1, is_at_end: false }
    }

    /// Reads on, or notes that the text has ended.
    fn read_on(&mut self) -> io::Result<()> {
        self.held.drain(..self.start);
        self.start = 0;
        let before = self.held.len();
        while self.held.len() < before + CHUNK_BYTES {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                self.is_at_end = true;
                break;
            }
            let length = available.len();
            self.held.extend_from_slice(available);
            self.input.consume(length);
        }
        Ok(())
    }

    fn rest(&self) -> &[u8] {
        &self.held[self.start..]
    }

    fn pass(&mut self, length: usize) {
        self.line += memchr_iter(b'\n', &self.rest()[..length]).count() as u64;
        self.start += length;
    }

    /// The place of the next `<` from `from` on, with its tag; of a text without any for longer than an entry may be, its
    /// last place. `None` at the end of the text.
    fn next_tag(&mut self, mut from: usize) -> io::Result<Option<(usize, Tag)>> {
        loop {
            if let Some(offset) = memchr(b'<', &self.rest()[from..]) {
                let at = from + offset;
                if self.rest().len() - at > MAX_NAME_BYTES + 2 || self.is_at_end {
                    return Ok(Some((at, self.tag(at))));
                }
                from = at;
            } else {
                from = self.rest().len();
                if from > MAX_LINE_BYTES {
                    return Ok(Some((from - 1, Tag::Other)));
                }
            }
            if self.is_at_end {
                return Ok(None);
            }
            self.read_on()?;
        }
    }

    fn tag(&self, at: usize) -> Tag {
        let rest = &self.rest()[at + 1..];
        let (rest, is_end) = match rest.first() {
            Some(b'/') => (&rest[1..], true),
            _ => (rest, false),
        };
        let is_mark = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let Some(length) = rest.iter().take(MAX_NAME_BYTES).position(is_mark) else {
            return Tag::Other;
        };
        let name = &rest[..length];
        let local = memchr(b':', name).map_or(name, |colon| &name[colon + 1..]);
        match self.names.iter().position(|known| known.as_bytes() == local) {
            Some(which) if is_end => Tag::End(which),
            Some(which) => Tag::Start(which),
            None => Tag::Other,
        }
    }

    fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        let name = loop {
            match self.next_tag(0)? {
                Some((at, Tag::Start(name))) => {
                    self.pass(at);
                    break name;
                }
                Some((at, _)) => self.pass(at + 1),
                None => return Ok(None),
            }
        };
        let line = self.line;
        let piece = |bytes: Vec<u8>, is_closed| Piece { line, bytes, is_closed, is_too_long: false };
        if let Some(length) = self.length_of_empty()? {
            let bytes = self.rest()[..length].to_vec();
            self.pass(length);
            return Ok(Some(piece(bytes, true)));
        }
        let mut from = 1;
        loop {
            if from > MAX_LINE_BYTES {
                let bytes = self.rest()[..MAX_LINE_BYTES].to_vec();
                self.pass(from);
                self.skip_to_entry()?;
                return Ok(Some(Piece { is_too_long: true, ..piece(bytes, false) }));
            }
            match self.next_tag(from)? {
                Some((at, Tag::End(end))) if end == name => {
                    let Some(length) = self.end_of_tag(at)? else {
                        from = at + 1;
                        continue;
                    };
                    let bytes = self.rest()[..length].to_vec();
                    self.pass(length);
                    return Ok(Some(piece(bytes, true)));
                }
                Some((at, Tag::Start(_))) => {
                    let bytes = self.rest()[..at].to_vec();
                    self.pass(at);
                    return Ok(Some(piece(bytes, false)));
                }
                Some((at, _)) => from = at + 1,
                None => {
                    let bytes = self.rest().to_vec();
                    self.pass(bytes.len());
                    return Ok(Some(piece(bytes, false)));
                }
            }
        }
    }

    /// Passes the rest of an endless element without holding it.
    fn skip_to_entry(&mut self) -> io::Result<()> {
        while let Some((at, tag)) = self.next_tag(0)? {
            match tag {
                Tag::Start(_) => {
                    self.pass(at);
                    return Ok(());
                }
                Tag::End(_) | Tag::Other => self.pass(at + 1),
            }
        }
        Ok(())
    }

    /// The length of the tag at the beginning where it is an element without content, `<www …/>`.
    fn length_of_empty(&mut self) -> io::Result<Option<usize>> {
        Ok(self.end_of_tag(0)?.filter(|length| self.rest()[..*length].ends_with(b"/>")))
    }

    /// Where the tag at `at` ends; `None` where no end is near, or another tag begins before.
    fn end_of_tag(&mut self, at: usize) -> io::Result<Option<usize>> {
        loop {
            if let Some(offset) = memchr2(b'>', b'<', &self.rest()[at + 1..]) {
                let end = at + 1 + offset;
                return Ok(Some(end + 1).filter(|_| self.rest()[end] == b'>'));
            }
            if self.is_at_end || self.rest().len() > MAX_LINE_BYTES {
                return Ok(Some(self.rest().len()).filter(|_| at > 0));
            }
            self.read_on()?;
        }
    }
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
            let pieces = Pieces::new(input, &["entry", "www"]).map(Result::unwrap);
            let mark = |piece: &Piece| if piece.is_closed { "" } else { " open" };
            pieces
                .map(|piece| format!("{}{} {}", piece.line, mark(&piece), String::from_utf8_lossy(&piece.bytes)))
                .collect()
        };
        assert_eq!(read(1), read(100), "{text}");
        read(1)
    }

    #[test]
    fn elements_are_found_on_one_line_or_many_and_with_prefixes() {
        let cases: &[(&str, &[&str])] = &[
            ("<f><entry>a</entry><entry x='1'>b</entry></f>", &["1 <entry>a</entry>", "1 <entry x='1'>b</entry>"]),
            ("<f>\n<a:entry>\nb\n</a:entry>\n<www/></f>", &["2 <a:entry>\nb\n</a:entry>", "5 <www/>"]),
            ("<entrys>no</entrys><entries/>", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), *expected, "{text}");
        }
    }

    #[test]
    fn an_element_that_is_not_closed_ends_where_the_next_begins() {
        let cases: &[(&str, &[&str])] = &[
            ("<entry>a<entry>b</entry>", &["1 open <entry>a", "1 <entry>b</entry>"]),
            ("<entry>a</entry>\n<entry>b", &["1 <entry>a</entry>", "2 open <entry>b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), *expected, "{text}");
        }
    }
}
