//! Who keeps a catalog locked: the process to wait for, where the system tells it.

use std::path::Path;

use rusqlite::ErrorCode;

/// An error of a catalog that was locked for too long, in words that say who to wait for; any other error as it is.
pub fn naming_holder(error: anyhow::Error, path: &Path) -> anyhow::Error {
    let is_lock = |cause: &(dyn std::error::Error + 'static)| {
        let code = cause.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
        matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    };
    if !error.chain().any(is_lock) {
        return error;
    }
    let who = system::holder_of(path).unwrap_or_else(|| "another program is writing to it".into());
    anyhow::anyhow!("the catalog {} is in use: {who}; try again when it is done", path.display())
}

/// Linux lists all locks on files, with their processes. Source: proc(5), "/proc/locks".
#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    /// The bytes of the file beside the catalog that writers lock (writing, checkpoint, recovery), and the first of those of
    /// the catalog itself that anybody locks. Source: SQLite, os_unix.c, UNIX_SHM_BASE and PENDING_BYTE.
    const LOG_LOCKS: std::ops::RangeInclusive<u64> = 120..=122;
    const FIRST_LOCK: u64 = 0x4000_0000;

    /// Who has locked a catalog, and for what: "another paperdex (process 17) is writing to it".
    pub(super) fn holder_of(path: &Path) -> Option<String> {
        let locks = fs::read_to_string("/proc/locks").ok()?;
        let path = fs::canonicalize(path).ok()?;
        let mut shared_memory = path.as_os_str().to_owned();
        shared_memory.push("-shm");
        let of = |path: &Path| {
            let file = fs::metadata(path).ok()?;
            Some(locks_of(&locks, file.dev(), file.ino()))
        };
        let on_catalog = of(&path).unwrap_or_default();
        let on_log = of(Path::new(&shared_memory)).unwrap_or_default();
        let others = |locks: Vec<Lock>| locks.into_iter().filter(|lock| lock.process != std::process::id());
        let on_catalog: Vec<_> = others(on_catalog).filter(|lock| lock.end >= FIRST_LOCK).collect();
        let mut writers =
            others(on_log).filter(|lock| lock.start <= *LOG_LOCKS.end() && lock.end >= *LOG_LOCKS.start());
        let writer =
            writers.find(|lock| lock.is_exclusive).or(on_catalog.iter().find(|lock| lock.is_exclusive).copied());
        match (writer, on_catalog.first()) {
            (Some(lock), _) => Some(format!("{} is writing to it", name(lock.process))),
            (None, Some(lock)) => Some(format!("{} is reading it", name(lock.process))),
            (None, None) => None,
        }
    }

    /// A lock on some bytes of a file.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) struct Lock {
        pub(super) process: u32,
        pub(super) is_exclusive: bool,
        pub(super) start: u64,
        pub(super) end: u64,
    }

    /// The locks on a file: of `1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 120 120` those with its device and inode. Who only
    /// waits for one has an arrow in the line.
    pub(super) fn locks_of(locks: &str, device: u64, inode: u64) -> Vec<Lock> {
        let major = ((device >> 8) & 0xfff) | ((device >> 32) & 0xffff_f000);
        let minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00);
        let file = format!("{major:02x}:{minor:02x}:{inode}");
        let lock = |line: &str| {
            let parts: Vec<_> = line.split_ascii_whitespace().collect();
            let [_, "POSIX", _, access, process, of, start, end] = parts[..] else { return None };
            let end = if end == "EOF" { u64::MAX } else { end.parse().ok()? };
            let lock = Lock {
                process: process.parse().ok()?,
                is_exclusive: access == "WRITE",
                start: start.parse().ok()?,
                end,
            };
            (of == file).then_some(lock)
        };
        locks.lines().filter_map(lock).collect()
    }

    fn name(process: u32) -> String {
        let command =
            |of: &str| fs::read_to_string(format!("/proc/{of}/comm")).map(|name| name.trim_end().to_owned()).ok();
        let who = match command(&process.to_string()) {
            Some(name) if command("self").as_ref() == Some(&name) => format!("another {name}"),
            Some(name) if !name.is_empty() => name,
            _ => "another program".to_owned(),
        };
        format!("{who} (process {process})")
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::path::Path;

    pub(super) fn holder_of(_path: &Path) -> Option<String> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::system::{Lock, locks_of};

    #[test]
    fn the_locks_of_a_file_are_told_by_its_device_and_inode() {
        let locks = "1: POSIX  ADVISORY  WRITE 17 fe:00:5678 120 120\n1: -> POSIX  ADVISORY  WRITE 18 fe:00:5678 120 120\n\
                     2: POSIX  ADVISORY  READ  19 fe:00:5678 1073741826 1073742335\n3: FLOCK  ADVISORY  WRITE 20 fe:00:5678 0 EOF\n\
                     4: POSIX  ADVISORY  READ  21 fe:01:5678 128 128\n5: POSIX  ADVISORY  WRITE 22 fe:00:567 0 EOF\n";
        let lock = |process, is_exclusive, start, end| Lock { process, is_exclusive, start, end };
        let expected = [lock(17, true, 120, 120), lock(19, false, 1_073_741_826, 1_073_742_335)];
        assert_eq!(locks_of(locks, 0xfe00, 5678), expected);
        assert_eq!(locks_of(locks, 0xfe00, 567), [lock(22, true, 0, u64::MAX)]);
    }
}
