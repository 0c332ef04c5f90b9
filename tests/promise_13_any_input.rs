//! Promise 13: whatever a file holds, its reader comes to an end in bounded memory and without a panic, and one broken record
//! costs one record.
//!
//! | part | what is tried |
//! |---|---|
//! | `bombs` | files made to take all memory or all time, through the program |
//! | `files` | what is no ordinary file, or changes while it is read |
//! | `endless` | for each format an entry that never ends |
//! | `mutations` | for each format thousands of small changes of a sound listing, and the rooms that read bytes |
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;
#[path = "common/made.rs"]
mod made;

#[path = "promise_13_any_input/bombs.rs"]
mod bombs;
#[cfg(target_os = "linux")]
#[path = "promise_13_any_input/endless.rs"]
mod endless;
#[path = "promise_13_any_input/files.rs"]
mod files;
#[path = "promise_13_any_input/mutations.rs"]
mod mutations;
