//! Reading ahead: while the catalog is written, another thread reads and prepares the entries that follow, but for those that
//! are known by their hashes.

use std::any::Any;
use std::io;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::vec::IntoIter;

use super::digest::Digest;
use crate::catalog::{Known, KnownEntries, Prepared};
use crate::import::{Finds, Found, Unread};
use crate::record::Entry;

/// How many entries are handed over at once at most, and from how many bytes of input on fewer.
const BATCH: usize = 256;
const BATCH_BYTES: u64 = 256 * 1024;
/// How many batches are read ahead.
const AHEAD: usize = 4;

type Batch = Vec<io::Result<Next>>;

/// What sees every entry before it is prepared.
type Look = Arc<dyn Fn(&mut Entry) + Send + Sync>;

/// An entry that was read ahead.
pub(super) enum Next {
    /// It is ready to be written.
    Ready(Prepared),
    /// It is known by its hash, and not read.
    Known(KnownEntry),
}

/// An entry that is known by its hash.
pub(super) struct KnownEntry {
    /// Where it is in the catalog.
    pub(super) known: Known,
    unread: Unread,
    look: Look,
}

impl KnownEntry {
    /// The line it begins on, 1-based.
    pub(super) fn line(&self) -> u64 {
        self.unread.line
    }

    /// The hash it is known by.
    pub(super) fn hash(&self) -> u128 {
        self.unread.hash
    }

    /// Reads it all the same.
    pub(super) fn read(self) -> Prepared {
        prepared(Found::Unread(self.unread), &self.look)
    }
}

fn prepared(found: Found, look: &Look) -> Prepared {
    let hash = found.hash();
    let mut entry = found.read();
    look(&mut entry);
    Prepared::from(entry).with_hash(hash)
}

/// The entries of a listing, in its order.
pub(super) struct Ahead {
    batch: IntoIter<io::Result<Next>>,
    batches: Receiver<Batch>,
    reader: Option<JoinHandle<()>>,
}

impl Ahead {
    /// Begins to read. `digest` tells how far the input is read, `look` sees every entry before it is prepared; those that are
    /// `known` are not read.
    pub(super) fn begin(
        finds: Finds,
        known: Option<KnownEntries>,
        digest: Digest,
        look: impl Fn(&mut Entry) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (sender, batches) = sync_channel(AHEAD);
        let look: Look = Arc::new(look);
        let reader = thread::Builder::new()
            .name("reader".into())
            .spawn(move || read(finds, known.as_ref(), &digest, &look, &sender))?;
        Ok(Self { batch: Vec::new().into_iter(), batches, reader: Some(reader) })
    }
}

impl Iterator for Ahead {
    type Item = io::Result<Next>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.batch.next() {
                return Some(entry);
            }
            match self.batches.recv() {
                Ok(batch) => self.batch = batch.into_iter(),
                // The reader is done, or it broke down.
                Err(_) => {
                    let broken: Option<Box<dyn Any + Send>> = self.reader.take().and_then(|reader| reader.join().err());
                    if let Some(panic) = broken {
                        resume_unwind(panic);
                    }
                    return None;
                }
            }
        }
    }
}

fn read(finds: Finds, known: Option<&KnownEntries>, digest: &Digest, look: &Look, sender: &SyncSender<Batch>) {
    let mut batch = Vec::new();
    let mut begun_at = 0;
    for found in finds {
        batch.push(found.map(|found| next(found, known, look)));
        let reached = digest.byte_count();
        if batch.len() >= BATCH || reached - begun_at >= BATCH_BYTES {
            begun_at = reached;
            if sender.send(std::mem::take(&mut batch)).is_err() {
                // Nobody wants the rest.
                return;
            }
        }
    }
    // Where nobody wants them, the last are not missed either.
    let _ = sender.send(batch);
}

fn next(found: Found, known: Option<&KnownEntries>, look: &Look) -> Next {
    match (found, known) {
        (Found::Unread(unread), Some(all)) => match all.find(unread.hash) {
            Some(known) => Next::Known(KnownEntry { known, unread, look: Arc::clone(look) }),
            None => Next::Ready(prepared(Found::Unread(unread), look)),
        },
        (found, _) => Next::Ready(prepared(found, look)),
    }
}
