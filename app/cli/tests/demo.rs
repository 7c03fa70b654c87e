//! `girder demo`: the main job.

use std::fs;

use serde_json::Value;

use crate::{directory, girder, with_data};

fn sum(rows: &Value, field: &str) -> u64 {
    rows.as_array().expect("rows").iter().map(|row| row[field].as_u64().expect("a number")).sum()
}

#[test]
fn everybody_is_paid_for_proven_work_and_the_cheat_is_slashed() {
    let dir = with_data();
    let report = girder(dir.path(), &["demo", "--data", "data", "--json"]).assert_done().json();
    for check in report["checks"].as_array().expect("checks") {
        assert_eq!(check["holds"], true, "{check}");
    }
    let operators = &report["operators"];
    let (paid, earned) = (sum(operators, "paid"), sum(operators, "rewards"));
    assert!(paid <= earned && earned < paid + 200, "all but dust is paid: {paid} of {earned}");
    let cells = |operator: usize, field: &str| -> Vec<u64> {
        let epochs = report["epochs"].as_array().expect("epochs").iter();
        epochs.map(|row| row["cells"][operator][field].as_u64().expect("a number")).collect()
    };
    // As networks/demo.toml has it: 2 is offline in epochs 4 to 6, 3 signs twice in epoch 5.
    for epoch in 0..12 {
        assert!(cells(0, "credits")[epoch] > 0 && cells(1, "credits")[epoch] > 0);
        assert_eq!(cells(2, "credits")[epoch] == 0, (4..=6).contains(&epoch));
        assert_eq!(cells(3, "credits")[epoch] == 0, epoch > 5);
        assert_eq!(cells(3, "rewards")[epoch] == 0, epoch >= 5, "what the lie touched is void");
    }
    // Half of the 10,000 tokens that cover one device is 4% of the 125,000 that are active, so it costs 4% more. A fifth of
    // that is the bounty.
    assert_eq!(operators[3]["slashed"], 5_200_000_000u64);
    assert_eq!(operators[3]["stake"], 14_800_000_000u64);
    let story: String =
        report["events"].as_array().expect("events").iter().map(|event| event["text"].to_string()).collect();
    for told in [
        "of 10000 GIRD in escrow 4800 GIRD return, 1040 GIRD go to who reported it, 4160 GIRD are burned; what was slashed around it raised it by 200 GIRD",
        "mira",
    ] {
        assert!(story.replace(',', "").contains(&told.replace(',', "")), "{told}: {story}");
    }
    let page = fs::read_to_string(dir.path().join("girder-demo.html")).expect("there is a page");
    assert!(page.contains("All 11 checks hold."));
}

#[test]
fn the_same_seed_and_data_give_the_same_ledger() {
    let dir = with_data();
    let saved = |seed: &str, file: &str| {
        girder(dir.path(), &["demo", "--data", "data", "--epochs", "3", "--seed", seed, "--save", file]).assert_done();
        fs::read(dir.path().join(file)).expect("it is saved")
    };
    assert!(saved("5", "a") == saved("5", "b"));
    assert!(saved("5", "a") != saved("6", "c"));
}

#[test]
fn data_that_is_missing_empty_or_no_directory_is_refused() {
    let dir = directory();
    fs::create_dir(dir.path().join("empty")).expect("it can be made");
    fs::write(dir.path().join("file"), "content").expect("it can be written");
    let refused = |data: &str, why: &str| girder(dir.path(), &["demo", "--data", data]).assert_refused(why);
    refused("missing", "`missing` doesn't exist");
    refused("empty", "`empty` is empty");
    refused("file", "`file` is not a directory");
    girder(dir.path(), &["demo"]).assert_refused("is in no repository: name the data with --data DIR");
    assert!(!dir.path().join("girder-demo.html").exists());
}

#[cfg(unix)]
#[test]
fn data_that_cannot_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let dir = with_data();
    let secret = dir.path().join("data/secret");
    fs::write(&secret, "content").expect("it can be written");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("they can be set");
    // Nothing stops root from reading it.
    if fs::read(&secret).is_err() {
        girder(dir.path(), &["demo", "--data", "data"]).assert_refused("secret` can't be read");
    }
}

#[test]
fn a_network_that_the_ledger_refuses_is_named_with_the_broken_rule() {
    let dir = with_data();
    let demo = include_str!("../networks/demo.toml");
    let refused = |from: &str, to: &str, why: &str| {
        fs::write(dir.path().join("mine.toml"), demo.replace(from, to)).expect("it can be written");
        girder(dir.path(), &["demo", "--data", "data", "--network", "mine.toml"]).assert_refused(why);
    };
    refused("per_million_credits = 100\n", "per_million_credits = 1_000\n", "LyingWouldPay");
    refused("grace = \"10m\"", "grace = \"2h\"", "GraceExceedsEpoch");
    refused("decimals = 6", "decimal = 6", "unknown field `decimal`");
    refused("stake = 40_000", "stake = \"0.0000001\"", "is no amount of a token with 6 decimals");
    girder(dir.path(), &["demo", "--network", "none.toml"]).assert_refused("`none.toml` can't be read");
}

#[test]
fn every_emission_schedule_plays_and_adds_up() {
    let dir = with_data();
    let demo = include_str!("../networks/demo.toml");
    for schedule in ["fixed", "halving", "vault_funded"] {
        let file = demo
            .replace("schedule = \"geometric\"", &format!("schedule = \"{schedule}\""))
            .replace("keep_bps = 9_000", "");
        fs::write(dir.path().join("mine.toml"), file).expect("it can be written");
        girder(dir.path(), &["demo", "--data", "data", "--network", "mine.toml", "--epochs", "7"]).assert_done();
    }
}
