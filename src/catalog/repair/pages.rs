//! The pages of an SQLite file, read without SQLite: what is readable on one page does not depend on any other being whole.
//! Source: <https://www.sqlite.org/fileformat2.html>, sections 1.3 to 1.6 and 2.1.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use rusqlite::types::Value;

/// The fixed part of the first page, before its b-tree.
const HEADER_LENGTH: usize = 100;

/// The page sizes that SQLite knows.
const PAGE_SIZES: [usize; 8] = [512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536];

/// How much of a file is looked at to find out the size of its pages.
const SAMPLE: usize = 1 << 22;

/// No row of ours is as long: an entry of a listing has 16 MiB at most.
const MAX_PAYLOAD: u64 = 1 << 26;

/// A file of pages.
pub(super) struct Pages {
    file: RefCell<File>,
    size: usize,
    /// Without the bytes at a page's end that are kept for others.
    usable: usize,
    count: u32,
}

/// What a b-tree page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    TableLeaf,
    TableInner,
    IndexLeaf,
    IndexInner,
}

/// A b-tree page.
pub(super) struct Node {
    pub kind: Kind,
    /// The last child of an inner page.
    pub right: u32,
    /// Where cells begin, in the order of their keys.
    cells: Vec<usize>,
    /// Cells that cannot be.
    pub broken: usize,
    bytes: Vec<u8>,
}

/// A row as it is stored: of a table with a key of its own, or an entry of an index (or of a table that is one).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The key of a table's row.
    pub id: Option<i64>,
    pub values: Vec<Value>,
    /// Columns of which something could not be read.
    pub unreadable: Vec<usize>,
}

/// A cell: the child before it, for an inner page; its row, which the inner pages of tables have only the key of.
pub(super) struct Cell {
    pub child: Option<u32>,
    pub row: Option<Row>,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        match byte {
            0x0d => Some(Self::TableLeaf),
            0x05 => Some(Self::TableInner),
            0x0a => Some(Self::IndexLeaf),
            0x02 => Some(Self::IndexInner),
            _ => None,
        }
    }

    pub(super) fn is_inner(self) -> bool {
        matches!(self, Self::TableInner | Self::IndexInner)
    }

    pub(super) fn is_of_table(self) -> bool {
        matches!(self, Self::TableLeaf | Self::TableInner)
    }
}

impl Pages {
    /// Opens a file, whatever is left of its header.
    pub(super) fn open(mut file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let mut header = vec![0; HEADER_LENGTH];
        let mut read = Vec::new();
        file.by_ref().take(HEADER_LENGTH as u64).read_to_end(&mut read)?;
        header[..read.len()].copy_from_slice(&read);
        let stated = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let of = |size: usize, reserved: usize, file: File| -> io::Result<Self> {
            // A last page that is cut off is read as far as it goes.
            let count = u32::try_from(length.div_ceil(size as u64)).unwrap_or(u32::MAX);
            Ok(Self { file: RefCell::new(file), size, usable: size - reserved, count })
        };
        let reserved = usize::from(header[20]);
        // The count of pages tells their size, too, where the file is not cut off.
        let counted = u64::from(u32_at(&header, 28));
        let counted = length.checked_div(counted).filter(|size| size * counted == length);
        let counted = counted.and_then(|size| usize::try_from(size).ok()).filter(|size| PAGE_SIZES.contains(size));
        if let Some(size) = counted.or(Some(stated).filter(|size| PAGE_SIZES.contains(size))) {
            let mut pages = of(size, 0, file.try_clone()?)?;
            if reserved > 0 && size - reserved >= 480 {
                let others = of(size, reserved, file.try_clone()?)?;
                // Hardly any file has such bytes; the number is believed where more can be read with it.
                pages = if others.plausible()? > pages.plausible()? { others } else { pages };
            }
            if counted == Some(stated) || pages.plausible()? > 0 {
                return Ok(pages);
            }
        }
        // Pages that are read in pieces are no pages. Those of which several are read as one look as good as they are.
        let mut found = Vec::new();
        for size in PAGE_SIZES {
            let pages = of(size, 0, file.try_clone()?)?;
            found.push((pages.plausible()? * size, pages));
        }
        let most = found.iter().map(|(found, _)| *found).max().unwrap_or(0);
        let best = found.into_iter().find(|(found, _)| *found * 2 >= most);
        best.map(|(_, pages)| pages).ok_or_else(|| io::Error::other("no page of it could be read"))
    }

