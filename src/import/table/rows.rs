//! The rows of a table of any size and state. A quote that is never closed costs its own row.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use memchr::memchr_iter;

use crate::import::limits::too_many_parts;
use crate::import::lines::MAX_LINE_BYTES;

/// How many lines a row may have: abstracts have some dozen.
const MAX_ROW_LINES: usize = 200;

/// How long a row of several lines may be, in bytes.
const MAX_ROW_BYTES: usize = 1024 * 1024;

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it begins on, 1-based.
    pub(super) line: u64,
    /// As the file has it, without its line end.
    pub(super) bytes: Vec<u8>,
    pub(super) cells: Vec<Vec<u8>>,
    /// Why it cannot be taken apart.
    pub(super) wrong: Option<String>,
}

/// The rows of a table, its header first. Blank lines are no rows.
pub(super) struct Rows<R> {
    input: R,
    line: u64,
    delimiter: Option<u8>,
    /// How many cells the header has.
    width: Option<usize>,
    /// Lines that were read ahead and belong to no row yet.
    ahead: VecDeque<(u64, Vec<u8>)>,
    /// Made once the delimiter is known.
    reader: Option<csv_core::Reader>,
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 0, delimiter: None, width: None, ahead: VecDeque::new(), reader: None }
    }

    /// Says that the row was none, and that the next may show what parts the cells.
    pub(super) fn begin_again(&mut self) {
        self.delimiter = None;
        self.reader = None;
    }

    /// Says how many cells each row has: a row of several lines that has another number was not one.
    pub(super) fn expect(&mut self, width: usize) {
        self.width = Some(width);
    }

    /// The next line, without its end: LF, CR LF or, where no LF is, CR.
    fn next_line(&mut self) -> io::Result<Option<(u64, Vec<u8>)>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let mut is_begun = false;
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                self.line += u64::from(is_begun);
                return Ok(is_begun.then_some((self.line, line)));
            }
            is_begun = true;
            let end = memchr::memchr2(b'\n', b'\r', available);
            let part = &available[..end.unwrap_or(available.len())];
            let room = MAX_LINE_BYTES.saturating_sub(line.len());
            line.extend_from_slice(&part[..part.len().min(room)]);
            let (mark, consumed) = (end.map(|end| available[end]), part.len() + usize::from(end.is_some()));
            self.input.consume(consumed);
            if mark.is_some() {
                if mark == Some(b'\r') && self.input.fill_buf()?.first() == Some(&b'\n') {
                    self.input.consume(1);
                }
                self.line += 1;
                return Ok(Some((self.line, line)));
            }
        }
    }

    fn next_row(&mut self) -> io::Result<Option<Row>> {
        let (line, mut bytes) = loop {
            let Some((line, bytes)) = self.next_line()? else { return Ok(None) };
            let is_hint = self.delimiter.is_none() && bytes.starts_with(b"sep=");
            if !bytes.trim_ascii().is_empty() && !is_hint {
                break (line, bytes);
            }
        };
        let delimiter = *self.delimiter.get_or_insert_with(|| delimiter(&bytes));
        if bytes.len() >= MAX_LINE_BYTES {
            let wrong = Some(format!("it is longer than {MAX_LINE_BYTES} bytes"));
            return Ok(Some(Row { line, bytes, wrong, ..Row::default() }));
        }
        if let wrong @ Some(_) = too_many_parts(&bytes) {
            return Ok(Some(Row { line, bytes, wrong, ..Row::default() }));
        }
        // In tables with tabs most programs quote nothing, so that a quote is a mark like any other.
        if delimiter == b'\t' && bytes.contains(&b'"') {
            let cells: Vec<_> = plain_cells(&bytes, delimiter).iter().map(|cell| unquoted(cell)).collect();
            if self.width == Some(cells.len()) {
                return Ok(Some(Row { line, bytes, cells, wrong: None }));
            }
        }
        let first_length = bytes.len();
        let mut further = Vec::new();
        let mut is_whole = !has_open_quote(&bytes);
        while !is_whole && further.len() < MAX_ROW_LINES && bytes.len() < MAX_ROW_BYTES {
            let Some((number, next)) = self.next_line()? else { break };
            is_whole = has_open_quote(&next);
            bytes.push(b'\n');
            bytes.extend_from_slice(&next);
            further.push((number, next));
        }
        let cells = self.cells(&bytes, delimiter);
        let is_sound = further.is_empty() || has_sound_quotes(&bytes, delimiter);
        let fits = is_whole && is_sound && self.width.is_none_or(|width| width == cells.len());
        if fits || further.is_empty() && is_whole {
            return Ok(Some(Row { line, bytes, cells, wrong: None }));
        }
        // The lines do not make a row: the first is one by itself, whatever its quotes, or it is broken.
        for line in further.into_iter().rev() {
            self.ahead.push_front(line);
        }
        bytes.truncate(first_length);
        let alone = plain_cells(&bytes, delimiter);
        if self.width == Some(alone.len()) && !bytes.contains(&b'"') {
            return Ok(Some(Row { line, bytes, cells: alone, wrong: None }));
        }
        // A quote within a text that does not begin with one is a mark like any other.
        let is_quoted = alone.iter().any(|cell| cell.trim_ascii_start().starts_with(b"\""));
        if self.width == Some(alone.len()) && !is_quoted {
            return Ok(Some(Row { line, bytes, cells: alone, wrong: None }));
        }
        let wrong = Some("a quote in it is not closed".to_owned());
        Ok(Some(Row { line, bytes, wrong, ..Row::default() }))
    }

    fn cells(&mut self, bytes: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
        if !bytes.contains(&b'"') {
            return plain_cells(bytes, delimiter);
        }
        let reader = self.reader.get_or_insert_with(|| csv_core::ReaderBuilder::new().delimiter(delimiter).build());
        reader.reset();
        quoted_cells(reader, bytes)
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// Whether every quote that ends a text is followed by the end of its cell, as RFC 4180 wants.
fn has_sound_quotes(bytes: &[u8], delimiter: u8) -> bool {
    let (mut is_inside, mut is_cell_start) = (false, true);
    let mut rest = bytes.iter().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' if is_inside && rest.peek() == Some(&&b'"') => {
                rest.next();
            }
            b'"' if is_inside => {
                is_inside = false;
                if rest.peek().is_some_and(|next| **next != delimiter) {
                    return false;
                }
            }
            b'"' if is_cell_start => is_inside = true,
            _ => {}
        }
        is_cell_start = !is_inside && *byte == delimiter;
    }
    !is_inside
}

