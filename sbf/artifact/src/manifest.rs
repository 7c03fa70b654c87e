//! The manifest: which sources and which tools made the committed program and IDL.

use crate::{hex, source};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, path::Path};

const FILE: &str = "manifest.json";

/// What is committed beside the program and its IDL.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`source::hash`] of what they were compiled from.
    pub source: String,
    /// The compiled program.
    pub program: Artifact,
    /// Its IDL.
    pub idl: Artifact,
    /// What compiled them: package and version.
    pub tools: BTreeMap<String, String>,
}

/// A compiled file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Its name, in the manifest's directory.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: String,
}

impl Manifest {
    /// The manifest of `artifacts` as they are, taken to be compiled from the sources in `root` as they are.
    pub fn of(root: &Path, artifacts: &Path, tools: BTreeMap<String, String>) -> Result<Self> {
        Ok(Self {
            source: source::hash(root)?,
            program: Artifact::of(artifacts, "ledger.so")?,
            idl: Artifact::of(artifacts, "ledger.json")?,
            tools,
        })
    }

    /// Reads the manifest in `artifacts`.
    pub fn read(artifacts: &Path) -> Result<Self> {
        let path = artifacts.join(FILE);
        let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("parsing {}", path.display()))
    }

    /// Writes the manifest into `artifacts`.
    pub fn write(&self, artifacts: &Path) -> Result<()> {
        let path = artifacts.join(FILE);
        fs::write(&path, serde_json::to_string_pretty(self)? + "\n")
            .with_context(|| format!("writing {}", path.display()))
    }
}

impl Artifact {
    /// The file of that name in `dir`, as it is.
    pub fn of(dir: &Path, file: &str) -> Result<Self> {
        let path = dir.join(file);
        let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        Ok(Self { file: file.into(), bytes: content.len() as u64, sha256: hex(&Sha256::digest(&content)) })
    }
}

/// Parses lines of `PACKAGE=VERSION`.
pub fn parse_versions(text: &str) -> Result<BTreeMap<String, String>> {
    text.lines()
        .map(|line| {
            let (package, version) = line.split_once('=').with_context(|| format!("no PACKAGE=VERSION: {line}"))?;
            Ok((package.into(), version.into()))
        })
        .collect()
}
