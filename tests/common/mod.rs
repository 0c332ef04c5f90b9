//! A throwaway catalog and the program run on it, as a user runs it.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "each test file uses a part of it; a test may panic")]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The day on which fixtures without years are read.
pub const AS_OF: &str = "2026-11-23";

/// How many rounds a test that tries many cases makes: the usual number, or the greater one before a release, which
/// `.ci/run --long` asks for through `PAPERDEX_LONG`.
pub fn rounds(usual: usize, long: usize) -> usize {
    if std::env::var_os("PAPERDEX_LONG").is_some() { long } else { usual }
}

/// A folder of its own with a catalog in it; gone when dropped.
pub struct TestCatalog {
    folder: TempDir,
}

impl TestCatalog {
    /// No catalog yet.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A catalog with one fixture imported; the import may reject entries.
    pub fn import(fixture: &str) -> Self {
        Self::import_with(fixture, [] as [&str; 0])
    }

    pub fn import_with<S: AsRef<OsStr>>(fixture: &str, options: impl IntoIterator<Item = S>) -> Self {
        let catalog = Self::empty();
        catalog.run_import(fixture, options);
        assert!(catalog.db().exists(), "the import of {fixture} made no catalog");
        catalog
    }

    /// A catalog of all kinds of listings, one after the other, in which papers were merged, parted and taken back.
    pub fn of_everything() -> Self {
        let catalog = Self::empty();
        let mut listings: Vec<_> = std::fs::read_dir(listing(""))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .collect();
        listings.sort();
        for path in &listings {
            // Some are broken on purpose.
            catalog.command(["import", "--as-of", AS_OF]).arg(path).output().unwrap();
        }
        catalog.write(
            "undated.csv",
            "Title,Authors,Year\nA Paper of No Year,Zoe Quint; Ann Lee,\nAn Old One,Zoe Quint,1950\n",
        );
        catalog.stdout(["import", "undated.csv"]);
        catalog.stdout(["undo", "2", "--yes"]);
        catalog
    }

    pub fn run_import<S: AsRef<OsStr>>(&self, fixture: &str, options: impl IntoIterator<Item = S>) -> Output {
        let mut command = self.command(["import", "--as-of", AS_OF]);
        command.args(options).arg(listing(fixture));
        command.output().unwrap()
    }

    pub fn db(&self) -> PathBuf {
        self.folder.path().join("catalog.db")
    }

    /// A path in the throwaway folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the throwaway folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program with this catalog, in its folder, knowing nothing of the user's own.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperdex"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command.env("PAPERDEX_DB", self.db()).env("HOME", self.folder.path()).env_remove("XDG_DATA_HOME");
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What the program prints; it must end well.
    pub fn stdout<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    }

    /// The message of a run that must fail with exit code 1 and an answer of nothing.
    pub fn failure<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{}{}", stdout(&output), stderr(&output));
        assert_eq!(stdout(&output), "");
        stderr(&output)
    }

    pub fn run_with_input<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>, input: &[u8]) -> Output {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that refuses its input early closes the pipe; that is its right.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().unwrap()
    }

    /// Fails unless the program and SQLite find the catalog sound.
    pub fn assert_sound(&self) {
        let checked = self.run(["check", "--full"]);
        assert_eq!(stdout(&checked), "the catalog is sound\n", "{}", stderr(&checked));
        assert_eq!(self.values::<String>("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(self.value::<i64>("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }

    /// The files that a program was still making, and SQLite's logs and journals.
    pub fn unfinished(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.folder.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names
            .filter(|name| name.starts_with(".paperdex-") || name.ends_with("-wal") || name.ends_with("-journal"))
            .collect()
    }

    /// One value of a query on the catalog file.
    pub fn value<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        self.open().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The first column of a query on the catalog file.
    pub fn values<T: rusqlite::types::FromSql>(&self, sql: &str) -> Vec<T> {
        let connection = self.open();
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    pub fn open(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.db()).unwrap()
    }

    /// Every row about papers, people and places: what an import may change.
    pub fn content(&self) -> String {
        let tables = [
            "paper",
            "author",
            "author_name",
            "authorship",
            "affiliation",
            "affiliation_name",
            "paper_affiliation",
            "category",
            "paper_category",
            "venue",
            "identifier",
            "link",
        ];
        let connection = self.open();
        let mut content = String::new();
        for table in tables {
            let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
            let width = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let cells: Vec<_> = (0..width).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
                content.push_str(&format!("{table}: {}\n", cells.join(", ")));
            }
        }
        content
    }
}

/// Under nohup(1), or in the background of some shells, a program is started to ignore what these tests send, and so would be
/// what it starts. The same command, with that taken back; `None` where there is nothing to take back.
pub fn hearing(command: &Command) -> Option<Command> {
    // HUP, INT and TERM, as bits from 1 on. Source: proc(5), signal(7).
    const SENT: u64 = 1 << 0 | 1 << 1 | 1 << 14;
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    if u64::from_str_radix(ignored.trim(), 16).ok()? & SENT == 0 {
        return None;
    }
    let mut hearing = Command::new("env");
    hearing.arg("--default-signal=HUP,INT,TERM").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => hearing.env(name, value),
            None => hearing.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        hearing.current_dir(folder);
    }
    // What the command was to read is not told; only one test lets it read.
    hearing.stdin(if command.get_program() == "sh" { Stdio::piped() } else { Stdio::null() });
    Some(hearing)
}

/// The path of a fixture listing.
pub fn listing(name: &str) -> PathBuf {
    project().join("fixtures/listings").join(name)
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
