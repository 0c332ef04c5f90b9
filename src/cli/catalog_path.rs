//! Where the catalog file is, and what is told of the place.

use std::path::{Path, PathBuf};

use anyhow::Context;
use etcetera::BaseStrategy;

use super::message;
use crate::catalog::{Catalog, Stop};

/// The file that was given, else `paperdex/catalog.db` in the user's data folder (`$XDG_DATA_HOME`, else
/// `~/.local/share`). Source: XDG Base Directory Specification. Fails when the user has no home folder.
pub(super) fn catalog_path(given: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    if let Some(path) = given.filter(|path| !path.as_os_str().is_empty()) {
        return Ok(path);
    }
    let folders = etcetera::choose_base_strategy()
        .context("could not find the user's data folder: name the catalog file with --db")?;
    Ok(folders.data_dir().join("paperdex").join("catalog.db"))
}

/// Opens the catalog for a command that writes, and tells what must be known of its place.
pub(super) fn open_to_write(db: &Path) -> anyhow::Result<Catalog> {
    open_to_write_until(db, &Stop::default())
}

/// The same, for a command that can be told to stop.
pub(super) fn open_to_write_until(db: &Path, stop: &Stop) -> anyhow::Result<Catalog> {
    let catalog = Catalog::open_or_create_until(db, stop)?;
    if let Some(warning) = catalog.warning() {
        message::note(warning);
    }
    Ok(catalog)
}
