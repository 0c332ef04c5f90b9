//! Messages to the user on stderr: errors, notes. None of them can drive the terminal.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::query::find::Ambiguous;
use crate::terminal_text::{terminal_safe, terminal_safe_lines};

/// What shells and clap give for a command that was typed wrongly.
const WRONG_USAGE: u8 = 2;

/// Prints `error: …`, in one line.
pub(super) fn error(text: &str) {
    print("error", &terminal_safe(text));
}

/// Prints `error: …` with what was attempted and why it failed, in one line but for the list of what was meant.
pub fn failure(error: &anyhow::Error) {
    let in_words = |cause: &(dyn std::error::Error + 'static)| {
        let text = cause.to_string();
        // A file's name that has a line end in it must not look like a message of its own.
        if cause.is::<Ambiguous>() { text } else { terminal_safe(&text).into_owned() }
    };
    print("error", &terminal_safe_lines(&error.chain().map(in_words).collect::<Vec<_>>().join(": ")));
}

/// Prints what clap says of a command: help to stdout, or what is wrong with it, which may quote file names.
pub fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        error.exit();
    }
    // Without clap's colours, which could not be told from those of a file's name.
    let text = error.render().to_string();
    let _ = write!(io::stderr(), "{}", terminal_safe_lines(&text));
    ExitCode::from(WRONG_USAGE)
}

/// Prints `note: …`.
pub(super) fn note(text: &str) {
    print("note", &terminal_safe(text));
}

/// Prints `interrupted: …`.
pub(super) fn interrupted(text: &str) {
    print("interrupted", &terminal_safe(text));
}

/// When stderr is closed there is nobody to tell.
fn print(kind: &str, safe: &str) {
    let _ = writeln!(io::stderr(), "{kind}: {safe}");
}

/// Prints a question, without a line's end.
pub(super) fn ask(text: &str) {
    let _ = write!(io::stderr(), "{text}").and_then(|()| io::stderr().flush());
}
