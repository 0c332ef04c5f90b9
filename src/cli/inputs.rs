//! From the arguments of `import` to the inputs they mean: files, folders, patterns, standard input.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Something to read.
#[derive(Debug, Clone)]
pub(super) struct Input {
    place: Place,
    /// Whether the user named it, so that it must be a listing; false for what a folder holds.
    pub(super) is_named: bool,
}

#[derive(Debug, Clone)]
enum Place {
    Stdin,
    File(PathBuf),
}

impl Input {
    /// Its path as given; `-` for standard input.
    pub(super) fn name(&self) -> String {
        match &self.place {
            Place::Stdin => "-".into(),
            Place::File(path) => path.display().to_string(),
        }
    }

    /// How it is called in messages.
    pub(super) fn title(&self) -> String {
        match &self.place {
            Place::Stdin => "standard input".into(),
            Place::File(path) => path.display().to_string(),
        }
    }

    /// Opens it; the number is its size in bytes, `None` where it is not known.
    pub(super) fn open(&self) -> io::Result<(Box<dyn Read + Send>, Option<u64>)> {
        match &self.place {
            Place::Stdin => Ok((Box::new(io::stdin()), None)),
            Place::File(path) if is_pipe(path) => Ok((Box::new(Pipe { path: path.clone(), file: None }), None)),
            Place::File(path) => {
                let file = File::open(path)?;
                let metadata = file.metadata()?;
                let byte_count = metadata.is_file().then_some(metadata.len());
                Ok((Box::new(file), byte_count))
            }
        }
    }
}

/// A named pipe, opened when it is first read: until somebody writes into it, that takes for ever, and a reader that waits
/// can be interrupted.
struct Pipe {
    path: PathBuf,
    file: Option<File>,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(File::open(&self.path)?),
        };
        file.read(buffer)
    }
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// The inputs that some arguments mean, each once, in the order given; a folder's files and a pattern's in the order
/// of their names. Hidden files in folders are left out. Fails when an argument names nothing.
pub(super) fn expand(arguments: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    let mut seen = HashSet::new();
    for argument in arguments {
        for input in expand_one(argument)? {
            let identity = match &input.place {
                Place::Stdin => PathBuf::from("-"),
                Place::File(path) => fs::canonicalize(path).unwrap_or_else(|_| path.clone()),
            };
            if seen.insert(identity) {
                inputs.push(input);
            }
        }
    }
    Ok(inputs)
}

fn expand_one(argument: &Path) -> anyhow::Result<Vec<Input>> {
    if argument == Path::new("-") {
        return Ok(vec![Input { place: Place::Stdin, is_named: true }]);
    }
    match fs::metadata(argument) {
        Ok(metadata) if metadata.is_dir() => {
            let mut files = Vec::new();
            walk(argument, &mut files)?;
            Ok(files.into_iter().map(|path| Input { place: Place::File(path), is_named: false }).collect())
        }
        Ok(_) => Ok(vec![named(argument.to_owned())]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => matches_of(argument),
        Err(error) => Err(error).with_context(|| format!("could not open {}", argument.display())),
    }
}

fn named(path: PathBuf) -> Input {
    Input { place: Place::File(path), is_named: true }
}

/// The files that a quoted pattern such as `'pages/*.txt'` fits.
fn matches_of(argument: &Path) -> anyhow::Result<Vec<Input>> {
    let pattern = argument.to_str().filter(|text| text.contains(['*', '?', '[']));
    let Some(pattern) = pattern else {
        bail!("there is no file or folder {}", argument.display());
    };
    let paths = glob::glob(pattern).with_context(|| format!("\"{pattern}\" is no file and no sound pattern"))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path?;
        if !path.is_dir() {
            files.push(named(path));
        }
    }
    if files.is_empty() {
        bail!("no file fits the pattern {pattern}");
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let context = || format!("could not read the folder {}", folder.display());
    let mut entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>).with_context(context)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        // A link to a folder could lead back here.
        let is_folder = entry.file_type().with_context(context)?.is_dir();
        if is_hidden {
            continue;
        } else if is_folder {
            walk(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}
