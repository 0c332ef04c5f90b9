//! Signals. Of Ctrl-C, and of what a system or a closed terminal sends, the first asks the program to stop in good order, the
//! second ends it at once.

use std::fs;
use std::io::{self, Cursor, Read};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGXFSZ};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::catalog::Stop;

/// What shells give for a program that Ctrl-C ended: 128 and the number of the signal.
const EXIT_CODE: u8 = 130;

/// How often a reader that waits for its input looks whether it is to stop.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Pieces of waiting input that are read ahead, and the bytes of one.
const AHEAD: usize = 4;
const PIECE: usize = 64 * 1024;

/// The exit code of a program that was interrupted.
pub(super) fn exit_code() -> ExitCode {
    ExitCode::from(EXIT_CODE)
}

/// From now on Ctrl-C (and SIGTERM and SIGHUP) sets what is returned, and the next one ends the program. What whoever started
/// the program had it ignore, as nohup(1) does, stays ignored.
pub(super) fn listen() -> io::Result<Stop> {
    let stop = Stop::default();
    let ignored = ignored_signals();
    let is_heard = |signal: &i32| ignored.is_none_or(|ignored| ignored >> (signal - 1) & 1 == 0);
    for signal in [SIGINT, SIGTERM].into_iter().filter(is_heard).chain(hang_up(ignored)) {
        // In this order, or the first would end the program.
        flag::register_conditional_shutdown(signal, EXIT_CODE.into(), Arc::clone(stop.flag()))?;
        flag::register(signal, Arc::clone(stop.flag()))?;
    }
    Ok(stop)
}

/// What a terminal sends that is closed, where it is known not to be ignored: else it does what it does without us.
#[cfg(unix)]
fn hang_up(ignored: Option<u64>) -> Option<i32> {
    ignored.filter(|ignored| ignored >> (SIGHUP - 1) & 1 == 0).map(|_| SIGHUP)
}

#[cfg(not(unix))]
fn hang_up(_ignored: Option<u64>) -> Option<i32> {
    None
}

/// The signals that this program was started to ignore, the first as the lowest bit; `None` where the system does not tell
/// (Linux does: proc(5), "SigIgn").
fn ignored_signals() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(ignored.trim(), 16).ok()
}

/// From now on a file that may not grow is an error in writing, which is told, and no signal, which ends the program.
#[cfg(unix)]
pub(super) fn outlive_limits() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::default()).map(drop)
}

#[cfg(not(unix))]
pub(super) fn outlive_limits() -> io::Result<()> {
    Ok(())
}

/// Reads an input until it is time to stop; then reading fails. Input of unknown size, such as a terminal's, may keep its
/// reader waiting: it is waited for on another thread.
pub(super) fn stoppable(
    input: Box<dyn Read + Send>,
    byte_count: Option<u64>,
    stop: &Stop,
) -> io::Result<Box<dyn Read + Send>> {
    let stop = stop.clone();
    if byte_count.is_some() {
        return Ok(Box::new(Stoppable { input, stop }));
    }
    let (sender, pieces) = sync_channel(AHEAD);
    thread::Builder::new().name("input".into()).spawn(move || read_pieces(input, &sender))?;
    Ok(Box::new(Waiting { pieces, piece: Cursor::default(), stop }))
}

/// An input that does not keep its reader waiting.
struct Stoppable {
    input: Box<dyn Read + Send>,
    stop: Stop,
}

impl Read for Stoppable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.is_set() { Err(interrupted()) } else { self.input.read(buffer) }
    }
}

type Piece = io::Result<Vec<u8>>;

/// One that may.
struct Waiting {
    pieces: Receiver<Piece>,
    piece: Cursor<Vec<u8>>,
    stop: Stop,
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.piece.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            match self.pieces.recv_timeout(LOOK_AGAIN) {
                _ if self.stop.is_set() => return Err(interrupted()),
                Ok(piece) => self.piece = Cursor::new(piece?),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
    }
}

/// Not of the kind `Interrupted`, after which readers try again.
fn interrupted() -> io::Error {
    io::Error::other("interrupted")
}

/// Hands on what comes, until it ends, fails, or nobody wants it.
fn read_pieces(mut input: Box<dyn Read + Send>, sender: &SyncSender<Piece>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = match input.read(&mut piece) {
            Ok(0) => return,
            Ok(length) => {
                piece.truncate(length);
                Ok(piece)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = read.is_err();
        if sender.send(read).is_err() || is_last {
            return;
        }
    }
}
