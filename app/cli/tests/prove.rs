//! `girder prove`: statements signed offline.

use std::{fs, path::Path};

use crate::{Outcome, directory, girder};

const NETWORK: &str = "9duD3Vsa29H3qV5U2XYrgjSz5kfdrjwFRdcnGKuX3sLx";
const OPERATOR: &str = "aS2mr6qg6AarZPfre7xV4Y9NhkWWt39ZKFAsibjrHuY";
const INSTANCE: &str = "0909090909090909090909090909090909090909090909090909090909090909";

fn prove(dir: &Path, more: &[&str]) -> Outcome {
    let fixed = ["prove", "--key", "key.json", "--network", NETWORK, "--instance", INSTANCE, "--operator", OPERATOR];
    girder(dir, &[&fixed[..], &["--epoch", "5", "--class", "0", "--units", "3600"], more].concat())
}

#[test]
fn a_statement_verifies_until_a_field_is_changed() {
    for kind in ["ed25519", "secp256r1"] {
        let dir = directory();
        girder(dir.path(), &["keys", "new", "--kind", kind, "key.json"]).assert_done();
        fs::write(dir.path().join("evidence"), "seen").expect("it can be written");
        let signed = prove(dir.path(), &["--evidence", "evidence", "--sequence", "17"]).assert_done();
        let verify = |content: &str| {
            fs::write(dir.path().join("statement.json"), content).expect("it can be written");
            girder(dir.path(), &["prove", "--verify", "statement.json"])
        };
        verify(&signed.stdout).assert_done();

        let statement = signed.json();
        assert_eq!(statement["sequence"], "17");
        for (field, value) in statement.as_object().expect("an object") {
            let mut changed = statement.clone();
            changed[field] = match value.as_u64() {
                Some(number) => (number + 1).into(),
                None => {
                    // Another digit that base58, hexadecimal and decimal numbers all have.
                    let text = value.as_str().expect("text");
                    let last = if text.ends_with('2') { "3" } else { "2" };
                    format!("{}{last}", &text[..text.len() - 1]).into()
                }
            };
            verify(&changed.to_string()).assert_refused("`statement.json` proves nothing");
        }
    }
}

#[test]
fn the_evidence_is_a_file_or_its_hash_but_not_both() {
    let dir = directory();
    girder(dir.path(), &["keys", "new", "key.json"]).assert_done();
    fs::write(dir.path().join("evidence"), "abc").expect("it can be written");
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let of_file = prove(dir.path(), &["--evidence", "evidence", "--sequence", "1"]).assert_done();
    let of_hash = prove(dir.path(), &["--evidence-hash", hash, "--sequence", "1"]).assert_done();
    assert_eq!(of_file.stdout, of_hash.stdout);
    assert_eq!(prove(dir.path(), &["--evidence-hash", hash, "--evidence", "evidence"]).code, Some(2));
    assert_eq!(prove(dir.path(), &[]).code, Some(2));
    prove(dir.path(), &["--evidence-hash", "12"]).assert_refused("--evidence-hash: it must be 64 hexadecimal digits");
    prove(dir.path(), &["--evidence", "none"]).assert_refused("the evidence `none` can't be read");
}

#[test]
fn the_sequence_is_the_time_in_milliseconds() {
    let dir = directory();
    girder(dir.path(), &["keys", "new", "key.json"]).assert_done();
    let sequence = || {
        let statement = prove(dir.path(), &["--evidence-hash", INSTANCE]).assert_done().json();
        statement["sequence"].as_str().expect("text").parse::<u64>().expect("a number")
    };
    let first = sequence();
    assert!(first > 1_700_000_000_000 && first < sequence());
}