    /// How many of the first pages are whole b-tree pages.
    fn plausible(&self) -> io::Result<usize> {
        let mut count = 0;
        for number in (1..=self.count).take(SAMPLE / self.size) {
            let node = self.node(number, None)?;
            let is_whole = |node: &Node| {
                !node.cells.is_empty() && node.broken == 0 && (0..node.len()).all(|at| self.cell(node, at).is_some())
            };
            count += usize::from(node.as_ref().is_some_and(is_whole));
        }
        Ok(count)
    }

    /// How many pages there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// A page; what the file is too short for is zero. `None`: there is no such page.
    fn page(&self, number: u32) -> io::Result<Option<Vec<u8>>> {
        if number == 0 || number > self.count {
            return Ok(None);
        }
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(u64::from(number - 1) * self.size as u64))?;
        let mut bytes = Vec::with_capacity(self.size);
        match file.by_ref().take(self.size as u64).read_to_end(&mut bytes) {
            // A part of the disk that cannot be read is a page of zeros.
            Err(error) if error.kind() != io::ErrorKind::Interrupted => bytes.clear(),
            read => drop(read?),
        }
        bytes.resize(self.size, 0);
        Ok(Some(bytes))
    }

    /// A b-tree page; `None` where the page is none. With `assumed`, a page whose mark is damaged is read as one of that kind.
    pub(super) fn node(&self, number: u32, assumed: Option<Kind>) -> io::Result<Option<Node>> {
        let Some(bytes) = self.page(number)? else { return Ok(None) };
        let start = if number == 1 { HEADER_LENGTH } else { 0 };
        let Some(kind) = assumed.or_else(|| Kind::of(bytes[start])) else { return Ok(None) };
        let first = start + if kind.is_inner() { 12 } else { 8 };
        let stated = usize::from(u16_at(&bytes, start + 3));
        // A cell takes four bytes at least, and two for where it is.
        let count = stated.min((self.usable - first) / 6);
        let place = |at: usize| usize::from(u16_at(&bytes, first + 2 * at));
        let is_place = |place: &usize| *place >= first + 2 * count && *place + 4 <= self.usable;
        let cells: Vec<usize> = (0..count).map(place).filter(is_place).collect();
        let broken = stated - cells.len();
        let right = if kind.is_inner() { u32_at(&bytes, start + 8) } else { 0 };
        Ok(Some(Node { kind, right, cells, broken, bytes }))
    }

    /// A cell of a page; `None` where it cannot be read.
    pub(super) fn cell(&self, node: &Node, at: usize) -> Option<Cell> {
        let mut place = *node.cells.get(at)?;
        let bytes = &node.bytes;
        let child = node.kind.is_inner().then(|| u32_at(bytes, place));
        place += if child.is_some() { 4 } else { 0 };
        if node.kind == Kind::TableInner {
            let (key, _) = varint(bytes.get(place..)?)?;
            return Some(Cell { child, row: Some(Row::of_key(key.cast_signed())) });
        }
        let (length, read) = varint(bytes.get(place..)?)?;
        place += read;
        let mut id = None;
        if node.kind == Kind::TableLeaf {
            let (key, read) = varint(bytes.get(place..)?)?;
            place += read;
            id = Some(key.cast_signed());
        }
        let row = (length <= MAX_PAYLOAD).then(|| self.payload(node, place, length)).flatten();
        let row = row.and_then(|payload| Row::parse(id, &payload, usize::try_from(length).ok()?));
        if child.is_none() && row.is_none() {
            return None;
        }
        Some(Cell { child, row })
    }

    /// The bytes of a row, as many as can be read, on its page and on those that it flows over to.
    fn payload(&self, node: &Node, place: usize, length: u64) -> Option<Vec<u8>> {
        let (length, usable) = (usize::try_from(length).ok()?, self.usable);
        let most = if node.kind == Kind::TableLeaf { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        if length <= most {
            return node.bytes.get(place..place + length).filter(|_| place + length <= usable).map(<[u8]>::to_vec);
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let wanted = least + (length - least) % (usable - 4);
        let local = if wanted <= most { wanted } else { least };
        let mut payload = node.bytes.get(place..place + local)?.to_vec();
        if place + local + 4 > usable {
            return None;
        }
        let mut next = u32_at(&node.bytes, place + local);
        let mut seen = HashSet::new();
        while payload.len() < length {
            let Some(page) = self.page(next).ok().flatten().filter(|_| seen.insert(next)) else { break };
            let taken = (length - payload.len()).min(usable - 4);
            payload.extend_from_slice(&page[4..4 + taken]);
            next = u32_at(&page, 0);
        }
        Some(payload)
    }

    /// The pages that are not in use, as far as their list can be followed.
    pub(super) fn unused(&self) -> io::Result<Vec<u32>> {
        let Some(header) = self.page(1)? else { return Ok(Vec::new()) };
        let (mut trunk, mut unused) = (u32_at(&header, 32), Vec::new());
        while let Some(page) = self.page(trunk)?.filter(|_| unused.len() <= self.count as usize) {
            unused.push(trunk);
            let leaves = (u32_at(&page, 4) as usize).min(self.usable / 4 - 2);
            unused.extend((0..leaves).map(|at| u32_at(&page, 8 + 4 * at)));
            trunk = u32_at(&page, 0);
        }
        Ok(unused)
    }

    /// The four-byte number at an offset of the file's header.
    pub(super) fn header_number(&self, offset: usize) -> io::Result<u32> {
        Ok(self.page(1)?.map_or(0, |page| u32_at(&page, offset)))
    }
}

impl Node {
    /// How many cells can be looked at.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }
}

impl Row {
    fn of_key(key: i64) -> Self {
        Self { id: Some(key), values: Vec::new(), unreadable: Vec::new() }
    }

    /// Reads a record of `length` bytes of which `payload` may be the beginning. `None` where it is none.
    fn parse(id: Option<i64>, payload: &[u8], length: usize) -> Option<Self> {
        let (header, mut at) = varint(payload)?;
        let header = usize::try_from(header).ok().filter(|header| *header <= payload.len() && *header >= at)?;
        let mut types = Vec::new();
        while at < header {
            let (serial, read) = varint(&payload[at..header])?;
            at += read;
            types.push(serial);
        }
        let mut row = Self { id, values: Vec::with_capacity(types.len()), unreadable: Vec::new() };
        for serial in types {
            let width = width_of(serial)?;
            let end = at.checked_add(width)?;
            if end > length {
                return None;
            }
            let (value, is_whole) = match payload.get(at..end) {
                Some(bytes) => value_of(serial, bytes),
                None => (Value::Null, false),
            };
            if !is_whole {
                row.unreadable.push(row.values.len());
            }
            row.values.push(value);
            at = end;
        }
        // What is left over is of no column: then this is no record.
        (at == length && !row.values.is_empty()).then_some(row)
    }

    /// By what rows are in order: the key of a table's row, else all columns.
    pub(super) fn key(&self) -> Vec<Value> {
        self.id.map_or_else(|| self.values.clone(), |id| vec![Value::Integer(id)])
    }
}

/// How many bytes a column takes.
fn width_of(serial: u64) -> Option<usize> {
    match serial {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(serial).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        longer => usize::try_from((longer - 12) / 2).ok(),
    }
}

/// A column, and whether all of it could be read.
fn value_of(serial: u64, bytes: &[u8]) -> (Value, bool) {
    let integer = || {
        let first = bytes.first().map_or(0, |first| i64::from(first.cast_signed()));
        bytes.iter().skip(1).fold(first, |number, byte| number << 8 | i64::from(*byte))
    };
    match serial {
        0 => (Value::Null, true),
        8 => (Value::Integer(0), true),
        9 => (Value::Integer(1), true),
        1..=6 => (Value::Integer(integer()), true),
        7 => (Value::Real(f64::from_bits(integer().cast_unsigned())), true),
        blob if blob % 2 == 0 => (Value::Blob(bytes.to_vec()), true),
        _ => text_of(bytes),
    }
}

/// A text. Where some letters are illegible they are marked as such; a text with many is none.
fn text_of(bytes: &[u8]) -> (Value, bool) {
    const MAX_ILLEGIBLE: usize = 8;
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => (Value::Text(text.to_owned()), true),
        _ => {
            let text = String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}");
            let illegible = text.chars().filter(|letter| *letter == '\u{fffd}').count();
            (if illegible > MAX_ILLEGIBLE { Value::Null } else { Value::Text(text) }, false)
        }
    }
}

