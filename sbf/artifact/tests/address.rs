//! A program's address is the one that its sources declare, and becomes that of a keypair on demand.

use girder_artifact::address::{declare, declared};
use std::{fs, path::Path};
use tempfile::TempDir;

const SOURCE: &str =
    "use anchor_lang::prelude::*;\n\ndeclare_id!(\"Old111\");\n\npub const ID_TEXT: &str = \"Old111\";\n";

/// A checkout with a ledger, and beside it a keypair whose public half is all ones.
fn checkout(source: &str) -> TempDir {
    let root = TempDir::new().unwrap();
    fs::create_dir_all(root.path().join("programs/ledger/src")).unwrap();
    fs::write(root.path().join("programs/ledger/src/lib.rs"), source).unwrap();
    fs::write(root.path().join("key.json"), serde_json::to_string(&[[7u8; 32], [1; 32]].concat()).unwrap()).unwrap();
    root
}

fn source(root: &TempDir) -> String {
    fs::read_to_string(root.path().join("programs/ledger/src/lib.rs")).unwrap()
}

fn refusal(root: &Path, program: &str, keypair: &str) -> String {
    format!("{:#}", declare(root, program, &root.join(keypair)).unwrap_err())
}

#[test]
fn the_sources_declare_the_keypairs_address_and_nothing_else_changes() {
    let root = checkout(SOURCE);
    assert_eq!(declared(root.path(), "ledger").unwrap(), "Old111");
    let address = declare(root.path(), "ledger", &root.path().join("key.json")).unwrap();
    assert_eq!(address, bs58::encode([1; 32]).into_string());
    assert_eq!(declared(root.path(), "ledger").unwrap(), address);
    assert_eq!(source(&root), SOURCE.replacen("Old111", &address, 1));
}

#[test]
fn what_is_no_program_no_keypair_or_has_no_address_is_named_without_a_secret() {
    let root = checkout(SOURCE);
    assert!(refusal(root.path(), "clerk", "key.json").contains("there is no program clerk"));
    assert!(refusal(root.path(), "ledger", "missing.json").contains("missing.json"));
    for text in ["[77,78]", "secret", "{\"key\": 77}"] {
        fs::write(root.path().join("bad.json"), text).unwrap();
        let said = refusal(root.path(), "ledger", "bad.json");
        assert!(
            said.contains("bad.json` is no keypair file") && !said.contains("77") && !said.contains("secret"),
            "{said}"
        );
    }
    assert_eq!(source(&root), SOURCE);

    let root = checkout("pub fn nothing() {}\n");
    assert!(refusal(root.path(), "ledger", "key.json").contains("there is no line declare_id!"));
}
