//! What the instructions cost, as docs/upgrades.md says it.

use girder_sdk::{Result, steward::instructions as build, transport::Receipt};
use girder_tests::table::{Row, Table};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    ledger::{MOST_BYTES, founded, next_build},
    scene::{PROGRAM, Scene},
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/upgrades.md");

/// What a transaction may take at most.
const MOST_UNITS: u64 = 1_400_000;

fn row(title: &str, receipt: Result<Receipt>) -> Row {
    let receipt = receipt.unwrap();
    let consumed = format!("Program {} consumed ", steward::ID);
    let last = receipt.logs.iter().rev().find_map(|line| line.strip_prefix(&consumed)).unwrap();
    let units = last.split(' ').next().unwrap().parse().unwrap();
    Row { title: title.into(), units, bytes: receipt.bytes as u64 }
}

fn measured() -> Table {
    let (_, scene) = founded();
    let (program, payer, steward) = (scene.program, scene.payer.pubkey(), scene.steward.pubkey());
    let mut rows = Vec::new();
    // As large as the ledger may become.
    let next = [next_build(), &vec![0; MOST_BYTES - next_build().len()]].concat();

    let first = scene.buffer(scene.stewardship, &next);
    rows.push(row("propose_upgrade (of 600 KiB)", scene.propose_buffer(first, &next)));
    rows.push(row("cancel_upgrade", scene.cancel(&scene.steward, first)));
    let second = scene.propose(&next);
    scene.wait();
    rows.push(row("execute_upgrade (of 600 KiB)", scene.execute(second)));

    let small = Scene::deployed();
    rows.insert(0, row("create_stewardship", small.create()));
    let heir = Keypair::new_from_array([9; 32]);
    let offer = build::offer_steward(small.program, small.steward.pubkey(), heir.pubkey());
    rows.insert(1, row("offer_steward", small.send(&[offer], &[&small.steward])));
    let accept = build::accept_steward(small.program, heir.pubkey());
    rows.insert(2, row("accept_steward", small.send(&[accept], &[&heir])));

    let stray = scene.buffer(scene.stewardship, PROGRAM);
    let close = build::close_buffer(program, steward, stray, payer);
    rows.push(row("close_buffer", scene.send(&[close], &[&scene.steward])));
    let propose = || build::propose_succession(payer, steward, program, Address::default());
    rows.push(row("propose_succession", scene.send(&[propose()], &[&scene.steward])));
    let cancel = build::cancel_succession(program, steward, payer);
    rows.push(row("cancel_succession", scene.send(&[cancel], &[&scene.steward])));
    scene.send(&[propose()], &[&scene.steward]).unwrap();
    scene.wait();
    let execute = build::execute_succession(program, None, payer);
    rows.push(row("execute_succession", scene.send(&[execute], &[])));
    rows.push(row("close_stewardship", scene.send(&[build::close_stewardship(program, payer)], &[])));
    Table { rows }
}

#[test]
fn no_instruction_costs_5_percent_more_than_the_page_says() {
    let measured = measured();
    let page = std::fs::read_to_string(PATH).unwrap();
    if std::env::var_os("GIRDER_BLESS").is_some() {
        std::fs::write(PATH, measured.put_into(&page).expect("the page has a table")).unwrap();
    }
    let page = std::fs::read_to_string(PATH).unwrap();
    let complaints = Table::parse(&page).compare(&measured);
    let remedy = "If that is wanted: GIRDER_BLESS=1 cargo test -p girder-tests --test steward costs, and commit docs/upgrades.md.";
    assert!(complaints.is_empty(), "{}\n{remedy}", complaints.join("\n"));

    let idl: serde_json::Value = serde_json::from_str(include_str!("../../../sbf/artifacts/steward.json")).unwrap();
    for instruction in idl["instructions"].as_array().unwrap() {
        let name = instruction["name"].as_str().unwrap();
        let is_measured = measured.rows.iter().any(|row| row.title.split(' ').next() == Some(name));
        assert!(is_measured, "{name} is not measured");
    }
    let most = measured.rows.iter().map(|row| row.units).max().unwrap();
    assert!(most <= MOST_UNITS / 2, "the largest ledger takes {most} compute units, a transaction has {MOST_UNITS}");
}

#[test]
fn no_program_may_become_larger_than_what_is_measured() {
    let most = girder_artifact::PROGRAMS.iter().map(|program| program.most_bytes).max().unwrap();
    assert_eq!(most, MOST_BYTES as u64);
}
