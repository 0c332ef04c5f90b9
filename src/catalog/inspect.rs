//! What a path holds, told from the file's first bytes before SQLite may touch it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

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
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
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
    check_marks(path, &header)?;
    check_length(path, &header, metadata.len())?;
    Ok(Found::Catalog)
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
