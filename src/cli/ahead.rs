//! Reading ahead: while the catalog is written, another thread reads and prepares the entries that follow, but for those that
//! are known by their hashes.

use std::any::Any;
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::vec::IntoIter;

use crate::catalog::{Known, KnownEntries, Prepared};
use crate::import::{Finds, Found, Unread};
use crate::record::Entry;

/// How many entries are handed over at once at most, and from how many bytes on fewer.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 256 * 1024;
/// With how many bytes in entries that are read and not yet written the reader waits.
const WAITING_BYTES: usize = 16 * 1024 * 1024;
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
        prepared(Found::Unread(self.unread), &self.look).0
    }
}

/// Reads an entry; beside it, about how many bytes it takes in memory.
fn prepared(found: Found, look: &Look) -> (Prepared, usize) {
    let hash = found.hash();
    let mut entry = found.read();
    look(&mut entry);
    let weight = entry.weight();
    (Prepared::from(entry).with_hash(hash), weight)
}

/// The entries of a listing, in its order.
pub(super) struct Ahead {
    batch: IntoIter<io::Result<Next>>,
    /// What the batch takes in memory.
    weight: usize,
    batches: Receiver<(Batch, usize)>,
    waiting: Arc<Waiting>,
    reader: Option<JoinHandle<()>>,
}

/// How many bytes are in entries that are read and not yet written, so that few great ones are read ahead and many small ones.
#[derive(Default)]
struct Waiting {
    state: Mutex<State>,
    has_changed: Condvar,
}

#[derive(Default)]
struct State {
    bytes: usize,
    /// Whether nobody wants the rest.
    is_left: bool,
}

impl Waiting {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for more.
    fn wait(&self) {
        let is_full = |state: &mut State| state.bytes > WAITING_BYTES && !state.is_left;
        drop(self.has_changed.wait_while(self.state(), is_full).unwrap_or_else(PoisonError::into_inner));
    }

    fn add(&self, bytes: usize) {
        self.state().bytes += bytes;
    }

    fn take(&self, bytes: usize) {
        self.state().bytes -= bytes;
        self.has_changed.notify_all();
    }

    fn leave(&self) {
        self.state().is_left = true;
        self.has_changed.notify_all();
    }
}

impl Ahead {
    /// Begins to read. `look` sees every entry before it is prepared; those that are `known` are not read.
    pub(super) fn begin(
        finds: Finds,
        known: Option<KnownEntries>,
        look: impl Fn(&mut Entry) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (sender, batches) = sync_channel(AHEAD);
        let waiting = Arc::new(Waiting::default());
        let of_reader = Arc::clone(&waiting);
        let look: Look = Arc::new(look);
        let reader = thread::Builder::new()
            .name("reader".into())
            .spawn(move || read(finds, known.as_ref(), &look, &sender, &of_reader))?;
        Ok(Self { batch: Vec::new().into_iter(), weight: 0, batches, waiting, reader: Some(reader) })
    }

    /// What the last batch took is free again.
    fn leave_batch(&mut self) {
        self.batch = Vec::new().into_iter();
        self.waiting.take(std::mem::take(&mut self.weight));
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        // A reader that waits for room is to see that nobody wants the rest.
        self.waiting.leave();
    }
}

impl Iterator for Ahead {
    type Item = io::Result<Next>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.batch.next() {
                return Some(entry);
            }
            self.leave_batch();
            match self.batches.recv() {
                Ok((batch, weight)) => (self.batch, self.weight) = (batch.into_iter(), weight),
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

fn read(
    finds: Finds,
    known: Option<&KnownEntries>,
    look: &Look,
    sender: &SyncSender<(Batch, usize)>,
    waiting: &Waiting,
) {
    let (mut batch, mut weight) = (Vec::new(), 0);
    for found in finds {
        batch.push(found.map(|found| {
            let (next, of_next) = next(found, known, look);
            weight += of_next;
            next
        }));
        if batch.len() >= BATCH || weight >= BATCH_BYTES {
            waiting.add(weight);
            if sender.send((std::mem::take(&mut batch), std::mem::take(&mut weight))).is_err() {
                // Nobody wants the rest.
                return;
            }
            waiting.wait();
        }
    }
    waiting.add(weight);
    // Where nobody wants them, the last are not missed either.
    let _ = sender.send((batch, weight));
}

/// What becomes of an entry; beside it, about how many bytes it takes in memory.
fn next(found: Found, known: Option<&KnownEntries>, look: &Look) -> (Next, usize) {
    let found = match (found, known) {
        (Found::Unread(unread), Some(all)) => match all.find(unread.hash) {
            Some(known) => {
                let weight = size_of::<KnownEntry>() + unread.size;
                return (Next::Known(KnownEntry { known, unread, look: Arc::clone(look) }), weight);
            }
            None => Found::Unread(unread),
        },
        (found, _) => found,
    };
    let (prepared, weight) = prepared(found, look);
    (Next::Ready(prepared), weight)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::record::Reading;

    #[test]
    fn few_great_entries_are_read_ahead_and_all_of_them_come() {
        const COUNT: usize = 400;
        let read = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&read);
        let entries = (0..COUNT).map(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(Found::Read(Entry::new(1, Reading::Stray("x".repeat(1024 * 1024)))))
        });
        let mut ahead = Ahead::begin(Box::new(entries), None, |_| {}).unwrap();
        assert!(ahead.next().is_some());
        // However long it is given.
        thread::sleep(Duration::from_millis(300));
        let most = AHEAD + 3 + WAITING_BYTES / (1024 * 1024);
        assert!(read.load(Ordering::SeqCst) <= most, "{read:?} were read");
        assert_eq!(ahead.count(), COUNT - 1);
    }

    #[test]
    fn a_reader_that_waits_for_room_ends_when_nobody_wants_the_rest() {
        let held = Arc::new(());
        let of_reader = Arc::clone(&held);
        let entries = (0..400).map(move |_| {
            let _ = &of_reader;
            Ok(Found::Read(Entry::new(1, Reading::Stray("x".repeat(8 * 1024 * 1024)))))
        });
        let mut ahead = Ahead::begin(Box::new(entries), None, |_| {}).unwrap();
        assert!(ahead.next().is_some());
        let reader = ahead.reader.take().unwrap();
        drop(ahead);
        reader.join().unwrap();
        assert_eq!(Arc::strong_count(&held), 1, "what it reads from is left");
    }
}
