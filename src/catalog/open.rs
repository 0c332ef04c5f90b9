//! Opening, creating and settling the catalog file.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use tempfile::TempPath;

use super::bulk::is_empty;
use super::inspect::{APPLICATION_ID, Found, SCHEMA_VERSION, check_version, inspect};
use super::migrate::{MIGRATIONS, migrate, user_version};
use super::stop::Stop;
use super::text_index;
use super::write::Writer;

const SCHEMA: &str = include_str!("../../schema.sql");

/// How the temporary file of a new catalog begins.
pub(super) const NEW_PREFIX: &str = ".paperdex-new-";

/// A temporary file that has not changed for so long belongs to a program that was killed.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a second writer waits for the first.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A catalog is filled in order, for which no larger cache is of use; sorting what its indexes are made of takes up to twice
/// as much again.
const MAX_FILLING_CACHE: u64 = 256 << 20;

/// A catalog that is open for writing.
///
/// A catalog that does not exist yet is built in a temporary file beside its place and appears there, whole, with
/// the first [`Catalog::settle`]. Dropped before that, it leaves nothing behind. A catalog at rest is one file: the
/// write-ahead log is used while it is open for writing, so that questions are answered meanwhile, and put away after.
pub struct Catalog {
    /// `None` only while the file is being put in its place.
    connection: Option<Connection>,
    path: PathBuf,
    unsettled: Option<TempPath>,
    stop: Stop,
}

impl Catalog {
    /// Opens the catalog at `path`, migrating an older one, or begins a new one where there is nothing.
    ///
    /// Fails on a file that is foreign, newer or damaged, and leaves it untouched.
    pub fn open_or_create(path: &Path) -> anyhow::Result<Self> {
        match inspect(path)? {
            Found::Catalog => Ok(Self::of(open_to_write(path)?, path, None)),
            Found::Nothing => {
                Self::create(path).with_context(|| format!("could not make the catalog {}", path.display()))
            }
        }
    }

    /// A catalog for a rehearsal: the one at `path`, or one that leaves nothing where there is nothing. Never settled.
    pub fn open_or_imagine(path: &Path) -> anyhow::Result<Self> {
        let connection = match inspect(path)? {
            // Without the log, and so without a change to the file's header.
            Found::Catalog => {
                let connection = open_checked(path)?;
                let version = user_version(&connection)?;
                ensure!(
                    version == SCHEMA_VERSION,
                    "{} is of an older version: `paperdex stats` brings it up to date",
                    path.display()
                );
                connection
            }
            Found::Nothing => {
                // A file of SQLite's own, which is held in memory as far as the cache goes and never seen.
                let mut connection = Connection::open("")?;
                connection.execute_batch(include_str!("sql/prepare_to_create.sql"))?;
                create_schema(&mut connection)?;
                connection
            }
        };
        prepare_to_write(&connection)?;
        Ok(Self::of(connection, path, None))
    }

    fn of(connection: Connection, path: &Path, unsettled: Option<TempPath>) -> Self {
        Self { connection: Some(connection), path: path.into(), unsettled, stop: Stop::default() }
    }

    fn create(path: &Path) -> anyhow::Result<Self> {
        let folder = folder_of(path);
        fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
        remove_abandoned(folder);
        let file = tempfile::Builder::new().prefix(NEW_PREFIX).suffix(".db").tempfile_in(folder)?;
        let unsettled = file.into_temp_path();
        let mut connection = Connection::open(&unsettled)?;
        prepare_to_write(&connection)?;
        // It is saved as a whole when it is put in its place; until then nobody can miss it.
        connection.execute_batch(include_str!("sql/prepare_to_create.sql"))?;
        create_schema(&mut connection)?;
        Ok(Self::of(connection, path, Some(unsettled)))
    }

    /// Has what is written end with an error when `stop` says so; what is not committed then is taken back.
    pub fn stop_when(&mut self, stop: &Stop) -> rusqlite::Result<()> {
        self.stop = stop.clone();
        self.connection.as_mut().map_or(Ok(()), |connection| stop.watch(connection))
    }

    /// How much memory an import may take for SQLite's caches, in bytes, up to the first [`Catalog::settle`] of a new
    /// catalog. It bounds neither what is held of each paper to know it again while an empty catalog is filled, nor the
    /// entries that are read ahead, nor the index of words, which takes some 20 MB; what entries are known by
    /// ([`Writer::known_entries`]) takes at most a third as much again.
    pub fn set_memory(&self, bytes: u64) -> anyhow::Result<()> {
        let cache = if self.is_empty()? { (bytes / 8).min(MAX_FILLING_CACHE) } else { bytes / 8 * 7 };
        // A negative size is in KiB and not in pages.
        let size = -i32::try_from(cache / 1024).unwrap_or(i32::MAX);
        self.connection().pragma_update(None, "cache_size", size)?;
        Ok(())
    }

