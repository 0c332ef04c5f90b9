//! What a program does to the files of a folder, call by call, and what a disk may keep of it when the power is cut (Linux with
//! glibc: elsewhere libraries are not preloaded so).
//!
//! The model: names are one log, of which a beginning survives; syncing a folder makes all that came before durable (syncing a
//! file does not, though most file systems do more). Of what was written to an inode and not synced any part survives, and some
//! of it in part, in steps of 512 bytes.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "each user of it needs a part; a test may panic")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::chance::Chance;

/// One file, whatever its name, from its making on.
pub type FileId = usize;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    Create(PathBuf, FileId),
    Write(FileId, usize, Vec<u8>),
    SetLength(FileId, usize),
    SyncFile(FileId),
    SyncFolder(PathBuf),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    MakeFolder(PathBuf),
    /// The program told this on stdout.
    Told(String),
    /// The program came to its end.
    Ended,
}

impl Op {
    fn changes_names(&self) -> bool {
        matches!(self, Self::Create(..) | Self::Remove(_) | Self::Rename(..) | Self::Link(..) | Self::MakeFolder(_))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(FileId),
}

type Names = BTreeMap<PathBuf, Node>;

/// What the disk keeps of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    Everything,
    /// What chance has it keep.
    Some,
}

/// The library that is preloaded. Building it needs a C compiler, as building this program does.
pub struct Library {
    tools: TempDir,
}

impl Library {
    pub fn build() -> Self {
        let tools = TempDir::new().unwrap();
        let source = super::common::project().join("tests/power_cut/syscall_log.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(tools.path().join("log.so")).arg(source);
        let built = compiler.args(["-ldl", "-lpthread"]).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self { tools }
    }

    fn log(&self) -> PathBuf {
        self.tools.path().join("log")
    }

    fn preload(&self, command: &mut Command, folder: &Path, log: &Path) {
        command.env("LD_PRELOAD", self.tools.path().join("log.so"));
        command.env("SYSCALL_LOG_FOLDER", folder).env("SYSCALL_LOG_FILE", log);
    }

    /// Has a command killed before one of its calls on the files of a folder, counted from 1, as [`Log::call_count`] counts.
    pub fn kill_at(&self, call: usize, folder: &Path, command: &mut Command) {
        self.preload(command, folder, Path::new("/dev/null"));
        command.env("SYSCALL_LOG_KILL_AT", call.to_string());
    }
}

/// A folder while it is watched.
pub struct Watch {
    library: Library,
    folder: PathBuf,
    before: Files,
}

/// The files of a folder.
#[derive(Default)]
struct Files {
    names: Names,
    contents: Vec<Vec<u8>>,
    inodes: HashMap<u64, FileId>,
}

impl Files {
    fn of(folder: &Path) -> Self {
        let mut files = Self::default();
        files.look(folder);
        files
    }

    fn look(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, about) = (entry.path(), entry.metadata().unwrap());
            if about.is_dir() {
                self.names.insert(path.clone(), Node::Folder);
                self.look(&path);
            } else if about.is_file() && !path.to_string_lossy().ends_with("-shm") {
                self.inodes.insert(about.ino(), self.contents.len());
                self.names.insert(path.clone(), Node::File(self.contents.len()));
                self.contents.push(fs::read(path).unwrap());
            }
        }
    }
}

impl Watch {
    /// Watches what commands do to a folder from now on.
    pub fn begin(folder: &Path) -> Self {
        let folder = folder.canonicalize().unwrap();
        Self { library: Library::build(), before: Files::of(&folder), folder }
    }

    /// Has a command be watched.
    pub fn over(&self, command: &mut Command) {
        self.library.preload(command, &self.folder, &self.library.log());
    }

    /// The log of all that was watched.
    pub fn end(self) -> Log {
        let bytes = fs::read(self.library.log()).unwrap_or_default();
        let Files { names, contents, inodes } = self.before;
        let mut reader = Reader { names: names.clone(), inodes, count: contents.len(), ops: vec![] };
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            rest = reader.record(rest);
        }
        Log { folder: self.folder, names, files: contents, ops: reader.ops }
    }
}

/// Makes operations of records.
struct Reader {
    /// The names as they are by now.
    names: Names,
    inodes: HashMap<u64, FileId>,
    count: usize,
    ops: Vec<Op>,
}

