//! How long a query may take and how much it may hold, and telling so.

use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode};

/// After so many of SQLite's steps, a tenth of a millisecond mostly, the clock is asked.
const STEPS: c_int = 1_000;

/// How often the temporary files are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The longest text of a query, in bytes.
pub const MAX_SQL: usize = 100_000;

/// SQLite's own limits, for which there is no option. (The nesting of expressions and the lengths of patterns and of compound
/// queries bound the stack; the length of values bounds what one step can take.)
const OF_SQLITE: &[(Limit, i32)] = &[
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LENGTH, 16 << 20),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 100),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 1_000),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// What a query may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long it may compute; waiting for whoever reads its answer does not count.
    pub time: Duration,
    /// The memory that SQLite may take, in bytes. It is told here and enforced by whoever runs the program: SQLite counts its
    /// memory only where it was built to.
    pub memory: u64,
    /// What its temporary files may take, in bytes.
    pub temporary: u64,
    /// How large they are now.
    pub temporary_now: fn() -> u64,
}

impl Limits {
    /// Sets SQLite's own limits.
    pub(super) fn set(&self, connection: &Connection) -> rusqlite::Result<()> {
        for (limit, value) in OF_SQLITE {
            connection.set_limit(*limit, *value)?;
        }
        // What is sorted goes to files that have no name, not into memory.
        connection.execute_batch("PRAGMA temp_store = FILE")?;
        // Where SQLite counts its memory, it ends with an error of its own before the system refuses it more.
        let memory = i64::try_from(self.memory).unwrap_or(i64::MAX);
        connection.pragma_update(None, "hard_heap_limit", memory)
    }

    /// SQLite's error where a limit is the cause, in words.
    pub(super) fn explained(&self, error: &rusqlite::Error, clock: &Clock) -> Option<String> {
        match error.sqlite_error_code()? {
            ErrorCode::OperationInterrupted if clock.stopped.load(Ordering::Relaxed) == STOPPED_BY_FILES => {
                Some(format!(
                    "the query fills more than {} of temporary files: make it narrower, or allow more with --max-temp SIZE",
                    in_words(self.temporary)
                ))
            }
            ErrorCode::OperationInterrupted => Some(self.out_of_time()),
            ErrorCode::OutOfMemory => Some(format!(
                "the query needs more memory than {}: make it narrower, or allow more with --max-memory SIZE",
                in_words(self.memory)
            )),
            ErrorCode::TooBig => Some(
                "a value of the query is longer than 16 MB, which is the most that `sql` takes: take a part of it, such as \
                 substr(…, 1, 1000)"
                    .into(),
            ),
            ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Some(
                "the query needs temporary files, or the catalog cannot be read: is there space in the folder that TMPDIR \
                 names?"
                    .into(),
            ),
            _ => None,
        }
    }

    /// That the time is over.
    pub(super) fn out_of_time(&self) -> String {
        let seconds = self.time.as_secs_f64();
        format!("the query takes longer than {seconds} s: make it narrower, or allow more with --timeout SECONDS")
    }
}

const STOPPED_BY_CLOCK: u8 = 1;
const STOPPED_BY_FILES: u8 = 2;

/// How long a query has computed.
pub(super) struct Clock {
    started: Instant,
    /// How long it waited for its reader, in microseconds.
    waited: AtomicU64,
    /// Why it was stopped; 0: it was not.
    stopped: AtomicU8,
}

impl Clock {
    pub(super) fn start() -> Arc<Self> {
        Arc::new(Self { started: Instant::now(), waited: AtomicU64::new(0), stopped: AtomicU8::new(0) })
    }

    /// Notes that the query did not compute since `from`.
    pub(super) fn waited_since(&self, from: Instant) {
        let waited = u64::try_from(from.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.waited.fetch_add(waited, Ordering::Relaxed);
    }

    fn computed(&self) -> Duration {
        self.started.elapsed().saturating_sub(Duration::from_micros(self.waited.load(Ordering::Relaxed)))
    }

    /// Has the statements of a connection fail when a limit is reached.
    pub(super) fn watch(self: &Arc<Self>, connection: &mut Connection, limits: &Limits) -> rusqlite::Result<()> {
        let (clock, limits) = (Arc::clone(self), *limits);
        let mut looked = Instant::now();
        let is_over = move || {
            if clock.computed() > limits.time {
                clock.stopped.store(STOPPED_BY_CLOCK, Ordering::Relaxed);
                return true;
            }
            if looked.elapsed() < LOOK_EVERY {
                return false;
            }
            let is_full = (limits.temporary_now)() > limits.temporary;
            looked = Instant::now();
            if is_full {
                clock.stopped.store(STOPPED_BY_FILES, Ordering::Relaxed);
            }
            is_full
        };
        connection.progress_handler(STEPS, Some(is_over))
    }
}

/// A size as it is given: `256 MB`.
fn in_words(bytes: u64) -> String {
    format!("{} MB", bytes >> 20)
}
