//! Where the catalog file is.

use std::path::PathBuf;

use anyhow::Context;
use etcetera::BaseStrategy;

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
