//! What a vote takes from files and from stdin.

use std::{
    fs,
    io::{Read, stdin},
    path::Path,
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The SHA-256 of a file.
pub fn hash_of(path: &Path) -> Result<[u8; 32]> {
    let content = fs::read(path).with_context(|| format!("`{}` can't be read", path.display()))?;
    Ok(Sha256::digest(content).into())
}

/// An argument, or what stdin has if it is `-`.
pub fn argument(text: &str) -> Result<String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut read = String::new();
    stdin().read_to_string(&mut read).context("stdin can't be read")?;
    Ok(read)
}
