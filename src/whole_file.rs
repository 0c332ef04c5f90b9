//! A file that appears whole or not at all: written under a name that nobody can guess beside its place, saved, and renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

/// A file on its way to its place. Dropped before it is put there, it leaves nothing behind and its place as it was.
pub struct WholeFile {
    file: NamedTempFile,
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
    /// Begins a file for a place. A link keeps pointing: what it points to is replaced. The name until then begins with
    /// `prefix`.
    ///
    /// Fails, before anything is written, when the file exists and `force` is not given, or its folder is missing.
    pub fn begin(path: &Path, force: bool, prefix: &str) -> anyhow::Result<Place> {
        let exists = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => bail!("it is a folder"),
            Ok(metadata) if !metadata.is_file() => {
                return Ok(Place::Straight(fs::OpenOptions::new().write(true).open(path)?));
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
        let file =
            new_file_beside(folder, prefix).with_context(|| format!("no file can be made in {}", folder.display()))?;
        Ok(Place::Whole(Self { file, place, replaces: force }))
    }
}

impl WholeFile {
    /// Where it is until it is put in its place.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Where it will be.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Saves it and puts it in its place: after a power cut there is the old file or the new one, whole.
    pub fn put_in_place(self) -> io::Result<()> {
        let Self { file, place, replaces } = self;
        file.as_file().sync_all()?;
        let persisted = if replaces { file.persist(&place) } else { file.persist_noclobber(&place) };
        persisted.map_err(|error| error.error)?;
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

/// What a link that leads to nothing yet points to, or the path itself.
fn target_of(path: &Path) -> PathBuf {
    match fs::read_link(path) {
        Ok(target) => folder_of(path).join(target),
        Err(_) => path.to_owned(),
    }
}

/// A temporary file with an unpredictable name and the rights that any new file gets.
fn new_file_beside(folder: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
