//! What is found in a listing, entry by entry: where an entry is told from the others without being read, it is read when it is
//! asked for, and one that is known by the hash of its bytes need not be.

use std::io;

use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::{fields, limits};
use crate::record::Entry;

/// What a listing holds, in file order, found one at a time. An I/O error ends it.
pub type Finds = Box<dyn Iterator<Item = io::Result<Found>> + Send>;

/// An entry, or a line that belongs to none.
pub enum Found {
    /// It is read already: what it says depends on more than its own bytes, or it cannot be one that is known.
    Read(Entry),
    /// It is read when it is asked for.
    Unread(Unread),
}

impl Found {
    /// The line it begins on, 1-based.
    pub fn line(&self) -> u64 {
        match self {
            Self::Read(entry) => entry.line,
            Self::Unread(unread) => unread.line,
        }
    }

    /// By what it may be known when it comes in again; `None` where it must be read.
    pub fn hash(&self) -> Option<u128> {
        match self {
            Self::Read(_) => None,
            Self::Unread(unread) => Some(unread.hash),
        }
    }

    /// Reads it.
    pub fn read(self) -> Entry {
        let mut entry = match self {
            Self::Read(entry) => entry,
            Self::Unread(unread) => (unread.read)(),
        };
        fields::tidy(&mut entry.reading);
        limits::shorten_set_aside(&mut entry.notes);
        limits::shorten_set_aside(&mut entry.set_aside);
        entry
    }
}

/// An entry of which only the bytes are known.
pub struct Unread {
    /// The line it begins on, 1-based.
    pub line: u64,
    /// XXH3, 128 bits, of all that its reading depends on, but for what a whole file is read by: the format, the columns that
    /// the user named, the version of the program.
    ///
    /// Two of ten million different entries are alike in 128 bits once in 10^24 catalogs, in 64 bits once in 400 000; as an
    /// entry that is taken for another is a fact that is lost in silence, and nothing but the hash is kept to prove that it is
    /// not, it has 128. Who makes two alike on purpose wrote both of them, and could as well have left out the second.
    pub hash: u128,
    /// How many bytes it has.
    pub size: usize,
    read: Box<dyn FnOnce() -> Entry + Send>,
}

impl Unread {
    pub(super) fn new(line: u64, hash: u128, size: usize, read: impl FnOnce() -> Entry + Send + 'static) -> Self {
        Self { line, hash, size, read: Box::new(read) }
    }
}

/// The hash of an entry's bytes. `seed` stands for what else its reading depends on, such as a table's header; 0: nothing.
pub(super) fn hash(bytes: &[u8], seed: u64) -> u128 {
    xxh3_128_with_seed(bytes, seed)
}
