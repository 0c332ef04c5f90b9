//! A disk that is full: which it is, and how much room is left there.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Error, anyhow};
use indicatif::BinaryBytes;

use crate::catalog::OutOfRoom;
use crate::whole_file::folder_of;

/// With more than this left, something else than the disk may be full.
const PLENTY: u64 = 64 << 20;

/// What an error means where there is no room to write: which place is full, and what is free there. Any other error stays as
/// it is. `sorts` says whether what is sorted goes to files elsewhere.
pub(super) fn explained(error: Error, catalog: &Path, sorts: bool) -> Error {
    let Some(why) = OutOfRoom::of(&error) else { return error };
    let folder = folder_of(catalog);
    let room = free_space(folder);
    let other = sorts.then(folder_of_temporary_files).and_then(|folder| Some((free_space(&folder)?, folder)));
    // What was sorted is removed by now, and what was written is taken back: the smaller one was too small.
    if let Some((other_room, folder)) = other
        && other_room < room.unwrap_or(PLENTY).min(PLENTY)
    {
        let free = free_in(&folder, Some(other_room));
        return anyhow!("not enough room for temporary files, {free}: SQLITE_TMPDIR can name another folder");
    }
    let (catalog, free) = (catalog.display(), free_in(folder, room));
    match why {
        OutOfRoom::DiskFull => anyhow!("not enough room to write {catalog}, {free}"),
        OutOfRoom::Refused => anyhow!("{catalog} could not be written on, {free} (disk I/O error)"),
    }
}

/// What is free in the folder of a file, in words, where writing it failed for want of room.
pub(super) fn room_for(kind: io::ErrorKind, folder: &Path) -> Option<String> {
    is_want_of_room(kind).then(|| free_in(folder, free_space(folder)))
}

fn is_want_of_room(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(kind, StorageFull | QuotaExceeded | FileTooLarge)
}

/// `with 12.00 KiB free in /tmp`, and what else may be full.
fn free_in(folder: &Path, room: Option<u64>) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let Some(room) = room else { return format!("in {}", folder.display()) };
    let mut text = format!("with {} free in {}", BinaryBytes(room), folder.display());
    if room > PLENTY {
        text.push_str(": a quota or a limit on the size of files may be reached");
    }
    text
}

/// How many bytes this user may still write in a folder; `None` where it cannot be known.
#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_folder: &Path) -> Option<u64> {
    None
}

/// Where SQLite puts what it sorts. Source: sqlite.org/tempfiles.html, section 5.
fn folder_of_temporary_files() -> PathBuf {
    let named = ["SQLITE_TMPDIR", "TMPDIR"].into_iter().filter_map(|name| env::var_os(name).map(PathBuf::from));
    let usual = ["/var/tmp", "/usr/tmp", "/tmp"].map(PathBuf::from);
    named.chain(usual).find(|folder| is_writable(folder)).unwrap_or_else(|| ".".into())
}

#[cfg(unix)]
fn is_writable(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    folder.is_dir() && access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn is_writable(folder: &Path) -> bool {
    folder.is_dir()
}
