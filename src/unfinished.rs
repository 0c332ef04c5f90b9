//! What is made beside its place until it is whole and gets its name: a file or a folder of files. Each is locked for as long
//! as it is being made, so that what a killed program left behind is known by its missing lock, and the next one removes it.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{TempDir, TempPath};

/// How the names of all of them begin; what comes after cannot be foreseen.
pub const PREFIX: &str = ".paperdex-unfinished-";

/// The file in a folder whose lock is the folder's. SQLite has locks of its own on its files, which on some systems and
/// network places are of the same kind.
const LOCK: &str = "lock";

/// Where files cannot be locked, what has not changed for so long is of a program that was killed.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder for files that are being made; removed with all that is still in it when dropped.
#[derive(Debug)]
pub struct UnfinishedFolder {
    folder: TempDir,
    /// Held until the folder is gone.
    _lock: File,
}

impl UnfinishedFolder {
    /// Makes one beside what will be made of its files, for nobody else to read.
    pub fn within(place: &Path) -> io::Result<Self> {
        remove_abandoned(place);
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place)?;
            match File::create_new(folder.path().join(LOCK)) {
                Ok(lock) if is_ours(&lock) => return Ok(Self { folder, _lock: lock }),
                // Another program took it for left over before it was locked.
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::NotFound && place.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

/// Makes a file in the folder of its place, with the rights that any new file gets. It is removed with its path.
pub fn new_file(folder: &Path) -> io::Result<(File, TempPath)> {
    remove_abandoned(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    loop {
        let file = builder.tempfile_in(folder)?;
        if is_ours(file.as_file()) {
            return Ok(file.into_parts());
        }
    }
}

/// Locks a new file. False where another program had locked it first, as one that was left over, and removed it.
fn is_ours(file: &File) -> bool {
    // Where files cannot be locked, none is taken for left over before a day is gone.
    let _ = file.lock();
    !is_removed(file)
}

#[cfg(unix)]
fn is_removed(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| metadata.nlink() == 0)
}

#[cfg(not(unix))]
fn is_removed(_file: &File) -> bool {
    // A file that is open is not removed there.
    false
}

/// Removes what killed programs left unfinished in a folder. What cannot be removed harms nobody.
pub fn remove_abandoned(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            let _ = remove_if_abandoned(&entry);
        }
    }
}

fn remove_if_abandoned(entry: &fs::DirEntry) -> io::Result<()> {
    let (kind, path) = (entry.file_type()?, entry.path());
    // For reading too: opening a pipe only to write would wait for its reader.
    let open = |path: &Path| File::options().read(true).write(true).open(path);
    if kind.is_file() {
        let file = open(&path)?;
        if is_left_over(&file, entry) { fs::remove_file(&path) } else { Ok(()) }
    } else if kind.is_dir() {
        match open(&path.join(LOCK)) {
            Ok(lock) if is_left_over(&lock, entry) => fs::remove_dir_all(&path),
            // Killed before there was a lock, or while all was being removed. An empty folder may be a new one, whose maker
            // makes another then.
            Err(error) if error.kind() == ErrorKind::NotFound => match fs::remove_dir(&path) {
                Err(_) if is_old(entry) => fs::remove_dir_all(&path),
                removed => removed,
            },
            _ => Ok(()),
        }
    } else {
        Ok(())
    }
}

fn is_left_over(file: &File, entry: &fs::DirEntry) -> bool {
    match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => is_old(entry),
    }
}

fn is_old(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|metadata| metadata.modified());
    changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > ABANDONED_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> io::Result<Vec<String>> {
        let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    }

    #[test]
    fn what_is_being_made_is_kept_and_what_nobody_makes_is_removed() -> io::Result<()> {
        let place = tempfile::tempdir()?;
        let (file, folder) = (new_file(place.path())?, UnfinishedFolder::within(place.path())?);
        for name in ["file", "folder/lock", "folder/catalog.db", "empty"].map(|name| format!("{PREFIX}{name}")) {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            if path.ends_with(format!("{PREFIX}empty")) { fs::create_dir(path)? } else { fs::write(path, "x")? }
        }
        fs::write(place.path().join("mine.csv"), "x")?;
        remove_abandoned(place.path());
        assert_eq!(names(place.path())?.len(), 3, "{:?}", names(place.path())?);
        assert!(file.1.exists() && folder.file(LOCK).exists());
        drop((file, folder));
        assert_eq!(names(place.path())?, ["mine.csv"]);
        Ok(())
    }

    #[test]
    fn many_who_make_and_remove_at_once_take_nothing_from_each_other() -> io::Result<()> {
        let place = tempfile::tempdir()?;
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| -> io::Result<()> {
                        for _ in 0..200 {
                            let folder = UnfinishedFolder::within(place.path())?;
                            fs::write(folder.file("catalog.db"), "x")?;
                            new_file(place.path())?.1.persist(place.path().join("out"))?;
                            fs::rename(folder.file("catalog.db"), place.path().join("catalog.db"))?;
                        }
                        Ok(())
                    })
                })
                .collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(io::Error::other("broke off"))))
        })?;
        let mut left = names(place.path())?;
        left.sort();
        assert_eq!(left, ["catalog.db", "out"]);
        Ok(())
    }
}
