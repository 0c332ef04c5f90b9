//! Reading ahead: while the catalog is written, another thread reads and prepares the entries that follow.

use std::any::Any;
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::vec::IntoIter;

use super::digest::Digest;
use crate::catalog::Prepared;
use crate::import::Entries;
use crate::record::Entry;

/// How many entries are handed over at once at most, and from how many bytes of input on fewer.
const BATCH: usize = 256;
const BATCH_BYTES: u64 = 256 * 1024;
/// How many batches are read ahead.
const AHEAD: usize = 4;

type Batch = Vec<io::Result<Prepared>>;

/// The entries of a listing, in its order.
pub(super) struct Ahead {
    batch: IntoIter<io::Result<Prepared>>,
    batches: Receiver<Batch>,
    reader: Option<JoinHandle<()>>,
}

impl Ahead {
    /// Begins to read. `digest` tells how far the input is read, `look` sees every entry before it is prepared.
    pub(super) fn begin(
        entries: Entries,
        digest: Digest,
        look: impl FnMut(&mut Entry) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, batches) = sync_channel(AHEAD);
        let reader =
            thread::Builder::new().name("reader".into()).spawn(move || read(entries, &digest, look, &sender))?;
        Ok(Self { batch: Vec::new().into_iter(), batches, reader: Some(reader) })
    }
}

impl Iterator for Ahead {
    type Item = io::Result<Prepared>;

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

fn read(entries: Entries, digest: &Digest, mut look: impl FnMut(&mut Entry), sender: &SyncSender<Batch>) {
    let mut batch = Vec::new();
    let mut begun_at = 0;
    for entry in entries {
        batch.push(entry.map(|mut entry| {
            look(&mut entry);
            Prepared::from(entry)
        }));
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
