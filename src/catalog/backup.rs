//! A copy of the catalog: one whole file, made while others read and write, proved before it is kept.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::inspect::beside;
use super::open::{self, explained, plain_path};
use super::stop::Stop;
use crate::whole_file::{Place, WholeFile, folder_of};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// Its size in bytes.
    pub byte_count: u64,
    /// The papers in it.
    pub paper_count: i64,
    /// The imports that are in force in it.
    pub import_count: i64,
}

/// Copies the catalog at `path` as it is at one moment, of whatever version, into a file of its own, which appears whole.
///
/// Fails when the file exists and `force` is not given, when it is the catalog itself, and when the catalog is damaged: a
/// copy that is not sound is not kept. Nothing is left behind then.
pub fn backup(path: &Path, to: &Path, force: bool, stop: &Stop) -> anyhow::Result<BackedUp> {
    let mut source = open::as_it_is(path)?;
    let context = || format!("could not write the backup {}", to.display());
    let copy = begin_apart_from(path, to, force).with_context(context)?;
    stop.watch(&mut source)?;
    let damaged = || {
        let shown = path.display();
        format!(
            "{shown} is damaged, so no backup of it is kept: save what can be read with `paperdex repair {shown} -o NEW`"
        )
    };
    // What SQLite reads past without a word, such as a page that counts too few rows, would not be in the copy.
    ensure!(is_sound(&source, "PRAGMA quick_check").map_err(|error| stopped(error, &damaged))?, damaged());
    // The connection cannot write to the catalog in any case.
    source.execute_batch("PRAGMA query_only = OFF")?;
    let place = plain_path(copy.path());
    let place = ToSqlOutput::Borrowed(ValueRef::Text(place.as_os_str().as_encoded_bytes()));
    source.execute("VACUUM INTO ?1", [place]).map_err(|error| stopped(error, &damaged)).with_context(context)?;
    let backed_up = prove(&source, &copy, stop).with_context(context)?;
    copy.put_in_place().with_context(context)?;
    Ok(backed_up)
}

/// An error of SQLite; that the file is damaged, in words that say what is to be done.
fn stopped(error: rusqlite::Error, damaged: &dyn Fn() -> String) -> anyhow::Error {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match error.sqlite_error_code() {
        Some(DatabaseCorrupt | NotADatabase) => anyhow::Error::msg(damaged()),
        _ => explained(error),
    }
}

fn is_sound(connection: &Connection, check: &str) -> rusqlite::Result<bool> {
    connection.query_row(check, [], |row| row.get::<_, String>(0)).map(|answer| answer == "ok")
}

/// Looks whether a copy is sound and what it was made of.
fn prove(source: &Connection, copy: &WholeFile, stop: &Stop) -> anyhow::Result<BackedUp> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(plain_path(copy.path()), flags)?;
    open::distrust(&connection)?;
    stop.watch(&mut connection)?;
    ensure!(is_sound(&connection, "PRAGMA integrity_check")?, "the copy is not sound");
    for mark in ["application_id", "user_version", "page_size", "encoding"] {
        let of = |connection: &Connection| connection.pragma_query_value(None, mark, |row| row.get::<_, Value>(0));
        ensure!(of(source)? == of(&connection)?, "the copy has another {mark}");
    }
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
    let has_undo: bool =
        count("SELECT count(*) > 0 FROM pragma_table_info('import') WHERE name = 'undone_at'")? > 0_i64;
    let imports =
        if has_undo { "SELECT count(*) FROM import WHERE undone_at IS NULL" } else { "SELECT count(*) FROM import" };
    Ok(BackedUp {
        byte_count: fs::metadata(copy.path())?.len(),
        paper_count: count("SELECT count(*) FROM paper WHERE merged_into IS NULL")?,
        import_count: count(imports)?,
    })
}

/// Begins a database beside its place, which must be neither a catalog that is read for it nor a file that belongs to one.
///
/// Fails also where a log or a journal of an earlier file lies there: SQLite would take it for one of the new file.
pub(super) fn begin_apart_from(source: &Path, to: &Path, force: bool) -> anyhow::Result<WholeFile> {
    let source_files = ["", "-wal", "-journal", "-shm"].map(|ending| beside(source, ending));
    let is_of_source = source_files.iter().any(|file| same_file(file, to));
    ensure!(!is_of_source, "it is the catalog itself, or belongs to it: name another file");
    let Place::Whole(file) = WholeFile::begin(to, force)? else {
        bail!("it is not a regular file");
    };
    for ending in ["-wal", "-journal"] {
        let left = beside(file.place(), ending);
        let is_there = fs::symlink_metadata(&left).is_ok_and(|metadata| !metadata.is_file() || metadata.len() > 0);
        ensure!(
            !is_there,
            "{} lies beside it and would be taken for a part of it: remove it, or name another file",
            left.display()
        );
    }
    Ok(file)
}

/// Whether two names are of one file, through whatever links, or would be.
fn same_file(one: &Path, other: &Path) -> bool {
    is_one_inode(one, other) || resolved(one).is_some_and(|one| Some(one) == resolved(other))
}

/// A path without links; of a file that is not there yet, its folder's, and its name.
fn resolved(path: &Path) -> Option<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let name = path.file_name().map(OsStr::to_owned)?;
            Some(fs::canonicalize(folder_of(path)).ok()?.join(name))
        }
        path => path.ok(),
    }
}

#[cfg(unix)]
fn is_one_inode(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = |path: &Path| fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
    inode(one).is_some_and(|one| Some(one) == inode(other))
}

#[cfg(not(unix))]
fn is_one_inode(_one: &Path, _other: &Path) -> bool {
    false
}
