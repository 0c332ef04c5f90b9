//! Why something could not be written, where there was no room for it.

use std::ffi::c_int;
use std::fmt;
use std::io;

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};

/// What SQLite says of a write that the system did not let it do, other than that the disk is full.
const REFUSED: [c_int; 4] = [SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_SHMSIZE];

/// Why something could not be written, where there may be no room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfRoom {
    /// The disk is full.
    DiskFull,
    /// The disk, a quota or a limit on the size of files did not let it; SQLite does not say which.
    Refused,
}

impl fmt::Display for OutOfRoom {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("there is no room")
    }
}

impl OutOfRoom {
    /// Marks an error in making a file of the catalog's, where that is why it came.
    pub(super) fn marked<T>(result: io::Result<T>) -> anyhow::Result<T> {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        result.map_err(|error| match error.kind() {
            StorageFull => anyhow::Error::new(error).context(Self::DiskFull),
            QuotaExceeded | FileTooLarge => anyhow::Error::new(error).context(Self::Refused),
            _ => error.into(),
        })
    }

    /// Whether that is why an error came.
    pub fn of(error: &anyhow::Error) -> Option<Self> {
        if let Some(marked) = error.downcast_ref() {
            return Some(*marked);
        }
        error.chain().filter_map(|cause| cause.downcast_ref()).find_map(|error| match error {
            rusqlite::Error::SqliteFailure(error, _) if error.code == ErrorCode::DiskFull => Some(Self::DiskFull),
            rusqlite::Error::SqliteFailure(error, _) if REFUSED.contains(&error.extended_code) => Some(Self::Refused),
            _ => None,
        })
    }
}
