//! What a path holds, told from the file's first bytes before SQLite may touch it.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// `PRAGMA application_id` of every catalog: "PDEX" in ASCII.
pub const APPLICATION_ID: i32 = 0x5044_4558;

/// `PRAGMA user_version` of the catalogs this program writes: the version of `schema.sql`.
pub const SCHEMA_VERSION: i32 = 5;

/// The fixed part of an SQLite file. Source: SQLite file format, section 1.3.
const HEADER_LENGTH: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// What is at the path of a catalog.
pub(super) enum Found {
    /// Nothing: a catalog can be made there.
    Nothing,
    /// A catalog that this program can read, perhaps after migrating it.
    Catalog,
}

/// Tells what is at `path`. Fails, with one sentence, on anything that is no sound catalog of this version or an
/// older one; nothing is changed.
pub(super) fn inspect(path: &Path) -> anyhow::Result<Found> {
    let shown = path.display();
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            check_nothing_is_left(path)?;
            return Ok(Found::Nothing);
        }
        Err(error) => return Err(error).with_context(|| format!("could not open the catalog {shown}")),
    };
    if metadata.is_dir() {
        bail!("{shown} is a folder, not a catalog: name a file with --db");
    }
    if !metadata.is_file() {
        bail!("{shown} is not a regular file, so it cannot be a catalog: name another with --db");
    }
    let header = read_header(path).with_context(|| format!("could not read {shown}"))?;
    if metadata.len() == 0 {
        bail!("{shown} is an empty file, not a catalog: remove it, or name another with --db");
    }
    if header.len() < HEADER_LENGTH || !header.starts_with(MAGIC) {
        bail!("{shown} is not a paperdex catalog (not an SQLite file): name another with --db");
    }
    check_neighbours(path)?;
    check_marks(path, &header)?;
    // A log that was being put away says in the file's first page how long the file will be when it is.
    if !has_pending(path, "-wal") && !has_pending(path, "-journal") {
        check_length(path, &header, metadata.len())?;
    }
    Ok(Found::Catalog)
}

/// What SQLite keeps beside a catalog, or beside what a link to it leads to.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).into_os_string();
    name.push(ending);
    name.into()
}

/// A log or a journal without its catalog would be taken for one of the catalog that is made there.
fn check_nothing_is_left(path: &Path) -> anyhow::Result<()> {
    for ending in ["-journal", "-wal"] {
        let left = beside(path, ending);
        if fs::symlink_metadata(&left).is_ok_and(|metadata| !metadata.is_file() || metadata.len() > 0) {
            bail!(
                "there is no catalog at {}, but {}, which belonged to one: bring the catalog back, or remove that too",
                path.display(),
                left.display()
            );
        }
    }
    Ok(())
}

/// SQLite writes to the files beside a catalog, takes back what a journal says, and removes what a journal names. So they must
/// be what SQLite makes: files, and of this catalog alone.
fn check_neighbours(path: &Path) -> anyhow::Result<()> {
    for ending in ["-journal", "-wal", "-shm"] {
        let neighbour = beside(path, ending);
        if fs::symlink_metadata(&neighbour).is_ok_and(|metadata| !metadata.is_file()) {
            bail!(
                "{} is not a regular file, and SQLite would write to it: remove it to use the catalog",
                neighbour.display()
            );
        }
    }
    let journal = beside(path, "-journal");
    if names_another(&journal).with_context(|| format!("could not read {}", journal.display()))? {
        bail!(
            "the journal {} speaks of other files too, which paperdex never writes: it is not touched; keep a copy, and              remove the journal to use the catalog as it is",
            journal.display()
        );
    }
    Ok(())
}

/// Whether a journal belongs to a transaction over several files: SQLite would read the file that it names, and remove it.
/// Source: SQLite's pager.c, `readSuperJournal`.
pub(super) fn names_another(journal: &Path) -> io::Result<bool> {
    const MARK: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let mut file = match File::open(journal) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        file => file?,
    };
    if file.metadata()?.len() < 16 {
        return Ok(false);
    }
    let mut end = [0; 8];
    file.seek(SeekFrom::End(-8))?;
    file.read_exact(&mut end)?;
    Ok(end == MARK)
}

/// Whether SQLite left a log or a journal beside the catalog.
pub(super) fn has_pending(path: &Path, ending: &str) -> bool {
    fs::metadata(beside(path, ending)).is_ok_and(|metadata| metadata.len() > 0)
}

fn read_header(path: &Path) -> io::Result<Vec<u8>> {
    let mut header = Vec::with_capacity(HEADER_LENGTH);
    File::open(path)?.take(HEADER_LENGTH as u64).read_to_end(&mut header)?;
    Ok(header)
}

fn check_marks(path: &Path, header: &[u8]) -> anyhow::Result<()> {
    let (version, application) = (number_at(header, 60), number_at(header, 68));
    if application != APPLICATION_ID {
        bail!(
            "{} is an SQLite file of another program, not a paperdex catalog: name another with --db",
            path.display()
        );
    }
    check_version(path, version)
}

/// Refuses a catalog of a version that this program does not know.
pub(super) fn check_version(path: &Path, version: i32) -> anyhow::Result<()> {
    let shown = path.display();
    if version > SCHEMA_VERSION {
        bail!(
            "{shown} was written by a newer paperdex (catalog version {version}, this program knows {SCHEMA_VERSION}): \
             use the newer program"
        );
    }
    if version < 1 {
        bail!("{shown} is damaged (catalog version {version} does not exist): restore it from a backup");
    }
    Ok(())
}

/// A file shorter than its own count of pages was cut off. (A stale count is 0 or goes with an older change counter.)
fn check_length(path: &Path, header: &[u8], length: u64) -> anyhow::Result<()> {
    let page_size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let page_count = u64::from(number_at(header, 28).cast_unsigned());
    let count_is_current = number_at(header, 24) == number_at(header, 92);
    let expected = page_size * page_count;
    if count_is_current && length < expected {
        bail!(
            "{} is damaged (cut off: {length} of {expected} bytes are there): restore it from a backup",
            path.display()
        );
    }
    Ok(())
}

fn number_at(header: &[u8], offset: usize) -> i32 {
    let bytes = [header[offset], header[offset + 1], header[offset + 2], header[offset + 3]];
    i32::from_be_bytes(bytes)
}
