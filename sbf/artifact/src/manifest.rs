//! The manifest: which sources and which tools made the committed programs and IDLs.

use crate::{PROGRAMS, check_program, hex, source};
use anchor_lang_idl_spec::Idl;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, path::Path};

const FILE: &str = "manifest.json";

/// What compiled a program: package and version.
pub type Tools = BTreeMap<String, String>;

/// What is committed beside the programs and their IDLs: an entry of each program, by its name.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest(pub BTreeMap<String, Entry>);

/// What is known of a program.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The address that it was compiled for, as its IDL says it.
    pub address: String,
    /// [`source::hash`] of what it was compiled from.
    pub source: String,
    /// The compiled program.
    pub program: Artifact,
    /// Its IDL.
    pub idl: Artifact,
    /// What compiled them.
    pub tools: Tools,
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
    /// Reads the manifest in `artifacts`.
    pub fn read(artifacts: &Path) -> Result<Self> {
        let path = artifacts.join(FILE);
        let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("parsing {}", path.display()))
    }

    /// Reads the manifest in `artifacts`, or begins one.
    pub fn read_or_new(artifacts: &Path) -> Result<Self> {
        if artifacts.join(FILE).exists() { Self::read(artifacts) } else { Ok(Self::default()) }
    }

    /// Writes the manifest into `artifacts`.
    pub fn write(&self, artifacts: &Path) -> Result<()> {
        let path = artifacts.join(FILE);
        fs::write(&path, serde_json::to_string_pretty(self)? + "\n")
            .with_context(|| format!("writing {}", path.display()))
    }

    /// Records a program in `artifacts` as it is, taken to be compiled from the sources in `root` as they are. Forgets what
    /// is no program any more.
    pub fn record(&mut self, root: &Path, artifacts: &Path, program: &str, tools: Tools) -> Result<()> {
        check_program(program)?;
        self.0.insert(program.into(), Entry::of(root, artifacts, program, tools)?);
        self.0.retain(|name, _| check_program(name).is_ok());
        Ok(())
    }

    /// The programs that are not recorded as they would be now.
    pub fn stale(&self, root: &Path, artifacts: &Path, tools: &Tools) -> Result<Vec<&'static str>> {
        let mut stale = Vec::new();
        for name in PROGRAMS.iter().map(|program| program.name) {
            let fits = match self.0.get(name) {
                // What is missing in `artifacts` is stale as well.
                Some(entry) => Entry::of(root, artifacts, name, tools.clone()).is_ok_and(|now| now == *entry),
                None => false,
            };
            if !fits {
                stale.push(name);
            }
        }
        Ok(stale)
    }
}

impl Entry {
    fn of(root: &Path, artifacts: &Path, program: &str, tools: Tools) -> Result<Self> {
        let idl = format!("{program}.json");
        Ok(Self {
            address: address_in(&artifacts.join(&idl))?,
            source: source::hash(root, program)?,
            program: Artifact::of(artifacts, &format!("{program}.so"))?,
            idl: Artifact::of(artifacts, &idl)?,
            tools,
        })
    }
}

/// The address in an IDL.
fn address_in(idl: &Path) -> Result<String> {
    let name = idl.display();
    let text = fs::read(idl).with_context(|| format!("reading {name}"))?;
    let idl: Idl = serde_json::from_slice(&text).with_context(|| format!("parsing {name}"))?;
    Ok(idl.address)
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
pub fn parse_versions(text: &str) -> Result<Tools> {
    text.lines()
        .map(|line| {
            let (package, version) = line.split_once('=').with_context(|| format!("no PACKAGE=VERSION: {line}"))?;
            Ok((package.into(), version.into()))
        })
        .collect()
}
