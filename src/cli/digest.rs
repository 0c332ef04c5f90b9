//! The size and hash of what a reader has read.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::Xxh3;

/// How many bytes have passed, and their hash (XXH3, 128 bits).
#[derive(Clone, Default)]
pub(super) struct Digest(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    byte_count: u64,
    hash: Xxh3,
}

impl Digest {
    /// The digest of all that there is to read.
    pub(super) fn of(mut input: impl Read) -> io::Result<Self> {
        let digest = Self::default();
        let mut buffer = vec![0; 1 << 18];
        loop {
            match input.read(&mut buffer) {
                Ok(0) => return Ok(digest),
                Ok(length) => digest.take(&buffer[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn take(&self, bytes: &[u8]) {
        let mut state = self.state();
        state.byte_count += bytes.len() as u64;
        state.hash.update(bytes);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of bytes so far.
    pub(super) fn byte_count(&self) -> u64 {
        self.state().byte_count
    }

    /// The hash of the bytes so far, in hexadecimal.
    pub(super) fn hash(&self) -> String {
        format!("{:032x}", self.state().hash.digest128())
    }
}

/// Reads through to another reader and takes the digest of what passes.
pub(super) struct DigestReader<R> {
    input: R,
    digest: Digest,
}

impl<R: Read> DigestReader<R> {
    pub(super) fn new(input: R) -> (Self, Digest) {
        let digest = Digest::default();
        (Self { input, digest: digest.clone() }, digest)
    }
}

impl<R: Read> Read for DigestReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.digest.take(&buffer[..length]);
        Ok(length)
    }
}
