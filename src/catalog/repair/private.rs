//! What is read of a damaged catalog: the file itself, or, where a log or a journal lies beside it, a copy in which what they say
//! was done. The file and what lies beside it are only ever read.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail, ensure};
use rusqlite::Connection;
use tempfile::TempDir;

use super::super::inspect::{beside, names_another};
use super::super::open::{NEW_PREFIX, distrust, plain_path};

/// A catalog's bytes, as they are to be read.
pub(super) struct Private {
    pub file: File,
    /// What was left out, in words.
    pub notes: Vec<String>,
    /// Removed with the copy in it.
    _folder: Option<TempDir>,
    seen: [Option<(u64, SystemTime)>; 3],
}

impl Private {
    /// Opens a catalog; a copy of it is made in `folder` if there must be one.
    pub(super) fn open(path: &Path, folder: &Path) -> anyhow::Result<Self> {
        let context = || format!("could not read {}", path.display());
        let metadata = fs::metadata(path).with_context(context)?;
        ensure!(metadata.is_file(), "{} is not a regular file, so it cannot be a catalog", path.display());
        let seen = files_of(path);
        let (wal, journal) = (beside(path, "-wal"), beside(path, "-journal"));
        let is_there = |file: &Path| fs::symlink_metadata(file).is_ok_and(|file| file.is_file() && file.len() > 0);
        let mut notes = Vec::new();
        let mut takes_back = is_there(&journal);
        if takes_back && names_another(&journal).with_context(context)? {
            takes_back = false;
            notes.push(format!("{} was left out: it speaks of other files, too", journal.display()));
        }
        if !takes_back && !is_there(&wal) {
            return Ok(Self { file: File::open(path).with_context(context)?, notes, _folder: None, seen });
        }
        let copies = tempfile::Builder::new().prefix(NEW_PREFIX).tempdir_in(folder)?;
        let copy = copies.path().join("catalog.db");
        let copied = || "could not copy the catalog, to take back on the copy what was not finished";
        let file = copied_to(&copy, path).with_context(copied)?;
        if is_there(&wal) {
            apply_log(&file, &wal).with_context(|| format!("could not read {}", wal.display()))?;
        }
        if takes_back {
            copied_to(&beside(&copy, "-journal"), &journal).with_context(copied)?;
            if let Err(error) = take_back(&copy) {
                notes.push(format!("{} could not be followed: {error}", journal.display()));
            }
        }
        Ok(Self { file, notes, _folder: Some(copies), seen })
    }

    /// Fails when the catalog was written to since it was opened: what was read then is of no one moment.
    pub(super) fn was_at_rest(&self, path: &Path) -> anyhow::Result<()> {
        if self.seen != files_of(path) {
            bail!("another program is writing to {}: try again when it is done", path.display());
        }
        Ok(())
    }
}

/// A copy that can be written to, whatever the rights of the original.
fn copied_to(copy: &Path, original: &Path) -> io::Result<File> {
    let mut file = fs::OpenOptions::new().read(true).write(true).create_new(true).open(copy)?;
    io::copy(&mut File::open(original)?, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

fn files_of(path: &Path) -> [Option<(u64, SystemTime)>; 3] {
    ["", "-wal", "-journal"].map(|ending| {
        let metadata = fs::metadata(beside(path, ending)).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    })
}

/// Has SQLite take back, on a copy, what its journal says was not finished.
fn take_back(copy: &Path) -> rusqlite::Result<()> {
    let connection = Connection::open(plain_path(copy))?;
    distrust(&connection)?;
    // Before the first page is looked at, so also where that is damaged.
    connection.query_row("PRAGMA schema_version", [], |_| Ok(()))
}

/// Writes the pages of a log into a copy, up to the last transaction that was finished. A log that is none has none.
/// Source: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.
fn apply_log(copy: &File, wal: &Path) -> io::Result<()> {
    let mut log = io::BufReader::new(File::open(wal)?);
    let mut header = [0; 32];
    if log.read_exact(&mut header).is_err() || u32_at(&header, 0) & !1 != 0x377f_0682 {
        return Ok(());
    }
    let is_big_endian = u32_at(&header, 0) & 1 == 1;
    let page_size = u32_at(&header, 8);
    let mut sum = checksum(is_big_endian, [0, 0], &header[..24]);
    if !(512..=65_536).contains(&page_size) || sum != [u32_at(&header, 24), u32_at(&header, 28)] {
        return Ok(());
    }
    let length = 24 + page_size as usize;
    let mut frame = vec![0; length];
    // Read twice, so that a log of any size is never held: first as far as it holds, then what is to be written.
    let (mut frames, mut finished, mut page_count) = (0_u64, 0, 0);
    while log.read_exact(&mut frame).is_ok() && frame[8..16] == header[16..24] {
        sum = checksum(is_big_endian, sum, &frame[..8]);
        sum = checksum(is_big_endian, sum, &frame[24..]);
        if sum != [u32_at(&frame, 16), u32_at(&frame, 20)] {
            break;
        }
        frames += 1;
        if u32_at(&frame, 4) > 0 {
            (finished, page_count) = (frames, u32_at(&frame, 4));
        }
    }
    if finished == 0 {
        return Ok(());
    }
    log.seek(SeekFrom::Start(32))?;
    let mut copy = copy;
    for _ in 0..finished {
        log.read_exact(&mut frame)?;
        let number = u32_at(&frame, 0);
        if (1..=page_count).contains(&number) {
            copy.seek(SeekFrom::Start(u64::from(number - 1) * u64::from(page_size)))?;
            copy.write_all(&frame[24..])?;
        }
    }
    copy.set_len(u64::from(page_count) * u64::from(page_size))
}

fn checksum(is_big_endian: bool, sum: [u32; 2], bytes: &[u8]) -> [u32; 2] {
    let number = |four: &[u8]| {
        let four = [four[0], four[1], four[2], four[3]];
        if is_big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    bytes.chunks_exact(8).fold(sum, |[one, other], eight| {
        let one = one.wrapping_add(number(&eight[..4])).wrapping_add(other);
        let other = other.wrapping_add(number(&eight[4..])).wrapping_add(one);
        [one, other]
    })
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
