//! Messages to the user on stderr: errors, notes. None of them can drive the terminal.

use std::io::{self, Write};

use crate::terminal_text::terminal_safe;

/// Prints `error: …`.
pub fn error(text: &str) {
    print("error", text);
}

/// Prints `note: …`.
pub(super) fn note(text: &str) {
    print("note", text);
}

/// Prints `interrupted: …`.
pub(super) fn interrupted(text: &str) {
    print("interrupted", text);
}

/// A message may have several lines. When stderr is closed there is nobody to tell.
fn print(kind: &str, text: &str) {
    let safe: Vec<_> = text.lines().map(terminal_safe).collect();
    let _ = writeln!(io::stderr(), "{kind}: {}", safe.join("\n"));
}

/// Prints a question, without a line's end.
pub(super) fn ask(text: &str) {
    let _ = write!(io::stderr(), "{text}").and_then(|()| io::stderr().flush());
}