impl Reader {
    fn record<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let number = |at: usize| u64::from_ne_bytes(bytes[1 + 8 * at..9 + 8 * at].try_into().unwrap());
        let length = |at| usize::try_from(number(at)).unwrap();
        let (inode, offset) = (number(0), length(1));
        let (one, rest) = bytes[33..].split_at(length(2));
        let (two, rest) = rest.split_at(length(3));
        let path = |bytes: &[u8]| PathBuf::from(std::str::from_utf8(bytes).unwrap());
        let file = || *self.inodes.get(&inode).expect("a file that was written was made or was there");
        let op = match bytes[0] {
            b'C' => {
                self.inodes.insert(inode, self.count);
                self.count += 1;
                Op::Create(path(one), self.count - 1)
            }
            b'W' => Op::Write(file(), offset, one.to_vec()),
            b'T' => Op::SetLength(file(), offset),
            b'S' => Op::SyncFile(file()),
            b'D' => Op::SyncFolder(path(one)),
            b'U' | b'X' => Op::Remove(path(one)),
            b'R' => Op::Rename(path(one), path(two)),
            b'L' => Op::Link(path(one), path(two)),
            b'M' => Op::MakeFolder(path(one)),
            b'A' => Op::Told(String::from_utf8_lossy(one).into_owned()),
            b'E' => Op::Ended,
            b'N' => {
                self.look(std::str::from_utf8(one).unwrap());
                return rest;
            }
            _ => panic!("the program does what cannot be followed: {}", String::from_utf8_lossy(one)),
        };
        self.take(op);
        rest
    }

    fn take(&mut self, op: Op) {
        apply_to_names(&mut self.names, &op);
        self.ops.push(op);
    }

    /// Takes what the names show that was not seen: renaming by a system call of one's own.
    fn look(&mut self, listing: &str) {
        let mut seen = Names::new();
        for line in listing.lines() {
            let mut parts = line.splitn(3, ' ');
            let (inode, kind, path) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
            let node = match kind {
                "d" => Node::Folder,
                "f" => match self.inodes.get(&inode.parse().unwrap()) {
                    Some(file) => Node::File(*file),
                    None => panic!("a file was made unseen: {path}"),
                },
                _ => continue,
            };
            seen.insert(path.into(), node);
        }
        for (path, node) in &seen {
            if self.names.get(path) == Some(node) {
                continue;
            }
            let from = self.names.iter().find(|(from, known)| *known == node && !seen.contains_key(*from));
            match (node, from.map(|(from, _)| from.clone())) {
                (Node::File(_), Some(from)) => self.take(Op::Rename(from, path.clone())),
                _ => panic!("a name came unseen: {}", path.display()),
            }
        }
        let gone: Vec<_> = self.names.keys().filter(|path| !seen.contains_key(*path)).cloned().collect();
        gone.into_iter().rev().for_each(|path| self.take(Op::Remove(path)));
    }
}

fn apply_to_names(names: &mut Names, op: &Op) {
    match op {
        Op::Create(path, file) => drop(names.insert(path.clone(), Node::File(*file))),
        Op::MakeFolder(path) => drop(names.insert(path.clone(), Node::Folder)),
        Op::Remove(path) => drop(names.remove(path)),
        Op::Link(from, to) => {
            let node = names[from];
            names.insert(to.clone(), node);
        }
        Op::Rename(from, to) => {
            let moved: Vec<_> = names.keys().filter(|path| path.starts_with(from)).cloned().collect();
            for path in moved {
                let node = names.remove(&path).unwrap();
                let rest = path.strip_prefix(from).unwrap();
                let place = if rest.as_os_str().is_empty() { to.clone() } else { to.join(rest) };
                names.insert(place, node);
            }
        }
        _ => {}
    }
}

/// What was done to a folder, in order.
pub struct Log {
    pub folder: PathBuf,
    names: Names,
    files: Vec<Vec<u8>>,
    pub ops: Vec<Op>,
}

impl Log {
    /// The same of a program that syncs nothing: what shows that a test has teeth.
    pub fn without_syncs(mut self) -> Self {
        self.ops.retain(|op| !matches!(op, Op::SyncFile(_) | Op::SyncFolder(_)));
        self
    }

