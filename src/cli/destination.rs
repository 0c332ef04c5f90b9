//! Where a command's answer goes: stdout, or a file that appears whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::full_disk::room_for;
use crate::whole_file::{Place, WholeFile, folder_of};

use super::spool::Spool;

/// The one place that makes the `out` of a command. It remembers a closed pipe, because the crates that write CSV
/// and JSON hide the kind of an I/O error.
pub(super) struct Destination {
    target: Target,
    /// The kind of the first error in writing.
    failure: Option<io::ErrorKind>,
}

enum Target {
    Stdout(Spool),
    /// A device or a pipe, which cannot be replaced.
    Straight {
        file: BufWriter<File>,
        path: PathBuf,
    },
    /// A temporary file beside its place, to be renamed when whole.
    Whole(BufWriter<WholeFile>),
}

impl Destination {
    /// Stdout, or the file at `path`. A link keeps pointing: what it points to is replaced.
    ///
    /// Fails, before anything is written, when the file exists and `force` is not given, or its folder is missing.
    pub(super) fn open(path: Option<&Path>, force: bool) -> anyhow::Result<Self> {
        let target = match path {
            None => Target::Stdout(Spool::default()),
            Some(path) => open_file(path, force).with_context(|| format!("could not write {}", path.display()))?,
        };
        Ok(Self { target, failure: None })
    }

    /// Whether a person reads along.
    pub(super) fn is_terminal(&self) -> bool {
        match &self.target {
            Target::Stdout(stdout) => stdout.is_terminal(),
            Target::Straight { file, .. } => file.get_ref().is_terminal(),
            Target::Whole(_) => false,
        }
    }

    /// Whether whoever read along has gone.
    pub(super) fn broke_pipe(&self) -> bool {
        self.failure == Some(io::ErrorKind::BrokenPipe)
    }

    /// Whether anything could not be written; then what was written is not whole.
    pub(super) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// How it is called in messages.
    pub(super) fn title(&self) -> String {
        match &self.target {
            Target::Stdout(_) => "standard output".into(),
            Target::Straight { path, .. } => path.display().to_string(),
            Target::Whole(file) => file.get_ref().place().display().to_string(),
        }
    }

    /// That it could not be written, in words, and how much room is left where that is why.
    pub(super) fn failed(&self) -> String {
        let room = match &self.target {
            Target::Whole(file) => self.failure.and_then(|kind| room_for(kind, folder_of(file.get_ref().place()))),
            _ => None,
        };
        failed(&self.title(), room)
    }

    /// Puts what was written in its place. Without it, a file stays as it was.
    ///
    /// Fails when what was written is not whole.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().with_context(|| self.failed())?;
        ensure!(!self.has_failed(), "{}", self.failed());
        let title = self.title();
        let file = match self.target {
            Target::Whole(file) => file,
            Target::Stdout(stdout) => return stdout.finish().context("could not write standard output"),
            Target::Straight { .. } => return Ok(()),
        };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let folder = folder_of(file.place()).to_owned();
        file.put_in_place().map_err(|error| {
            let context = failed(&title, room_for(error.kind(), &folder));
            anyhow::Error::new(error).context(context)
        })
    }

    fn remember<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.failure.get_or_insert(error.kind());
        }
        result
    }
}

impl Write for Destination {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = match &mut self.target {
            Target::Stdout(stdout) => stdout.write(buffer),
            Target::Straight { file, .. } => file.write(buffer),
            Target::Whole(file) => file.write(buffer),
        };
        self.remember(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.target {
            Target::Stdout(stdout) => stdout.flush(),
            Target::Straight { file, .. } => file.flush(),
            Target::Whole(file) => file.flush(),
        };
        self.remember(flushed)
    }
}

fn failed(title: &str, room: Option<String>) -> String {
    let room = room.map(|room| format!(", {room}")).unwrap_or_default();
    format!("could not write {title}{room}")
}

fn open_file(path: &Path, force: bool) -> anyhow::Result<Target> {
    Ok(match WholeFile::begin(path, force)? {
        Place::Whole(file) => Target::Whole(BufWriter::new(file)),
        Place::Straight(file) => Target::Straight { file: BufWriter::new(file), path: path.to_owned() },
    })
}