    /// Begins a transaction. Dropped without [`Writer::commit`], it leaves the catalog as it was.
    pub fn begin(&self) -> anyhow::Result<Writer<'_>> {
        let busy = || format!("could not write to {}", self.path.display());
        Writer::begin(self.connection(), &self.stop).map_err(explained).with_context(busy)
    }

    /// Begins the transaction of an import of any number of listings, each of which can be given up without the others. An
    /// empty catalog is filled faster.
    pub fn begin_import(&self) -> anyhow::Result<Writer<'_>> {
        let busy = || format!("could not write to {}", self.path.display());
        if self.is_empty()? {
            self.connection().execute_batch(include_str!("sql/prepare_to_fill.sql"))?;
        }
        Writer::begin_import(self.connection(), &self.stop).with_context(busy)
    }

    /// Whether the catalog holds nothing yet.
    pub fn is_empty(&self) -> rusqlite::Result<bool> {
        is_empty(self.connection())
    }

    /// Takes an import back, in one transaction. Returns the number of the undoing, by which it can be taken back.
    ///
    /// Fails, and leaves the catalog as it was, when the import is not in force.
    pub fn undo_import(&self, import_id: i64, undone_at: &str) -> anyhow::Result<i64> {
        // References are checked for all rows at the end, and not again for each of the many that go.
        self.connection().pragma_update(None, "foreign_keys", false)?;
        let undone = self.begin().and_then(|writer| {
            let undo = writer.undo_import(import_id, undone_at)?;
            writer.commit()?;
            Ok(undo)
        });
        self.connection().pragma_update(None, "foreign_keys", true)?;
        undone
    }

    /// Builds the index of words, where it is left to the first question that needs it.
    pub fn build_text_index(&self) -> anyhow::Result<()> {
        if text_index::is_built(self.connection())? {
            return Ok(());
        }
        let writer = self.begin()?;
        writer.build_text()?;
        writer.commit()
    }

    /// Puts a new catalog in its place; does nothing for one that is there already.
    ///
    /// Fails when another program made a file there meanwhile; that file is kept.
    pub fn settle(&mut self) -> anyhow::Result<()> {
        let Some(unsettled) = self.unsettled.take() else {
            self.connection().pragma_update(None, "foreign_keys", true)?;
            return Ok(());
        };
        let context = || format!("could not put the catalog in its place {}", self.path.display());
        let connection = self.connection.take().expect("the connection is there but for this function");
        connection.close().map_err(|(_, error)| error).with_context(context)?;
        make_readable_as_umask_says(&unsettled, &self.path).with_context(context)?;
        File::open(&unsettled)?.sync_all().with_context(context)?;
        unsettled
            .persist_noclobber(&self.path)
            .map_err(|error| error.error)
            .with_context(|| format!("{}: if another program made it meanwhile, run the import again", context()))?;
        File::open(folder_of(&self.path)).and_then(|folder| folder.sync_all()).with_context(context)?;
        let mut connection = open_to_write(&self.path)?;
        self.stop.watch(&mut connection)?;
        self.connection = Some(connection);
        Ok(())
    }

    /// The connection, for reading what was just written.
    pub fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("the connection is there but while settling")
    }

    /// Where the catalog is, or will be once settled.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Catalog {
    fn drop(&mut self) {
        if let Some(connection) = &self.connection {
            // Where a question is being answered at this moment, the log stays for the next who writes.
            let _ = connection
                .busy_timeout(Duration::ZERO)
                .and_then(|()| connection.execute_batch("PRAGMA journal_mode = DELETE"));
        }
    }
}

/// Makes the present schema, with its marks, in one transaction.
pub fn create_schema(connection: &mut Connection) -> anyhow::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// The same, for a question about words: where their index is left to the first such question, it is built now.
///
/// Fails like [`open_to_read`], and where the index is to be built in a place that cannot be written to.
pub fn open_to_search(path: &Path) -> anyhow::Result<Connection> {
    let connection = open_to_read(path)?;
    if text_index::is_built(&connection)? {
        return Ok(connection);
    }
    drop(connection);
    let catalog = Catalog::open_or_create(path).context("the index of words must be built first")?;
    catalog.build_text_index()?;
    drop(catalog);
    open_to_read(path)
}

/// Opens the catalog at `path` for questions. An older catalog is migrated first.
///
/// Fails when there is none, and on a file that is foreign, newer or damaged.
pub fn open_to_read(path: &Path) -> anyhow::Result<Connection> {
    if let Found::Nothing = inspect(path)? {
        bail!("there is no catalog at {} yet: make one with `paperdex import FILE`", path.display());
    }
    let connection = read_only(path)?;
    if user_version(&connection)? < SCHEMA_VERSION {
        drop(connection);
        drop(open_to_write(path)?);
        return read_only(path);
    }
    Ok(connection)
}