    /// How many of the calls there were at which a program can be killed.
    pub fn call_count(&self) -> usize {
        let is_counted = |op: &&Op| match op {
            Op::Write(..) | Op::SetLength(..) | Op::SyncFile(_) | Op::SyncFolder(_) => true,
            Op::Remove(_) | Op::MakeFolder(_) => true,
            Op::Create(..) | Op::Rename(..) | Op::Link(..) | Op::Told(_) | Op::Ended => false,
        };
        self.ops.iter().filter(is_counted).count()
    }

    /// What may be on the disk when the power is cut after so many operations: the files by their path in the folder.
    pub fn after_power_cut(&self, cut: usize, kept: Kept, chance: &mut Chance) -> BTreeMap<PathBuf, Vec<u8>> {
        let ops = &self.ops[..cut];
        let changes: Vec<_> = (0..cut).filter(|at| ops[*at].changes_names()).collect();
        let last_sync = ops.iter().rposition(|op| matches!(op, Op::SyncFolder(_))).unwrap_or(0);
        let durable = changes.iter().filter(|at| **at < last_sync).count();
        let surviving = match kept {
            Kept::Nothing => durable,
            Kept::Everything => changes.len(),
            Kept::Some => durable + chance.below(changes.len() - durable + 1),
        };
        let mut names = self.names.clone();
        changes[..surviving].iter().for_each(|at| apply_to_names(&mut names, &ops[*at]));
        let percent = [15, 50, 85, 97][chance.below(4)];
        let mut contents = HashMap::new();
        for node in names.values() {
            let Node::File(file) = node else { continue };
            contents.entry(*file).or_insert_with(|| self.content(*file, ops, kept, percent, chance));
        }
        let files = names.into_iter().filter_map(|(path, node)| match node {
            Node::File(file) => Some((path.strip_prefix(&self.folder).unwrap().to_owned(), contents[&file].clone())),
            Node::Folder => None,
        });
        files.collect()
    }

    fn content(&self, file: FileId, ops: &[Op], kept: Kept, percent: usize, chance: &mut Chance) -> Vec<u8> {
        let mut content = self.files.get(file).cloned().unwrap_or_default();
        let synced = ops.iter().rposition(|op| *op == Op::SyncFile(file)).unwrap_or(0);
        for (at, op) in ops.iter().enumerate() {
            let (Op::Write(of, ..) | Op::SetLength(of, _)) = op else { continue };
            let survives = at < synced
                || match kept {
                    Kept::Nothing => false,
                    Kept::Everything => true,
                    Kept::Some => chance.percent(percent),
                };
            if *of != file || !survives {
                continue;
            }
            match op {
                Op::SetLength(_, length) => content.resize(*length, 0),
                Op::Write(_, offset, data) => {
                    let steps = data.len() / 512;
                    let is_torn = at >= synced && kept == Kept::Some && steps > 0 && chance.percent(30);
                    let cut = 512 * if is_torn { 1 + chance.below(steps) } else { 0 };
                    // Either part of a torn write may be the one that reached the disk.
                    let part = match cut.min(data.len()) {
                        0 => 0..data.len(),
                        cut if chance.percent(50) => 0..cut,
                        cut => cut..data.len(),
                    };
                    let end = offset + part.end;
                    if content.len() < end {
                        content.resize(end, 0);
                    }
                    content[offset + part.start..end].copy_from_slice(&data[part]);
                }
                _ => {}
            }
        }
        content
    }

    /// Fails unless the log, played to its end, makes the files that are there: then it is whole.
    pub fn assert_whole(&self) {
        let made = self.after_power_cut(self.ops.len(), Kept::Everything, &mut Chance::of(0));
        let there = Files::of(&self.folder);
        for (path, node) in &there.names {
            if let Node::File(file) = node {
                let made = made.get(path.strip_prefix(&self.folder).unwrap());
                assert!(made == Some(&there.contents[*file]), "{} is not what the log makes of it", path.display());
            }
        }
        let count = there.names.values().filter(|node| matches!(node, Node::File(_))).count();
        assert_eq!(made.len(), count, "{:?}", made.keys());
        assert!(self.ops.iter().any(|op| matches!(op, Op::Write(..))), "nothing was noted");
    }
}
