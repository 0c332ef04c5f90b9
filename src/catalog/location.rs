//! Where a catalog lies: on a drive of this machine, on one that other machines share, in a folder that a service copies.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::whole_file::folder_of;

/// What must be known of the place of a catalog before it is written there, with what to do about it.
///
/// `is_new` says that it is made there now.
pub(super) fn warning(path: &Path, is_new: bool) -> Option<String> {
    let shown = path.display();
    if let Some(kind) = shared_by(path) {
        return Some(format!(
            "{shown} is on a drive that is not this machine's alone ({kind}): write to it from one machine at a time, \
             and keep a copy elsewhere (`paperdex backup`)"
        ));
    }
    let service = service_of(path).filter(|_| is_new)?;
    Some(format!(
        "{shown} is in a folder of {service}, which may copy a catalog while it is half written: keep it elsewhere, \
         and put a copy there (`paperdex backup`)"
    ))
}

/// What a drive is called that other machines may write to, or that another program serves: there the shared memory of a
/// write-ahead log cannot be relied on. `None` for a drive of this machine, and where that cannot be told.
pub(super) fn shared_by(path: &Path) -> Option<&'static str> {
    #[cfg(target_os = "linux")]
    {
        let folder = folder_of(path);
        let file_system = [path, folder].into_iter().find_map(|place| rustix::fs::statfs(place).ok())?;
        // The numbers have 32 bits, whatever the type that the system keeps them in.
        kind_of(file_system.f_type as u32)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}

/// What the number of a file system means, where it is one that is shared. Source: statfs(2), linux/magic.h.
#[cfg(any(target_os = "linux", test))]
fn kind_of(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517b => "SMB",
        0xff53_4d42 | 0xfe53_4d42 => "CIFS",
        0x0102_1997 => "9P",
        // sshfs, rclone, a virtual machine's shared folders, and also NTFS drives.
        0x6573_5546 => "FUSE",
        0x786f_4256 => "VirtualBox",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x564c => "NCP",
        0x00c3_6400 => "Ceph",
        0x0bd0_0bd0 => "Lustre",
        0x4750_4653 => "GPFS",
        0x1983_0326 => "BeeGFS",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        _ => return None,
    })
}

/// The folders of services that copy what is in them, as each begins.
const SERVICES: &[(&str, &str)] = &[
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
];

/// The service whose folder a path is in: `Dropbox`, `OneDrive - Work`, `GoogleDrive-name@example.org`.
fn service_of(path: &Path) -> Option<&'static str> {
    let folder = folder_of(path);
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.iter().filter_map(OsStr::to_str).find_map(|name| {
        let name = name.to_lowercase();
        let is_its = |folder: &str| {
            name.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '(']))
        };
        SERVICES.iter().find(|(folder, _)| is_its(folder)).map(|(_, service)| *service)
    })
}

/// The file of a catalog that is open, whatever letters its name has; `None` for one that has no name.
pub fn path_of(connection: &Connection) -> rusqlite::Result<Option<PathBuf>> {
    let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    connection.query_row(sql, [], |row| {
        let name = row.get_ref(0)?.as_bytes_or_null()?.unwrap_or_default();
        Ok(Some(path_from(name)).filter(|path| !path.as_os_str().is_empty()))
    })
}

#[cfg(unix)]
fn path_from(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_from(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_drives_are_told_from_those_of_the_machine() {
        for (magic, kind) in [
            (0x6969, Some("NFS")),
            (0x517b, Some("SMB")),
            (0xff53_4d42, Some("CIFS")),
            (0xfe53_4d42, Some("CIFS")),
            (0x0102_1997, Some("9P")),
            (0x6573_5546, Some("FUSE")),
            // ext4, tmpfs, btrfs, xfs, overlayfs, ISO 9660, squashfs, vfat.
            (0xef53, None),
            (0x0102_1994, None),
            (0x9123_683e, None),
            (0x5846_5342, None),
            (0x794c_7630, None),
            (0x9660, None),
            (0x7371_7368, None),
            (0x4d44, None),
        ] {
            assert_eq!(kind_of(magic), kind, "{magic:x}");
        }
    }

    #[test]
    fn folders_of_services_are_known_by_their_names() {
        for (path, service) in [
            ("/home/ann/Dropbox/papers/catalog.db", Some("Dropbox")),
            ("/home/ann/Dropbox (Personal)/catalog.db", Some("Dropbox")),
            ("/mnt/c/Users/ann/OneDrive - Lab/catalog.db", Some("OneDrive")),
            ("/Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org/My Drive/catalog.db", Some("Google Drive")),
            ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/catalog.db", Some("iCloud")),
            ("/home/ann/dropbox_of_old_things/catalog.db", None),
            ("/home/ann/papers/dropbox.db", None),
        ] {
            assert_eq!(service_of(Path::new(path)), service, "{path}");
        }
    }
}
