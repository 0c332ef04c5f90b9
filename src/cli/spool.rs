//! Standard output that may be read slowly, or not at all for a while, as through a pager.
//!
//! Who reads a catalog keeps others from writing to it. So a report is not kept waiting for its reader: what is not taken
//! soon goes to a temporary file, and the catalog is free when the report is made, not when it is read.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How much is handed over at a time. An answer that is shorter is written when it is whole.
const PIECE: usize = 64 * 1024;

/// How many pieces wait in memory.
const MAX_WAITING: usize = 64;

/// How long a report waits for its reader in all, before it goes on without.
const PATIENCE: Duration = Duration::from_secs(1);

/// Standard output. What is written to it is out only after [`Spool::finish`].
#[derive(Default)]
pub(super) struct Spool {
    piece: Vec<u8>,
    pump: Option<Pump>,
    waited: Duration,
}

/// The thread that writes, and what is between it and the report.
struct Pump {
    between: Arc<Between>,
    thread: JoinHandle<()>,
}

#[derive(Default)]
struct Between {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The oldest pieces.
    waiting: VecDeque<Vec<u8>>,
    /// What comes after them, where the reader is slow.
    overflow: Option<Overflow>,
    is_ended: bool,
    failure: Option<io::Error>,
}

/// A file without a name that goes with the program.
struct Overflow {
    file: File,
    read: u64,
    written: u64,
}

impl Spool {
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Waits until all is written. Fails when it cannot be.
    pub(super) fn finish(self) -> io::Result<()> {
        let Some(Pump { between, thread }) = self.pump else {
            let mut stdout = io::stdout();
            return stdout.write_all(&self.piece).and_then(|()| stdout.flush());
        };
        let mut state = between.put(between.lock(), self.piece)?;
        state.is_ended = true;
        drop(state);
        between.changed.notify_all();
        if thread.join().is_err() {
            return Err(io::Error::other("the output broke off"));
        }
        between.lock().failure.take().map_or(Ok(()), Err)
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let between = match &self.pump {
            Some(pump) => &pump.between,
            None => {
                let between = Arc::<Between>::default();
                let pumped = Arc::clone(&between);
                let thread = thread::Builder::new().name("output".into()).spawn(move || pumped.pump())?;
                &self.pump.insert(Pump { between, thread }).between
            }
        };
        let begun = Instant::now();
        let mut state = between.lock();
        let is_full = |state: &State| state.waiting.len() >= MAX_WAITING && state.failure.is_none();
        while is_full(&state) && self.waited + begun.elapsed() < PATIENCE {
            let left = PATIENCE.saturating_sub(self.waited + begun.elapsed());
            state = between.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        self.waited += begun.elapsed();
        drop(between.put(state, piece)?);
        between.changed.notify_all();
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.hand_over()?;
        }
        Ok(bytes.len())
    }

    /// Who calls it in the middle of a report must not wait for the reader.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Between {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a piece behind the others. Where nothing can be put aside, there is nothing for it but to wait.
    fn put<'a>(&'a self, mut state: MutexGuard<'a, State>, mut piece: Vec<u8>) -> io::Result<MutexGuard<'a, State>> {
        loop {
            if let Some(failure) = &state.failure {
                return Err(failure.kind().into());
            }
            match state.take(piece) {
                Ok(()) => return Ok(state),
                Err(kept) => piece = kept,
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Writes what comes, until it ends or cannot be written.
    fn pump(&self) {
        let mut stdout = io::stdout();
        let mut pump = || -> io::Result<()> {
            while let Some(piece) = self.next()? {
                stdout.write_all(&piece)?;
            }
            stdout.flush()
        };
        if let Err(failure) = pump() {
            self.lock().failure = Some(failure);
            self.changed.notify_all();
        }
    }

    /// The next piece; waits for it. `None` when there is no more.
    fn next(&self) -> io::Result<Option<Vec<u8>>> {
        let mut state = self.lock();
        loop {
            if let Some(piece) = state.next()? {
                drop(state);
                self.changed.notify_all();
                return Ok(Some(piece));
            }
            if state.is_ended {
                return Ok(None);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl State {
    /// Takes a piece in; gives it back where there is no room.
    fn take(&mut self, piece: Vec<u8>) -> Result<(), Vec<u8>> {
        if self.overflow.is_none() {
            if self.waiting.len() < MAX_WAITING {
                self.waiting.push_back(piece);
                return Ok(());
            }
            self.overflow = tempfile::tempfile().ok().map(|file| Overflow { file, read: 0, written: 0 });
        }
        match &mut self.overflow {
            Some(overflow) => overflow.put(&piece).map_err(|_| piece),
            None => Err(piece),
        }
    }

    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(piece) = self.waiting.pop_front() {
            return Ok(Some(piece));
        }
        let Some(overflow) = &mut self.overflow else { return Ok(None) };
        let piece = overflow.next()?;
        if piece.is_empty() {
            self.overflow = None;
            return Ok(None);
        }
        Ok(Some(piece))
    }
}

impl Overflow {
    fn put(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(piece)?;
        self.written += piece.len() as u64;
        Ok(())
    }

    /// As much as is there, a piece at most.
    fn next(&mut self) -> io::Result<Vec<u8>> {
        let length = (self.written - self.read).min(PIECE as u64);
        let mut piece = Vec::with_capacity(PIECE);
        self.file.seek(SeekFrom::Start(self.read))?;
        Read::by_ref(&mut self.file).take(length).read_to_end(&mut piece)?;
        if (piece.len() as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read += length;
        Ok(piece)
    }
}
