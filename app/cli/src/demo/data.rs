//! The files that the operators keep.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::progress::Progress;
use crate::work::dataset::Dataset;

/// Reads all files under `dir`, by default the repository around the current directory.
pub fn open(dir: Option<&Path>, progress: &Progress) -> Result<(PathBuf, Dataset)> {
    let dir = match dir {
        Some(dir) => dir.to_owned(),
        None => repository()?,
    };
    let bar = progress.bytes();
    let dataset = Dataset::open(&dir, |bytes| bar.inc(bytes))?;
    bar.finish_and_clear();
    Ok((dir, dataset))
}

/// The nearest directory from here upwards that is a repository's, or a workspace's, root.
fn repository() -> Result<PathBuf> {
    let here = env::current_dir().context("the current directory can't be read")?;
    let is_root = |dir: &&Path| [".git", "Cargo.lock"].iter().any(|name| dir.join(name).exists());
    let root = here.ancestors().find(is_root);
    let found =
        root.with_context(|| format!("`{}` is in no repository: name the data with --data DIR", here.display()))?;
    Ok(found.to_owned())
}
