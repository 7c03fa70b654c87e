//! `girder inspect` and `girder audit`: a saved ledger.

use std::{collections::BTreeSet, fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use ledger::state::{Epoch, SlashCase};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{directory, girder, with_data};

const IDL: &str = include_str!("../../../sbf/artifacts/ledger.json");

fn saved() -> TempDir {
    let dir = with_data();
    girder(dir.path(), &["demo", "--data", "data", "--epochs", "7", "--save", "ledger.json"]).assert_done();
    dir
}

fn read(dir: &Path) -> Value {
    let text = fs::read_to_string(dir.join("ledger.json")).expect("it is saved");
    serde_json::from_str(&text).expect("it is JSON")
}

fn write(dir: &Path, ledger: &Value) {
    fs::write(dir.join("ledger.json"), ledger.to_string()).expect("it can be written");
}

/// The eight bytes that an account's data begin with, by the program's interface description.
fn discriminator(name: &str) -> Vec<u8> {
    let idl: Value = serde_json::from_str(IDL).expect("it is JSON");
    let accounts = idl["accounts"].as_array().expect("accounts");
    let account = accounts.iter().find(|account| account["name"] == name).expect("it is there");
    serde_json::from_value(account["discriminator"].clone()).expect("eight bytes")
}

fn data(account: &Value) -> Vec<u8> {
    BASE64.decode(account["data"].as_str().expect("text")).expect("base64")
}

#[test]
fn any_account_is_shown_as_json() {
    let dir = saved();
    // The demo closes its epochs and its case, so these two types are put in place, empty.
    let mut ledger = read(dir.path());
    let accounts = ledger["accounts"].as_array_mut().expect("accounts");
    let program = accounts.iter().find(|account| data(account).starts_with(&discriminator("Network")));
    let program = program.expect("there is a network")["owner"].clone();
    for (name, address, bytes) in [
        ("Epoch", "Epoch11111111111111111111111111111111111111", size_of::<Epoch>()),
        ("SlashCase", "Case111111111111111111111111111111111111111", size_of::<SlashCase>()),
    ] {
        let data = BASE64.encode([discriminator(name), vec![0; bytes]].concat());
        accounts.push(json!({ "address": address, "owner": program, "lamports": 1, "data": data }));
    }
    write(dir.path(), &ledger);

    let mut types = BTreeSet::new();
    for account in ledger["accounts"].as_array().expect("accounts") {
        let address = account["address"].as_str().expect("text");
        let shown = girder(dir.path(), &["inspect", "--ledger", "ledger.json", address]).assert_done().json();
        types.insert(shown["type"].as_str().expect("a type").to_owned());
    }
    let all =
        "Attestor AttestorSet Books Classes Device Epoch Mint Network Operator Position Shard SlashCase TokenAccount";
    assert_eq!(types.into_iter().collect::<Vec<_>>().join(" "), all);
}

#[test]
fn the_list_names_every_account_of_the_program() {
    let dir = saved();
    let list = girder(dir.path(), &["inspect", "--ledger", "ledger.json"]).assert_done().json();
    let of = |name: &str| list.as_array().expect("a list").iter().filter(|entry| entry["type"] == name).count();
    assert_eq!((of("Network"), of("Operator"), of("Position"), of("Device"), of("Attestor")), (1, 4, 5, 4, 3));
}

#[test]
fn every_owner_of_an_operator_is_shown_with_what_it_earned() {
    let dir = saved();
    let operators = girder(dir.path(), &["owners", "--ledger", "ledger.json", "--json"]).assert_done().json();
    let operators = operators.as_array().expect("a list");
    assert_eq!(operators.len(), 4);
    let owned = operators.iter().find(|operator| operator["owners"].as_array().expect("owners").len() == 2);
    let owned = owned.expect("one has a delegator");
    let number = |owner: usize, field: &str| owned["owners"][owner][field].as_u64().expect("a number");
    assert_eq!((number(0, "shares"), number(1, "shares")), (40_000_000_000, 25_000_000_000));
    assert_eq!(number(0, "stake") + number(1, "stake"), owned["stake"].as_u64().expect("a number"));
    // Earned by shares: 40 to 25, but for a base unit an epoch.
    let (own, other) = (number(0, "earned"), number(1, "earned"));
    assert!(own > 0 && (own * 25).abs_diff(other * 40) < 40 * 25, "{own} {other}");

    let address = owned["operator"].as_str().expect("text");
    let text = girder(dir.path(), &["owners", "--ledger", "ledger.json", address]).assert_done().stdout;
    assert!(text.contains("61.53%") && text.contains("38.46%") && text.contains("100.00%"), "{text}");
    assert!(text.contains("Commission 5.00%; 0 claimable."), "{text}");
    let position = owned["owners"][0]["owner"].as_str().expect("text");
    girder(dir.path(), &["owners", "--ledger", "ledger.json", position]).assert_refused("there is no Operator at");
}

#[test]
fn a_saved_ledger_passes_its_audit() {
    let dir = saved();
    let text = girder(dir.path(), &["audit", "--ledger", "ledger.json"]).assert_done().stdout;
    assert!(text.contains("sums hold.") && !text.contains("OFF"), "{text}");
    let networks = girder(dir.path(), &["audit", "--ledger", "ledger.json", "--json"]).assert_done().json();
    assert_eq!(networks[0]["name"], "demo");
    assert!(networks[0]["checks"].as_array().expect("checks").len() > 20);
}

#[test]
fn the_audit_finds_a_base_unit_that_is_missing() {
    let dir = saved();
    let mut ledger = read(dir.path());
    let network = girder(dir.path(), &["inspect", "--ledger", "ledger.json"]).assert_done().json();
    let network = network.as_array().expect("a list").iter().find(|entry| entry["type"] == "Network").expect("one");
    let address = network["address"].as_str().expect("text");
    let network = girder(dir.path(), &["inspect", "--ledger", "ledger.json", address]).assert_done().json();
    let accounts = ledger["accounts"].as_array_mut().expect("accounts");
    let vault = accounts.iter_mut().find(|account| account["address"] == network["stake_vault"]).expect("a vault");
    // A token account's amount is at byte 64, little-endian.
    let mut tampered = data(vault);
    let amount = u64::from_le_bytes(tampered[64..72].try_into().expect("8 bytes"));
    tampered[64..72].copy_from_slice(&(amount - 1).to_le_bytes());
    vault["data"] = json!(BASE64.encode(tampered));
    write(dir.path(), &ledger);

    let text = girder(dir.path(), &["audit", "--ledger", "ledger.json"]);
    assert_eq!(text.code, Some(1));
    assert!(text.stdout.contains("OFF  staked + escrow + bonds <= stake vault"), "{}", text.stdout);
    let json = girder(dir.path(), &["audit", "--ledger", "ledger.json", "--json"]);
    assert_eq!(json.code, Some(1));
    let broken =
        json.json()[0]["checks"].as_array().expect("checks").iter().filter(|check| check["holds"] == false).count();
    assert_eq!(broken, 1);
}

#[test]
fn what_is_no_ledger_is_refused() {
    let dir = directory();
    let refused = |content: &str, why: &str| {
        fs::write(dir.path().join("ledger.json"), content).expect("it can be written");
        girder(dir.path(), &["audit", "--ledger", "ledger.json"]).assert_refused(why);
    };
    girder(dir.path(), &["audit", "--ledger", "none.json"]).assert_refused("`none.json` can't be read");
    refused("{}", "`ledger.json` is no ledger file");
    refused(r#"{"format": "girder-ledger-9", "unix_time": 1, "accounts": []}"#, "must be `girder-ledger-1`");
    refused(r#"{"format": "girder-ledger-1", "unix_time": 1, "accounts": []}"#, "there is no network on this ledger");
    let entry = r#"{"format": "girder-ledger-1", "unix_time": 1, "accounts": [{"address": "x", "owner": "x", "lamports": 1, "data": ""}]}"#;
    refused(entry, "account `x` of `ledger.json` can't be used");
}

#[cfg(unix)]
#[test]
fn who_stops_reading_early_is_no_error() {
    let dir = saved();
    let command = format!("{} inspect --ledger ledger.json; echo $? >&2", env!("CARGO_BIN_EXE_girder"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &format!("({command}) | true")]).current_dir(dir.path());
    let output = shell.output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "0\n");
}
