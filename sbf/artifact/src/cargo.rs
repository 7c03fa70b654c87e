//! The parts of Cargo's files that decide what a program is compiled from.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

pub fn parse<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("parsing {}", path.display()))
}

/// Any value. Tables are sorted here, whether or not some other crate has `toml` keep their order.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Value {
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Value>),
    Table(BTreeMap<String, Value>),
}

/// The workspace's `Cargo.toml`.
#[derive(Serialize, Deserialize)]
pub struct Workspace {
    workspace: WorkspaceTable,
    profile: BTreeMap<String, Value>,
    #[serde(default)]
    patch: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct WorkspaceTable {
    resolver: String,
    #[serde(skip_serializing)]
    members: Vec<String>,
    package: Value,
    dependencies: BTreeMap<String, Value>,
}

impl Workspace {
    /// The directory of each package, by its name.
    pub fn directories(&self, root: &Path) -> Result<BTreeMap<String, String>> {
        let name = |dir: &String| -> Result<_> {
            let package: Package = parse(&root.join(dir).join("Cargo.toml"))?;
            Ok((package.package.name, dir.clone()))
        };
        self.workspace.members.iter().map(name).collect()
    }

    /// What concerns packages with these dependencies.
    pub fn only(mut self, direct: &BTreeSet<Dependency>) -> Self {
        let used: BTreeSet<&str> = direct.iter().map(|dependency| dependency.name).collect();
        self.workspace.dependencies.retain(|name, _| used.contains(name.as_str()));
        self.profile.retain(|name, _| name == "release");
        self
    }
}

/// A package's `Cargo.toml`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Package {
    package: PackageTable,
    #[serde(default)]
    dependencies: BTreeMap<String, Value>,
    #[serde(default)]
    dev_dependencies: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct PackageTable {
    name: String,
}

impl Package {
    /// Whether the dependency is compiled for more than the package's own tests. Cargo.lock doesn't tell.
    pub fn compiles(&self, dependency: &str) -> bool {
        self.dependencies.contains_key(dependency) || !self.dev_dependencies.contains_key(dependency)
    }
}

/// `Cargo.lock`.
#[derive(Deserialize)]
pub struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

/// A dependency as Cargo.lock names it: with a version only where the name alone is ambiguous.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency<'lock> {
    pub name: &'lock str,
    version: Option<&'lock str>,
}

impl Lock {
    /// The dependencies of one of the workspace's packages.
    pub fn dependencies(&self, package: &str) -> Result<Vec<Dependency<'_>>> {
        Ok(self.find(Dependency { name: package, version: None })?.dependencies().collect())
    }

    /// Name, version and checksum of these and of everything they depend on, sorted. Packages of the workspace are not
    /// followed: what of their dependencies is compiled must be among these.
    pub fn reachable<'lock>(&'lock self, direct: BTreeSet<Dependency<'lock>>) -> Result<Vec<String>> {
        let mut open: Vec<_> = direct.into_iter().collect();
        let mut seen = BTreeMap::new();
        while let Some(dependency) = open.pop() {
            let locked = self.find(dependency)?;
            let line = format!("{} {} {}", locked.name, locked.version, locked.checksum.as_deref().unwrap_or("local"));
            let is_new = seen.insert((&locked.name, &locked.version), line).is_none();
            if is_new && locked.checksum.is_some() {
                open.extend(locked.dependencies());
            }
        }
        Ok(seen.into_values().collect())
    }

    fn find(&self, wanted: Dependency) -> Result<&Locked> {
        let is_wanted = |locked: &&Locked| {
            locked.name == wanted.name && wanted.version.is_none_or(|version| locked.version == version)
        };
        self.package.iter().find(is_wanted).with_context(|| format!("Cargo.lock has no {}", wanted.name))
    }
}

impl Locked {
    fn dependencies(&self) -> impl Iterator<Item = Dependency<'_>> {
        self.dependencies.iter().map(|line| {
            let mut words = line.split(' ');
            Dependency { name: words.next().unwrap_or_default(), version: words.next() }
        })
    }
}