fn has_open_quote(bytes: &[u8]) -> bool {
    memchr_iter(b'"', bytes).count() % 2 == 1
}

/// The mark between the cells of a header: that of tab, comma and semicolon which parts it most.
pub(super) fn delimiter(header: &[u8]) -> u8 {
    let count = |mark: u8| {
        let mut is_in_quotes = false;
        let outside = header.iter().filter(|byte| {
            is_in_quotes ^= **byte == b'"';
            !is_in_quotes && **byte == mark
        });
        outside.count()
    };
    [b'\t', b',', b';'].into_iter().max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',')
}

/// The cells of one row as text.
pub(super) fn cells(row: &[u8], delimiter: u8) -> Vec<std::borrow::Cow<'static, str>> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let cells = quoted_cells(&mut reader, row);
    cells.into_iter().map(|cell| crate::import::lines::decode(&cell, false).0.into_owned().into()).collect()
}

fn plain_cells(bytes: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    bytes.split(|byte| *byte == delimiter).map(<[u8]>::to_vec).collect()
}

/// A cell without the quotes around it, where they are quotes around a cell and none is a part of it.
fn unquoted(cell: &[u8]) -> Vec<u8> {
    let inner = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
    let text = inner.and_then(|inner| std::str::from_utf8(inner).ok());
    match text {
        Some(text) if !text.replace("\"\"", "").contains('"') => text.replace("\"\"", "\"").into_bytes(),
        _ => cell.to_vec(),
    }
}

fn quoted_cells(reader: &mut csv_core::Reader, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut text = vec![0; bytes.len() + 1];
    let mut ends = vec![0; bytes.len() / 2 + 16];
    let (mut read, mut written, mut ended) = (0, 0, 0);
    loop {
        let (result, more_read, more_written, more_ended) =
            reader.read_record(&bytes[read..], &mut text[written..], &mut ends[ended..]);
        (read, written, ended) = (read + more_read, written + more_written, ended + more_ended);
        match result {
            csv_core::ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            csv_core::ReadRecordResult::OutputFull => text.resize(text.len() * 2, 0),
            // The second time nothing is left to read, which tells the reader that the row has ended.
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
        }
    }
    let mut start = 0;
    let cell = |end: &usize| {
        let cell = text[start..*end].to_vec();
        start = *end;
        cell
    };
    ends[..ended].iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize) -> Vec<String> {
        let mut rows = Rows::new(text.as_bytes());
        rows.expect(width);
        let show = |row: Row| match row.wrong {
            Some(wrong) => format!("{} {wrong}", row.line),
            None => {
                let cells: Vec<_> = row.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
                format!("{} {}", row.line, cells.join("|"))
            }
        };
        rows.map(|row| show(row.unwrap())).collect()
    }

    #[test]
    fn rows_are_taken_apart_as_rfc_4180_says() {
        let cases: &[(&str, usize, &[&str])] = &[
            ("a,b\n\n\"c, d\",\"e \"\"f\"\"\"\r\n", 2, &["1 a|b", "3 c, d|e \"f\""]),
            ("a;b;c\n1;\"x\ny\";3\n", 3, &["1 a|b|c", "2 1|x\ny|3"]),
            ("a\tb\n5\" disk\tc\n", 2, &["1 a|b", "2 5\" disk|c"]),
            ("a\tb\n\"Big\" data\t\"c \"\"d\"\"\"\n", 2, &["1 a|b", "2 \"Big\" data|c \"d\""]),
            ("sep=;\na;b\n", 2, &["2 a|b"]),
            ("a,b\rc,d\r", 2, &["1 a|b", "2 c|d"]),
            ("a,b\n,\n", 2, &["1 a|b", "2 |"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(rows(text, *width), *expected, "{text}");
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_costs_its_own_row() {
        let text = "a,b\n\"x,y\n1,2\n\"3\",4\n\"z,y\n5,6\n";
        let expected =
            ["1 a|b", "2 a quote in it is not closed", "3 1|2", "4 3|4", "5 a quote in it is not closed", "6 5|6"];
        assert_eq!(rows(text, 2), expected);
    }
}
