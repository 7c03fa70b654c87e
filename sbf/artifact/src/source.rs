//! One hash of everything the program is compiled from, and of nothing else: a new version of a crate that only the
//! clients use leaves it as it is.

use crate::{
    cargo::{self, Lock, Package, Workspace},
    hex,
};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The workspace's packages that are compiled into the program: name and directory.
const PACKAGES: [(&str, &str); 2] = [("girder-ledger", "programs/ledger"), ("girder-interface", "interface")];

/// Path and content.
type Inputs = BTreeMap<String, Vec<u8>>;

/// The hash of the sources in the workspace at `root`: the packages, the build in `sbf/`, and what of the workspace's
/// manifest and lock file concerns them.
pub fn hash(root: &Path) -> Result<String> {
    let lock: Lock = cargo::parse(&root.join("Cargo.lock"))?;
    let mut inputs = Inputs::new();
    let mut direct = BTreeSet::new();
    for (name, dir) in PACKAGES {
        add_file(root, &format!("{dir}/Cargo.toml"), &mut inputs)?;
        add_tree(root, &format!("{dir}/src"), &mut inputs)?;
        let package: Package = cargo::parse(&root.join(dir).join("Cargo.toml"))?;
        direct.extend(lock.dependencies(name)?.into_iter().filter(|dependency| package.compiles(dependency.name)));
    }
    add_build(root, &mut inputs)?;
    let workspace = cargo::parse::<Workspace>(&root.join("Cargo.toml"))?.only(&direct);
    inputs.insert("Cargo.toml".into(), serde_json::to_vec(&workspace)?);
    inputs.insert("Cargo.lock".into(), lock.reachable(direct)?.join("\n").into());

    let mut hash = Sha256::new();
    for (path, content) in &inputs {
        // Lengths first: no two lists of files give the same bytes.
        for part in [path.as_bytes(), content] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    Ok(hex(&hash.finalize()))
}

fn add_file(root: &Path, path: &str, inputs: &mut Inputs) -> Result<()> {
    let content = fs::read(root.join(path)).with_context(|| format!("reading {path}"))?;
    inputs.insert(path.into(), content);
    Ok(())
}

fn add_tree(root: &Path, dir: &str, inputs: &mut Inputs) -> Result<()> {
    for (name, is_dir) in list(root, dir)? {
        let path = format!("{dir}/{name}");
        if is_dir {
            add_tree(root, &path, inputs)?;
        } else {
            add_file(root, &path, inputs)?;
        }
    }
    Ok(())
}

/// The files of `sbf/` itself: scripts, target, patch and shims.
fn add_build(root: &Path, inputs: &mut Inputs) -> Result<()> {
    for (name, is_dir) in list(root, "sbf")? {
        if !is_dir && name != "README.md" {
            add_file(root, &format!("sbf/{name}"), inputs)?;
        }
    }
    Ok(())
}

/// Names in `dir`, and whether they are directories. Hidden ones are editors' and tools' own.
fn list(root: &Path, dir: &str) -> Result<Vec<(String, bool)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root.join(dir)).with_context(|| format!("listing {dir}"))? {
        let entry = entry?;
        let name = entry.file_name().into_string().ok().with_context(|| format!("a name in {dir} is not UTF-8"))?;
        if !name.starts_with('.') {
            names.push((name, entry.file_type()?.is_dir()));
        }
    }
    Ok(names)
}
