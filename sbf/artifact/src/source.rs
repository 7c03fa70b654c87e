//! One hash of everything a program is compiled from, and of nothing else: a new version of a crate that only the clients
//! use leaves it as it is.

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

/// Path and content.
type Inputs = BTreeMap<String, Vec<u8>>;

/// The hash of a program's sources in the workspace at `root`: its package and those of the workspace that it depends on,
/// the build in `sbf/`, and what of the workspace's manifest and lock file concerns them.
pub fn hash(root: &Path, program: &str) -> Result<String> {
    let lock: Lock = cargo::parse(&root.join("Cargo.lock"))?;
    let workspace: Workspace = cargo::parse(&root.join("Cargo.toml"))?;
    let directories = workspace.directories(root)?;
    let mut inputs = Inputs::new();
    let mut direct = BTreeSet::new();
    let mut packages = vec![format!("girder-{program}")];
    while let Some(name) = packages.pop() {
        let dir = directories.get(&name).with_context(|| format!("the workspace has no package {name}"))?;
        if !add_package(root, dir, &mut inputs)? {
            continue;
        }
        let package: Package = cargo::parse(&root.join(dir).join("Cargo.toml"))?;
        for dependency in lock.dependencies(&name)? {
            if package.compiles(dependency.name) {
                direct.insert(dependency);
                packages.extend(directories.contains_key(dependency.name).then(|| dependency.name.to_owned()));
            }
        }
    }
    add_build(root, &mut inputs)?;
    inputs.insert("Cargo.toml".into(), serde_json::to_vec(&workspace.only(&direct))?);
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

/// Whether the package had not been added before.
fn add_package(root: &Path, dir: &str, inputs: &mut Inputs) -> Result<bool> {
    let manifest = format!("{dir}/Cargo.toml");
    if inputs.contains_key(&manifest) {
        return Ok(false);
    }
    add_file(root, &manifest, inputs)?;
    add_tree(root, &format!("{dir}/src"), inputs)?;
    Ok(true)
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
