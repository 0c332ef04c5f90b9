//! Being told to stop: a flag that is asked for between entries, and by SQLite in the middle of a long statement.

use std::cell::RefCell;
use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::ensure;
use rusqlite::{Connection, ErrorCode};

/// After so many of SQLite's steps, some milliseconds at most, it asks whether it is to stop. Statements that end a
/// transaction or read the schema take fewer, and so are not stopped half-way.
const STEPS: c_int = 10_000;

/// How long a second writer waits for the first.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How often who waits looks whether the other is done, and whether to stop.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

thread_local! {
    /// The flag of the connection that this thread opened last. SQLite gives who waits for another program nothing to ask.
    static WHILE_WAITING: RefCell<Stop> = RefCell::default();
}

/// Whether to go on waiting for another program, after so many times.
fn wait(times: c_int) -> bool {
    let is_over = u128::from(times.unsigned_abs()) * LOOK_AGAIN.as_millis() >= BUSY_TIMEOUT.as_millis();
    if is_over || WHILE_WAITING.with_borrow(Stop::is_set) {
        return false;
    }
    sleep(LOOK_AGAIN);
    true
}

/// Waits for another program also where SQLite itself does not, as in the change from one kind of log to the other.
pub(super) fn waiting<T>(mut attempt: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let begun = Instant::now();
    loop {
        let is_early = || begun.elapsed() < BUSY_TIMEOUT;
        match attempt() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && is_early() && wait(0) => {}
            done => return done,
        }
    }
}

/// Whether what is being done is to stop. Clones share the flag.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// The flag, for whoever sets it: a signal.
    pub fn flag(&self) -> &Arc<AtomicBool> {
        &self.0
    }

    /// Whether to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Fails when it is time to stop.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.is_set(), "interrupted");
        Ok(())
    }

    /// Has the statements of a connection fail when it is time to stop, also those that wait for another program. SQLite then
    /// takes the whole transaction back, so nothing may be written after such a failure.
    pub(super) fn watch(&self, connection: &mut Connection) -> rusqlite::Result<()> {
        WHILE_WAITING.set(self.clone());
        connection.busy_handler(Some(wait))?;
        let stop = self.clone();
        connection.progress_handler(STEPS, Some(move || stop.is_set()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_statement_fails_when_it_is_time_to_stop_and_a_short_one_does_not() {
        let mut connection = Connection::open_in_memory().expect("memory can be opened");
        let stop = Stop::default();
        stop.watch(&mut connection).expect("a handler can be set");
        stop.flag().store(true, Ordering::Relaxed);
        let count = |to: u32| -> rusqlite::Result<i64> {
            let sql =
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT count(*) FROM n";
            connection.query_row(sql, [to], |row| row.get(0))
        };
        assert_eq!(count(10), Ok(10));
        let error = count(1_000_000).expect_err("it is stopped");
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::OperationInterrupted));
    }
}
