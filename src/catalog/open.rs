//! Opening, creating and settling the catalog file.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use tempfile::{PathPersistError, TempPath};

use super::bulk::is_empty;
use super::inspect::{APPLICATION_ID, Found, SCHEMA_VERSION, check_version, has_pending, inspect};
use super::location;
use super::migrate::{MIGRATIONS, migrate, user_version};
use super::out_of_room::OutOfRoom;
use super::own_schema::{SCHEMA, survey};
use super::row_checksums;
use super::stop::{BUSY_TIMEOUT, Stop, waiting};
use super::text_index;
use super::write::Writer;
use crate::unfinished::{UnfinishedFolder, remove_abandoned};
use crate::whole_file::folder_of;

/// The name of a new catalog until it is whole.
const NEW_CATALOG: &str = "catalog.db";

/// A catalog is filled in order, for which no larger cache is of use; sorting what its indexes are made of takes up to twice
/// as much again.
const MAX_FILLING_CACHE: u64 = 256 << 20;

/// A catalog that is open for writing.
///
/// A catalog that does not exist yet is built in a folder of its own beside its place and appears there, whole, with
/// the first [`Catalog::settle`]. Dropped before that, it leaves nothing behind. A catalog at rest is one file: the
/// write-ahead log is used while it is open for writing, so that questions are answered meanwhile, and put away after.
pub struct Catalog {
    /// `None` only while the file is being put in its place.
    connection: Option<Connection>,
    path: PathBuf,
    unsettled: Option<UnfinishedFolder>,
    stop: Stop,
    warning: Option<String>,
}

impl Catalog {
    /// Opens the catalog at `path`, migrating an older one, or begins a new one where there is nothing.
    ///
    /// Fails on a file that is foreign, newer or damaged, and leaves it untouched.
    pub fn open_or_create(path: &Path) -> anyhow::Result<Self> {
        Self::open_or_create_until(path, &Stop::default())
    }

    /// The same, until `stop` says to stop: then opening fails, and so does what is written later; what is not committed
    /// by then is taken back.
    pub fn open_or_create_until(path: &Path, stop: &Stop) -> anyhow::Result<Self> {
        let (mut catalog, is_new) = match inspect(path)? {
            Found::Catalog => {
                remove_abandoned(folder_of(path));
                (Self::of(open_to_write(path, stop)?, path, None, stop), false)
            }
            Found::Nothing => {
                let context = || format!("could not make the catalog {}", path.display());
                (Self::create(path, stop).with_context(context)?, true)
            }
        };
        catalog.warning = location::warning(path, is_new);
        Ok(catalog)
    }

