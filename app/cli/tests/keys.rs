//! `girder keys`: secrets stay in their files.

use std::fs;

use crate::{directory, girder};

const KINDS: [&str; 2] = ["ed25519", "secp256r1"];

#[test]
fn a_new_key_is_written_once_and_its_secret_never_printed() {
    for kind in KINDS {
        let dir = directory();
        let made = girder(dir.path(), &["keys", "new", "--kind", kind, "--json", "key.json"]).assert_done();
        let file = fs::read_to_string(dir.path().join("key.json")).expect("there is a file");
        let again = girder(dir.path(), &["keys", "new", "--kind", kind, "key.json"]);
        again.assert_refused("`key.json` exists and is never overwritten");
        assert_eq!(fs::read_to_string(dir.path().join("key.json")).expect("there is a file"), file);

        let shown = girder(dir.path(), &["keys", "show", "key.json"]).assert_done();
        let secret: Vec<u8> = match serde_json::from_str::<serde_json::Value>(&file).expect("it is JSON") {
            serde_json::Value::Array(bytes) => {
                bytes[..32].iter().map(|byte| byte.as_u64().expect("a byte") as u8).collect()
            }
            object => hex(object["secret"].as_str().expect("text")),
        };
        let digits: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let numbers: String = format!("{secret:?}").trim_matches(['[', ']']).replace(' ', "");
        for text in [&made.stdout, &made.stderr, &again.stdout, &again.stderr, &shown.stdout, &shown.stderr] {
            assert!(!text.replace(' ', "").contains(&digits) && !text.replace(' ', "").contains(&numbers));
        }
        let public = made.json()["public_key"].as_str().expect("text").to_owned();
        assert_eq!(made.json()["kind"], kind);
        assert!(shown.stdout.contains(&public));
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("digits")).collect()
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_a_key_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = directory();
    for kind in KINDS {
        girder(dir.path(), &["keys", "new", "--kind", kind, kind]).assert_done();
        let mode = fs::metadata(dir.path().join(kind)).expect("there is a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn two_keys_are_never_the_same() {
    let dir = directory();
    for kind in KINDS {
        let key =
            |name: &str| girder(dir.path(), &["keys", "new", "--kind", kind, name, "--json"]).assert_done().json();
        assert_ne!(key(&format!("{kind}1"))["public_key"], key(&format!("{kind}2"))["public_key"]);
    }
}

#[test]
fn a_broken_key_file_is_refused_without_repeating_it() {
    let dir = directory();
    let secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    for content in [
        format!("[{}]", vec!["77"; 63].join(",")),
        format!(r#"{{"kind": "secp256r1", "public_key": "02", "secret": "{secret}"}}"#),
        format!(r#"{{"kind": "secp256r1", "public_key": "02", "secret": "{secret}0"}}"#),
        format!(r#"{{"kind": "ed25519", "public_key": "02", "secret": "{secret}"}}"#),
        secret.to_owned(),
    ] {
        fs::write(dir.path().join("key.json"), content).expect("it can be written");
        let shown = girder(dir.path(), &["keys", "show", "key.json"]);
        shown.assert_refused("`key.json` is no key file");
        assert!(!shown.stderr.contains("001122") && !shown.stderr.contains("77,77"), "{}", shown.stderr);
    }
    girder(dir.path(), &["keys", "show", "none.json"]).assert_refused("`none.json` can't be read");
}

#[test]
fn an_address_is_printed_alone() {
    let dir = directory();
    let address = |words: &[&str]| girder(dir.path(), &[&["keys", "address"], words].concat());
    for kind in KINDS {
        girder(dir.path(), &["keys", "new", "--kind", kind, kind]).assert_done();
    }
    let network = address(&["ed25519"]).assert_done().stdout;
    let network = network.trim_end();
    let shown = girder(dir.path(), &["keys", "show", "--json", "ed25519", "--network", network]).assert_done().json();
    assert_eq!(shown["public_key"], network);
    assert_eq!(shown["device"], address(&["ed25519", "--device-of", network]).assert_done().stdout.trim_end());
    let operator = address(&["ed25519", "--operator-of", network]).assert_done().stdout;
    assert_ne!(operator.trim_end(), network);

    address(&["secp256r1", "--device-of", network]).assert_done();
    address(&["secp256r1"]).assert_refused("`secp256r1` is a secp256r1 key");
}
