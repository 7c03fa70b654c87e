//! What the hash of the sources answers to, and what it doesn't.

use girder_artifact::source;
use std::{fs, path::Path};
use tempfile::TempDir;

const FILES: [(&str, &str); 12] = [
    (
        "Cargo.toml",
        r#"
            [workspace]
            resolver = "3"
            members = ["interface", "programs/ledger", "programs/votes", "cli"]
            [workspace.package]
            version = "0.1.0"
            [workspace.dependencies]
            anchor = { version = "1", features = ["event"] }
            clap = "4"
            [profile.release]
            opt-level = 3
            [profile.dev]
            debug = false
        "#,
    ),
    (
        "Cargo.lock",
        r#"
            [[package]]
            name = "anchor"
            version = "1.0.0"
            checksum = "aa"
            dependencies = ["hash 2.0.0"]
            [[package]]
            name = "clap"
            version = "4.0.0"
            checksum = "bb"
            dependencies = ["hash 1.0.0"]
            [[package]]
            name = "girder-cli"
            version = "0.1.0"
            dependencies = ["clap", "girder-ledger"]
            [[package]]
            name = "girder-interface"
            version = "0.1.0"
            [[package]]
            name = "girder-ledger"
            version = "0.1.0"
            dependencies = ["anchor", "girder-interface", "proptest"]
            [[package]]
            name = "girder-votes"
            version = "0.1.0"
            dependencies = ["girder-ledger", "token"]
            [[package]]
            name = "hash"
            version = "1.0.0"
            checksum = "c1"
            [[package]]
            name = "hash"
            version = "2.0.0"
            checksum = "c2"
            [[package]]
            name = "proptest"
            version = "1.0.0"
            checksum = "dd"
            [[package]]
            name = "token"
            version = "1.0.0"
            checksum = "ee"
        "#,
    ),
    (
        "programs/ledger/Cargo.toml",
        r#"
            [package]
            name = "girder-ledger"
            [dependencies]
            anchor.workspace = true
            girder-interface.workspace = true
            [dev-dependencies]
            girder-interface.workspace = true
            proptest.workspace = true
        "#,
    ),
    ("programs/ledger/src/lib.rs", "mod state;"),
    ("programs/ledger/src/state/mod.rs", "struct Network;"),
    (
        "programs/votes/Cargo.toml",
        r#"
            [package]
            name = "girder-votes"
            [dependencies]
            girder-ledger.workspace = true
            token.workspace = true
        "#,
    ),
    ("programs/votes/src/lib.rs", "mod vote;"),
    ("cli/Cargo.toml", "package.name = \"girder-cli\"\n[dependencies]\nclap.workspace = true"),
    ("cli/src/main.rs", "fn main() {}"),
    ("interface/Cargo.toml", "package.name = \"girder-interface\"\n[dependencies]"),
    ("interface/src/lib.rs", "#![no_std]"),
    ("sbf/compile", "cargo build"),
];

fn workspace() -> TempDir {
    let root = TempDir::new().unwrap();
    for (path, content) in FILES {
        put(root.path(), path, content);
    }
    root
}

fn put(root: &Path, path: &str, content: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn hash(root: &TempDir) -> String {
    source::hash(root.path(), "ledger").unwrap()
}

/// Whether replacing `old` in the file changes the ledger's hash.
fn answers_to(path: &str, old: &str, new: &str) -> bool {
    program_answers_to("ledger", path, old, new)
}

fn program_answers_to(program: &str, path: &str, old: &str, new: &str) -> bool {
    let root = workspace();
    let before = source::hash(root.path(), program).unwrap();
    let content = fs::read_to_string(root.path().join(path)).unwrap();
    assert!(content.contains(old), "{path} has no {old}");
    put(root.path(), path, &content.replace(old, new));
    source::hash(root.path(), program).unwrap() != before
}

#[test]
fn it_answers_to_every_file_that_is_compiled() {
    assert!(answers_to("programs/ledger/Cargo.toml", "anchor", "clap"));
    assert!(answers_to("programs/ledger/src/lib.rs", "mod", "pub mod"));
    assert!(answers_to("programs/ledger/src/state/mod.rs", "Network", "Books"));
    assert!(answers_to("interface/Cargo.toml", "[dependencies]", ""));
    assert!(answers_to("interface/src/lib.rs", "no_std", "no_core"));
    assert!(answers_to("sbf/compile", "build", "rustc"));
}

#[test]
fn it_answers_to_a_file_that_moves() {
    let root = workspace();
    let before = hash(&root);
    let src = root.path().join("programs/ledger/src");
    fs::rename(src.join("state/mod.rs"), src.join("state.rs")).unwrap();
    assert_ne!(hash(&root), before);
}

#[test]
fn it_answers_to_dependencies_of_the_program_direct_or_not() {
    assert!(answers_to("Cargo.lock", "aa", "ab"));
    assert!(answers_to("Cargo.lock", "c2", "c3"));
    assert!(answers_to("Cargo.toml", r#"["event"]"#, "[]"));
}

#[test]
fn it_does_not_answer_to_dependencies_of_clients_and_tests() {
    assert!(!answers_to("Cargo.lock", "bb", "b2"));
    assert!(!answers_to("Cargo.lock", "c1", "c0"));
    assert!(!answers_to("Cargo.lock", "dd", "de"));
    assert!(!answers_to("Cargo.toml", r#"clap = "4""#, r#"clap = "5""#));
}

#[test]
fn it_answers_to_packages_of_the_workspace_that_the_program_depends_on() {
    let answers = |path, old, new| program_answers_to("votes", path, old, new);
    assert!(answers("programs/votes/src/lib.rs", "vote", "ballot"));
    assert!(answers("programs/ledger/src/lib.rs", "mod", "pub mod"));
    assert!(answers("interface/src/lib.rs", "no_std", "no_core"));
    assert!(answers("Cargo.lock", "c2", "c3"));
    assert!(answers("Cargo.lock", "ee", "ef"));
    assert!(!answers("Cargo.lock", "dd", "de"));
    assert!(!answers("Cargo.lock", "bb", "b2"));
}

#[test]
fn it_does_not_answer_to_other_programs_and_to_clients() {
    assert!(!answers_to("programs/votes/src/lib.rs", "vote", "ballot"));
    assert!(!answers_to("programs/votes/Cargo.toml", "token.workspace = true", ""));
    assert!(!answers_to("Cargo.lock", "ee", "ef"));
    assert!(!answers_to("cli/src/main.rs", "main", "run"));
    assert!(!answers_to("Cargo.toml", r#", "cli"]"#, "]"));
}

#[test]
fn a_program_that_is_not_there_is_refused_by_name() {
    let error = source::hash(workspace().path(), "nothing").unwrap_err();
    assert!(error.to_string().contains("girder-nothing"), "{error}");
}

#[test]
fn it_answers_to_the_programs_profile_only() {
    assert!(answers_to("Cargo.toml", "opt-level = 3", "opt-level = 2"));
    assert!(!answers_to("Cargo.toml", "debug = false", "debug = true"));
}

#[test]
fn it_does_not_answer_to_documents_and_hidden_files() {
    let root = workspace();
    let before = hash(&root);
    put(root.path(), "sbf/README.md", "why");
    put(root.path(), "sbf/artifacts/ledger.so", "bytes");
    put(root.path(), "programs/ledger/src/.lib.rs.swp", "an editor's");
    assert_eq!(hash(&root), before);
}