fn read_only(path: &Path) -> anyhow::Result<Connection> {
    let context = || format!("could not read the catalog {}", path.display());
    if has_pending(path, "-journal") {
        // A writer was killed in the middle: what it left half done is taken back before anything is read.
        drop(open_checked(path).context("a write was interrupted and must be taken back first")?);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(plain_path(path), flags).with_context(context)?;
    match prepare_to_read(&connection) {
        Ok(()) => check_schema(&connection, path).map(|()| connection),
        // A catalog in a folder that cannot be written to has no place for SQLite's shared memory.
        Err(error) if cannot_share(&error) && !has_pending(path, "-wal") && !has_pending(path, "-journal") => {
            let connection = Connection::open_with_flags(immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_URI)?;
            prepare_to_read(&connection).map_err(explained).with_context(context)?;
            check_schema(&connection, path).map(|()| connection)
        }
        Err(error) => Err(explained(error)).with_context(context),
    }
}

fn open_to_write(path: &Path) -> anyhow::Result<Connection> {
    let context = || format!("could not open the catalog {}", path.display());
    let mut connection = open_checked(path)?;
    prepare_to_write(&connection).map_err(explained).with_context(context)?;
    connection.execute_batch("PRAGMA journal_mode = WAL").map_err(explained).with_context(context)?;
    migrate(&mut connection, MIGRATIONS).with_context(context)?;
    Ok(connection)
}

/// Opens a catalog and looks whether it is sound and of a known version, before anything of it is changed.
fn open_checked(path: &Path) -> anyhow::Result<Connection> {
    let context = || format!("could not open the catalog {}", path.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(plain_path(path), flags).with_context(context)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    check_schema(&connection, path)?;
    check_version(path, user_version(&connection)?)?;
    Ok(connection)
}

fn prepare_to_write(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(include_str!("sql/prepare_to_write.sql"))
}

fn prepare_to_read(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.execute_batch(include_str!("sql/prepare_to_read.sql"))?;
    user_version(connection).map(drop)
}

/// A file with our marks and without our tables is damaged.
fn check_schema(connection: &Connection, path: &Path) -> anyhow::Result<()> {
    let tables = table_names(connection)
        .map_err(explained)
        .with_context(|| format!("could not read the catalog {}", path.display()))?;
    match SCHEMA_TABLES.iter().find(|table| !tables.contains(**table)) {
        Some(table) => bail!("{} is damaged (table {table} is missing): restore it from a backup", path.display()),
        None => Ok(()),
    }
}

/// The tables that every version of the catalog has.
const SCHEMA_TABLES: &[&str] = &["author", "authorship", "listing", "paper", "record"];

fn table_names(connection: &Connection) -> rusqlite::Result<HashSet<String>> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// SQLite's error with its next step, where there is one.
fn explained(error: rusqlite::Error) -> anyhow::Error {
    let advice = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "the file is damaged: restore it from a backup",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is writing to it: try again when it is done"
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "it or its folder cannot be written to"
        }
        _ => return error.into(),
    };
    anyhow::Error::new(error).context(advice)
}

fn cannot_share(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

/// Whether SQLite left a log or a journal beside the catalog.
fn has_pending(path: &Path, ending: &str) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push(ending);
    fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0)
}

/// SQLite reads a name that begins with `file:` as an address; `./` in front makes it a path again.
fn plain_path(path: &Path) -> PathBuf {
    if path.as_os_str().as_encoded_bytes().starts_with(b"file:") { Path::new(".").join(path) } else { path.into() }
}

/// The address of a file that nobody writes to, with every byte but letters, digits and `/-._~` escaped.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in plain_path(path).as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri + "?immutable=1"
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes what killed programs left of catalogs that they had begun. What cannot be removed harms nobody.
fn remove_abandoned(folder: &Path) {
    let is_abandoned = |entry: &fs::DirEntry| {
        let changed = entry.metadata().and_then(|metadata| metadata.modified());
        let age = changed.ok().and_then(|changed| changed.elapsed().ok()).unwrap_or_default();
        entry.file_name().to_string_lossy().starts_with(NEW_PREFIX) && age > ABANDONED_AFTER
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(is_abandoned) {
        let _ = fs::remove_file(entry.path());
    }
}

/// A temporary file is private to its owner; a catalog gets the rights that a new file would get.
#[cfg(unix)]
fn make_readable_as_umask_says(file: &Path, place: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let probe = tempfile::Builder::new()
        .prefix(".paperdex-mode-")
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(folder_of(place))?;
    fs::set_permissions(file, probe.as_file().metadata()?.permissions())
}

#[cfg(not(unix))]
fn make_readable_as_umask_says(_file: &Path, _place: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_a_part_of_the_memory_that_an_import_may_take() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let catalog = Catalog::open_or_create(&folder.path().join("catalog.db"))?;
        let cache_in_mb = |memory: u64| -> anyhow::Result<i64> {
            catalog.set_memory(memory << 20)?;
            let size: i64 = catalog.connection().query_row("PRAGMA cache_size", [], |row| row.get(0))?;
            Ok(-size / 1024)
        };
        assert_eq!([cache_in_mb(64)?, cache_in_mb(256)?, cache_in_mb(8192)?], [8, 32, 256]);
        let ruling =
            "INSERT INTO decision (decided_at, kind, subject, detail) VALUES ('2026-11-23', 'set', 'paper', '{}')";
        catalog.connection().execute(ruling, [])?;
        assert!(!catalog.is_empty()?, "a ruling was made");
        assert_eq!([cache_in_mb(64)?, cache_in_mb(256)?, cache_in_mb(8192)?], [56, 224, 7168]);
        Ok(())
    }
}
