//! `girder prove` and `girder attest`: statements signed offline.

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

#[test]
fn an_attestor_signs_only_a_statement_that_its_device_signed() {
    let dir = directory();
    let write = |name: &str, content: &str| fs::write(dir.path().join(name), content).expect("it can be written");
    for (kind, file) in [("ed25519", "key.json"), ("ed25519", "attestor.json"), ("secp256r1", "hardware.json")] {
        girder(dir.path(), &["keys", "new", "--kind", kind, file]).assert_done();
    }
    let attest = |key: &str| girder(dir.path(), &["attest", "statement.json", "--key", key]);
    let mut statement = prove(dir.path(), &["--evidence-hash", INSTANCE]).assert_done().json();
    write("statement.json", &statement.to_string());
    let attested = attest("attestor.json").assert_done().json();
    assert_eq!(attested["digest"], statement["digest"]);
    attest("hardware.json").assert_refused("`hardware.json` is no attestor's key: these are Ed25519 keys");

    statement["units"] = "3601".into();
    write("statement.json", &statement.to_string());
    attest("attestor.json").assert_refused("`statement.json` proves nothing");
}

#[test]
fn a_signature_of_another_statement_or_by_another_key_is_not_submitted() {
    let dir = directory();
    let write = |name: &str, content: &str| fs::write(dir.path().join(name), content).expect("it can be written");
    for file in ["key.json", "attestor.json"] {
        girder(dir.path(), &["keys", "new", file]).assert_done();
    }
    let sign = |sequence: &str| {
        let statement = prove(dir.path(), &["--evidence-hash", INSTANCE, "--sequence", sequence]).assert_done();
        write("statement.json", &statement.stdout);
        girder(dir.path(), &["attest", "statement.json", "--key", "attestor.json"]).assert_done().json()
    };
    let (earlier, mut attested) = (sign("1"), sign("2"));
    let submit = || girder(dir.path(), &["proof", "submit", "statement.json", "--attestation", "attestation.json"]);
    write("attestation.json", &earlier.to_string());
    submit().assert_refused("`attestation.json` attests nothing: it is of the digest");
    attested["attestor"] = OPERATOR.into();
    write("attestation.json", &attested.to_string());
    submit().assert_refused("`attestation.json` attests nothing: the signature is not the attestor");
}