    /// What whoever writes to it must know of the place where it is, if there is anything.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// A catalog for a rehearsal until `stop` says to stop: the one at `path`, or one that leaves nothing where there is
    /// nothing. Never settled.
    pub fn open_or_imagine(path: &Path, stop: &Stop) -> anyhow::Result<Self> {
        let mut connection = match inspect(path)? {
            // Without the log, and so without a change to the file's header.
            Found::Catalog => {
                let connection = open_checked(path, true, stop)?;
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
        stop.watch(&mut connection)?;
        prepare_to_write(&connection)?;
        row_checksums::keep(&connection)?;
        Ok(Self::of(connection, path, None, stop))
    }

    pub(super) fn of(connection: Connection, path: &Path, unsettled: Option<UnfinishedFolder>, stop: &Stop) -> Self {
        Self { connection: Some(connection), path: path.into(), unsettled, stop: stop.clone(), warning: None }
    }

    fn create(path: &Path, stop: &Stop) -> anyhow::Result<Self> {
        // A link that leads to nothing yet keeps pointing.
        let place = fs::read_link(path).map(|target| folder_of(path).join(target));
        let path = place.as_deref().unwrap_or(path);
        let folder = folder_of(path);
        OutOfRoom::marked(fs::create_dir_all(folder))
            .with_context(|| format!("could not make the folder {}", folder.display()))?;
        let unsettled = OutOfRoom::marked(UnfinishedFolder::within(folder))?;
        let mut connection = Connection::open(unsettled.file(NEW_CATALOG))?;
        stop.watch(&mut connection)?;
        prepare_to_write(&connection)?;
        // It is saved as a whole when it is put in its place; until then nobody can miss it.
        connection.execute_batch(include_str!("sql/prepare_to_create.sql"))?;
        create_schema(&mut connection)?;
        row_checksums::keep(&connection)?;
        Ok(Self::of(connection, path, Some(unsettled), stop))
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
            // What is temporary goes when it is kept elsewhere from now on.
            row_checksums::keep(self.connection())?;
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
        let made = unsettled.file(NEW_CATALOG);
        OutOfRoom::marked(make_readable_as_umask_says(&made, &unsettled)).with_context(context)?;
        OutOfRoom::marked(File::open(&made).and_then(|file| file.sync_all())).with_context(context)?;
        OutOfRoom::marked(put_in_place(TempPath::try_from_path(made)?, &self.path)).with_context(|| {
            match self.path.exists() {
                true => format!("{}: another program made one there meanwhile; the same command adds to it", context()),
                false => context(),
            }
        })?;
        drop(unsettled);
        File::open(folder_of(&self.path)).and_then(|folder| folder.sync_all()).with_context(context)?;
        // It is saved: this is no longer to be stopped.
        let mut connection = open_to_write(&self.path, &Stop::default())?;
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
            // Where a question is being answered at this moment, the log stays for the next who writes, but for what of it
            // nobody reads any more.
            let _ = connection
                .busy_timeout(Duration::ZERO)
                .and_then(|()| connection.execute_batch("PRAGMA wal_checkpoint (TRUNCATE)"))
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
    must_be_there(path)?;
    let connection = read_only(path)?;
    if user_version(&connection)? < SCHEMA_VERSION {
        drop(connection);
        drop(open_to_write(path, &Stop::default()).context("an older catalog must be brought up to date first")?);
        return read_only(path);
    }
    Ok(connection)
}

/// Opens the catalog at `path` for reading, of whatever version it is.
///
/// Fails like [`open_to_read`].
pub(super) fn as_it_is(path: &Path) -> anyhow::Result<Connection> {
    must_be_there(path)?;
    read_only(path)
}

fn must_be_there(path: &Path) -> anyhow::Result<()> {
    match inspect(path)? {
        Found::Catalog => Ok(()),
        Found::Nothing => {
            bail!("there is no catalog at {} yet: make one with `paperdex import FILE`", path.display())
        }
    }
}

fn read_only(path: &Path) -> anyhow::Result<Connection> {
    let context = || format!("could not read the catalog {}", path.display());
    if has_pending(path, "-journal") {
        // A writer was killed in the middle: what it left half done is taken back before anything is read.
        drop(
            open_checked(path, false, &Stop::default())
                .context("a write was interrupted and must be taken back first")?,
        );
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(plain_path(path), flags).with_context(context)?;
    match prepare_to_read(&connection) {
        Ok(()) => check_schema(&connection, path, false).map(|()| connection),
        // A catalog in a folder that cannot be written to has no place for SQLite's shared memory.
        Err(error) if cannot_share(&error) && !has_pending(path, "-wal") && !has_pending(path, "-journal") => {
            let connection = Connection::open_with_flags(immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_URI)?;
            prepare_to_read(&connection).map_err(explained).with_context(context)?;
            check_schema(&connection, path, false).map(|()| connection)
        }
        Err(error) if cannot_share(&error) && has_pending(path, "-wal") => bail!(
            "{}: what was written to it last is in {}-wal, and nothing can be written beside it: copy both files to a \
             folder of yours",
            context(),
            path.display()
        ),
        Err(error) => Err(explained(error)).with_context(context),
    }
}

fn open_to_write(path: &Path, stop: &Stop) -> anyhow::Result<Connection> {
    let context = || format!("could not open the catalog {}", path.display());
    let mut connection = open_checked(path, true, stop)?;
    prepare_to_write(&connection).map_err(explained).with_context(context)?;
    // Machines that share a drive do not share memory, in which those who use a log find it.
    let journal = if location::shared_by(path).is_some() { "TRUNCATE" } else { "WAL" };
    let set = format!("PRAGMA journal_mode = {journal}");
    waiting(|| connection.execute_batch(&set)).map_err(explained).with_context(context)?;
    migrate(&mut connection, MIGRATIONS).with_context(context)?;
    row_checksums::keep(&connection)?;
    Ok(connection)
}

/// Opens a catalog and looks whether it is sound, of a known version and, where it is to be written to, all ours, before
/// anything of it is changed.
fn open_checked(path: &Path, to_write: bool, stop: &Stop) -> anyhow::Result<Connection> {
    let context = || format!("could not open the catalog {}", path.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(plain_path(path), flags).with_context(context)?;
    stop.watch(&mut connection)?;
    distrust(&connection)?;
    check_schema(&connection, path, to_write)?;
    check_version(path, user_version(&connection)?)?;
    Ok(connection)
}

pub(super) fn prepare_to_write(connection: &Connection) -> rusqlite::Result<()> {
    distrust(connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(include_str!("sql/prepare_to_write.sql"))
}

fn prepare_to_read(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    distrust(connection)?;
    connection.execute_batch(include_str!("sql/prepare_to_read.sql"))?;
    user_version(connection).map(drop)
}

/// Nothing that the file's schema says is run unless it is harmless, and nothing but SQLite's own functions writes to the tables
/// behind others.
pub(super) fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// A file with our marks and without our tables is damaged; one with definitions that are not ours is not run.
fn check_schema(connection: &Connection, path: &Path, to_write: bool) -> anyhow::Result<()> {
    let survey = survey(connection)
        .map_err(explained)
        .with_context(|| format!("could not read the catalog {}", path.display()))?;
    if to_write { survey.allows_writing(path) } else { survey.allows_reading(path) }
}

/// SQLite's error with its next step, where there is one.
pub(super) fn explained(error: rusqlite::Error) -> anyhow::Error {
    let advice = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "the file is damaged: restore it from a backup, or save what can be read with `paperdex repair`"
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

/// SQLite reads a name that begins with `file:` as an address, and `:memory:` as no file; `./` in front makes it a path again.
pub(super) fn plain_path(path: &Path) -> PathBuf {
    let name = path.as_os_str().as_encoded_bytes();
    if name.starts_with(b"file:") || name.starts_with(b":") { Path::new(".").join(path) } else { path.into() }
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

/// Renames a file to where nothing is yet. Fails where something is; that is kept.
fn put_in_place(file: TempPath, place: &Path) -> io::Result<()> {
    match file.persist_noclobber(place) {
        Err(PathPersistError { error, path }) if error.kind() != io::ErrorKind::AlreadyExists => {
            // Some shared drives can neither rename with that condition nor link: an empty file keeps the place.
            let Ok(kept) = File::create_new(place) else { return Err(error) };
            drop(kept);
            path.persist(place).map_err(|error| {
                let _ = fs::remove_file(place);
                error.error
            })
        }
        put => put.map_err(|error| error.error),
    }
}

/// What was made in a private folder gets the rights that a new file would get.
#[cfg(unix)]
fn make_readable_as_umask_says(file: &Path, folder: &UnfinishedFolder) -> io::Result<()> {
    let probe = File::create_new(folder.file("rights"))?;
    fs::set_permissions(file, probe.metadata()?.permissions())
}

#[cfg(not(unix))]
fn make_readable_as_umask_says(_file: &Path, _folder: &UnfinishedFolder) -> io::Result<()> {
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
