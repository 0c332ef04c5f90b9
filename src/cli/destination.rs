//! Where a command's answer goes: stdout, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use tempfile::TempPath;

use super::full_disk::room_for;
use crate::unfinished::new_file;

/// So many links a system follows. Source: Linux, path_resolution(7).
const MAX_LINKS: usize = 40;

/// The one place that makes the `out` of a command. It remembers a closed pipe, because the crates that write CSV
/// and JSON hide the kind of an I/O error.
pub(super) struct Destination {
    target: Target,
    /// The kind of the first error in writing.
    failure: Option<io::ErrorKind>,
}

enum Target {
    Stdout(BufWriter<io::Stdout>),
    /// A device or a pipe, which cannot be replaced.
    Straight {
        file: BufWriter<File>,
        path: PathBuf,
    },
    /// A temporary file beside its place, to be renamed when whole.
    Whole {
        file: BufWriter<File>,
        unfinished: TempPath,
        place: PathBuf,
        force: bool,
    },
}

impl Destination {
    /// Stdout, or the file at `path`. A link keeps pointing: what it points to is replaced.
    ///
    /// Fails, before anything is written, when the file exists and `force` is not given, or its folder is missing.
    pub(super) fn open(path: Option<&Path>, force: bool) -> anyhow::Result<Self> {
        let target = match path {
            None => Target::Stdout(BufWriter::new(io::stdout())),
            Some(path) => open_file(path, force).with_context(|| format!("could not write {}", path.display()))?,
        };
        Ok(Self { target, failure: None })
    }

    /// Whether a person reads along.
    pub(super) fn is_terminal(&self) -> bool {
        match &self.target {
            Target::Stdout(stdout) => stdout.get_ref().is_terminal(),
            Target::Straight { file, .. } => file.get_ref().is_terminal(),
            Target::Whole { .. } => false,
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
            Target::Whole { place, .. } => place.display().to_string(),
        }
    }

    /// That it could not be written, in words, and how much room is left where that is why.
    pub(super) fn failed(&self) -> String {
        self.failed_for(self.failure)
    }

    fn failed_for(&self, kind: Option<io::ErrorKind>) -> String {
        let room = match &self.target {
            Target::Whole { place, .. } => kind.and_then(|kind| room_for(kind, folder_of(place))),
            _ => None,
        };
        let room = room.map(|room| format!(", {room}")).unwrap_or_default();
        format!("could not write {}{room}", self.title())
    }

    /// Puts what was written in its place. Without it, a file stays as it was.
    ///
    /// Fails when what was written is not whole.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().with_context(|| self.failed())?;
        ensure!(!self.has_failed(), "{}", self.failed());
        if let Target::Whole { file, .. } = &self.target {
            file.get_ref().sync_all().map_err(|error| {
                let context = self.failed_for(Some(error.kind()));
                anyhow::Error::new(error).context(context)
            })?;
        }
        // The file is open, and so locked, until it has its name.
        let Target::Whole { file: _locked, unfinished, place, force } = self.target else {
            return Ok(());
        };
        let context = || format!("could not write {}", place.display());
        let persisted = if force { unfinished.persist(&place) } else { unfinished.persist_noclobber(&place) };
        persisted.map_err(|error| error.error).with_context(context)?;
        File::open(folder_of(&place)).and_then(|folder| folder.sync_all()).with_context(context)
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
            Target::Whole { file, .. } => file.write(buffer),
        };
        self.remember(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.target {
            Target::Stdout(stdout) => stdout.flush(),
            Target::Straight { file, .. } => file.flush(),
            Target::Whole { file, .. } => file.flush(),
        };
        self.remember(flushed)
    }
}

fn open_file(path: &Path, force: bool) -> anyhow::Result<Target> {
    let exists = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => bail!("it is a folder"),
        Ok(metadata) if !metadata.is_file() => {
            let file = fs::OpenOptions::new().write(true).open(path)?;
            ensure!(!file.metadata()?.is_file(), "it became a file meanwhile");
            return Ok(Target::Straight { file: BufWriter::new(file), path: path.to_owned() });
        }
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error.into()),
    };
    if exists && !force {
        bail!("it exists: give --force to overwrite it");
    }
    let place = if exists { fs::canonicalize(path)? } else { target_of(path) };
    let folder = folder_of(&place);
    let (file, unfinished) =
        new_file(folder).with_context(|| format!("no file can be made in {}", folder.display()))?;
    Ok(Target::Whole { file: BufWriter::new(file), unfinished, place, force })
}

/// What a link that leads to nothing yet points to, however many links lead there, or the path itself.
fn target_of(path: &Path) -> PathBuf {
    let mut place = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&place) {
            Ok(target) => place = folder_of(&place).join(target),
            Err(_) => break,
        }
    }
    place
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
