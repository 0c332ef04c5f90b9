//! Where a command's answer goes: stdout, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use tempfile::NamedTempFile;

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
    Whole {
        file: BufWriter<NamedTempFile>,
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

    /// Puts what was written in its place. Without it, a file stays as it was.
    ///
    /// Fails when what was written is not whole.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().with_context(|| format!("could not write {}", self.title()))?;
        ensure!(!self.has_failed(), "could not write {}", self.title());
        let (file, place, force) = match self.target {
            Target::Whole { file, place, force } => (file, place, force),
            Target::Stdout(stdout) => return stdout.finish().context("could not write standard output"),
            Target::Straight { .. } => return Ok(()),
        };
        let context = || format!("could not write {}", place.display());
        let file = file.into_inner().map_err(io::IntoInnerError::into_error).with_context(context)?;
        file.as_file().sync_all().with_context(context)?;
        let persisted = if force { file.persist(&place) } else { file.persist_noclobber(&place) };
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
    let file = new_file_beside(folder).with_context(|| format!("no file can be made in {}", folder.display()))?;
    Ok(Target::Whole { file: BufWriter::new(file), place, force })
}

/// What a link that leads to nothing yet points to, or the path itself.
fn target_of(path: &Path) -> PathBuf {
    match fs::read_link(path) {
        Ok(target) => folder_of(path).join(target),
        Err(_) => path.to_owned(),
    }
}

/// A temporary file with an unpredictable name and the rights that any new file gets.
fn new_file_beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".paperdex-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
