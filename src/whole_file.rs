//! A file that appears whole or not at all: written under a name that nobody can guess beside its place, saved, and renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use tempfile::TempPath;

use crate::unfinished::new_file;

/// So many links a system follows. Source: Linux, path_resolution(7).
const MAX_LINKS: usize = 40;

/// A file on its way to its place. Dropped before it is put there, it leaves nothing behind and its place as it was.
pub struct WholeFile {
    /// Open, and so locked, until it has its name.
    file: File,
    unfinished: TempPath,
    place: PathBuf,
    replaces: bool,
}

/// What is at the place of a file that is to be made.
pub enum Place {
    /// Where a whole file can appear.
    Whole(WholeFile),
    /// A device or a pipe, which cannot be replaced.
    Straight(File),
}

impl WholeFile {
    /// Begins a file for a place. A link keeps pointing: what it points to is replaced.
    ///
    /// Fails, before anything is written, when the file exists and `force` is not given, or its folder is missing.
    pub fn begin(path: &Path, force: bool) -> anyhow::Result<Place> {
        let exists = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => bail!("it is a folder"),
            Ok(metadata) if !metadata.is_file() => {
                let file = fs::OpenOptions::new().write(true).open(path)?;
                ensure!(!file.metadata()?.is_file(), "it became a file meanwhile");
                return Ok(Place::Straight(file));
            }
            Ok(_) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(error.into()),
        };
        if exists && !force {
            bail!("it exists: give --force to overwrite it");
        }
        let place = if exists { fs::canonicalize(path)? } else { target_of(path) };
        // A link may lead elsewhere by now, to a device for one, which is not to be replaced by a file.
        let is_replaceable = match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            found => found?.is_file() && exists,
        };
        ensure!(is_replaceable, "it became another file meanwhile: try again");
        let folder = folder_of(&place);
        let (file, unfinished) =
            new_file(folder).with_context(|| format!("no file can be made in {}", folder.display()))?;
        Ok(Place::Whole(Self { file, unfinished, place, replaces: force }))
    }
}

impl WholeFile {
    /// Where it is until it is put in its place.
    pub fn path(&self) -> &Path {
        &self.unfinished
    }

    /// Where it will be.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Saves it and puts it in its place: after a power cut there is the old file or the new one, whole.
    pub fn put_in_place(self) -> io::Result<()> {
        let Self { file, unfinished, place, replaces } = self;
        file.sync_all()?;
        let persisted = if replaces { unfinished.persist(&place) } else { unfinished.persist_noclobber(&place) };
        persisted.map_err(|error| error.error)?;
        drop(file);
        File::open(folder_of(&place))?.sync_all()
    }
}

impl Write for WholeFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.file.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