/// The order in which SQLite keeps keys: NULL, numbers, texts by their bytes, blobs. As many columns are compared as both have.
pub(super) fn compare(one: &[Value], other: &[Value]) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 1,
        Value::Text(_) => 2,
        Value::Blob(_) => 3,
    };
    let value = |(one, other): (&Value, &Value)| match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Integer(one), Value::Real(other)) => (*one as f64).total_cmp(other),
        (Value::Real(one), Value::Integer(other)) => one.total_cmp(&(*other as f64)),
        (Value::Real(one), Value::Real(other)) => one.total_cmp(other),
        (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Value::Blob(one), Value::Blob(other)) => one.cmp(other),
        _ => rank(one).cmp(&rank(other)),
    };
    one.iter().zip(other).map(value).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// A number of one to nine bytes, and how many they are.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some((number << 8 | u64::from(*byte), 9));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_be_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// Every row of every table that is reached from its root.
    fn rows(pages: &Pages, root: u32, into: &mut Vec<Row>) {
        let node = pages.node(root, None).unwrap().unwrap();
        assert_eq!(node.broken, 0);
        for at in 0..node.len() {
            let cell = pages.cell(&node, at).unwrap();
            if let Some(child) = cell.child {
                rows(pages, child, into);
            }
            if node.kind != Kind::TableInner {
                into.push(cell.row.unwrap());
            }
        }
        if node.kind.is_inner() {
            rows(pages, node.right, into);
        }
    }

    #[test]
    fn rows_are_read_as_sqlite_reads_them_whatever_the_size_of_the_pages() {
        for size in [512, 4_096, 65_536] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("made.db");
            let connection = Connection::open(&path).unwrap();
            connection
                .execute_batch(&format!(
                    "PRAGMA page_size = {size};
                     CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c);
                     CREATE TABLE w (a TEXT, b TEXT, PRIMARY KEY (a)) WITHOUT ROWID;
                     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
                     INSERT INTO t
                     SELECT i * 7 - 2000,
                            CASE i % 6 WHEN 0 THEN NULL WHEN 1 THEN i WHEN 2 THEN -i * 5000000000 WHEN 3 THEN i / 3.0 WHEN 4 THEN 0 ELSE 1 END,
                            substr(hex(zeroblob(i * 20)), 1, i * 37 % 9000) || 'é',
                            zeroblob(i % 50)
                     FROM n;
                     INSERT INTO w SELECT id || 'k', b FROM t;"
                ))
                .unwrap();
            let pages = Pages::open(File::open(&path).unwrap()).unwrap();
            assert_eq!(pages.size, size);
            for (table, sql) in
                [("t", "SELECT NULL, a, b, c FROM t ORDER BY id"), ("w", "SELECT a, b FROM w ORDER BY a")]
            {
                let root: u32 = connection
                    .query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0))
                    .unwrap();
                let mut read = Vec::new();
                rows(&pages, root, &mut read);
                let mut statement = connection.prepare(sql).unwrap();
                let width = statement.column_count();
                let stored = statement
                    .query_map([], |row| (0..width).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>())
                    .unwrap();
                let stored: Vec<_> = stored.map(Result::unwrap).collect();
                assert_eq!(read.iter().map(|row| row.values.clone()).collect::<Vec<_>>(), stored, "{table} {size}");
                assert!(read.windows(2).all(|two| compare(&two[0].key(), &two[1].key()).is_lt()), "{table} {size}");
            }
        }
    }

    #[test]
    fn no_bytes_whatever_make_a_page_that_cannot_be_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("garbage");
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        for kind in [0x0d_u8, 0x05, 0x0a, 0x02] {
            let mut bytes: Vec<u8> = (0..512 * 40).map(|_| next()).collect();
            bytes.iter_mut().step_by(512).for_each(|first| *first = kind);
            std::fs::write(&path, &bytes).unwrap();
            let pages = Pages::open(File::open(&path).unwrap()).unwrap();
            for number in 0..=pages.count() + 1 {
                if let Some(node) = pages.node(number, None).unwrap() {
                    (0..node.len()).for_each(|at| drop(pages.cell(&node, at)));
                }
            }
            drop(pages.unused().unwrap());
        }
    }
}
