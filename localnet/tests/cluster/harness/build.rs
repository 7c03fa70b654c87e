//! The programs that the tests run, compiled once a run.

use std::{
    collections::HashMap,
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use serde_json::Value;

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The node.
pub fn node() -> &'static Path {
    static NODE: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
    let built = NODE.get_or_init(|| {
        let mut cargo = cargo();
        cargo.args(["--manifest-path", "localnet/Cargo.toml"]);
        // Two workspaces in one target directory would build each other's dependencies again.
        if let Some(target) = env::var_os("CARGO_TARGET_DIR") {
            cargo.env("CARGO_TARGET_DIR", Path::new(&target).join("localnet"));
        }
        executables(cargo)
    });
    &built["girder-localnet"]
}

/// A program of the main workspace: `girder`, `girder-actions`, `girder-explorer`.
pub fn executable(name: &str) -> &'static Path {
    static PROGRAMS: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
    let built = PROGRAMS.get_or_init(|| {
        let mut cargo = cargo();
        // The whole workspace: with fewer packages dependencies would have fewer features, and be compiled again.
        cargo.args(["--workspace", "--bins"]);
        executables(cargo)
    });
    built.get(name).unwrap_or_else(|| panic!("{name} is none of the project's programs"))
}

fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    // What Cargo tells a test about its package makes build scripts of dependencies run again.
    let of_this_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in env::vars().filter(|(name, _)| of_this_package(name)) {
        cargo.env_remove(name);
    }
    cargo.current_dir(project()).args(["build", "--locked", "--message-format", "json-render-diagnostics"]);
    cargo
}

/// Builds, and finds in Cargo's messages what came out.
fn executables(mut cargo: Command) -> HashMap<String, PathBuf> {
    let output = cargo.stdin(Stdio::null()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{cargo:?} failed");
    let messages = output.stdout.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    let executable = |message: Value| {
        let path = message["executable"].as_str()?;
        Some((message["target"]["name"].as_str()?.to_owned(), PathBuf::from(path)))
    };
    messages.filter_map(executable).collect()
}
