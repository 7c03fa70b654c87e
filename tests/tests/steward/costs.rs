//! What the instructions cost, as docs/upgrades.md says it.

#[allow(dead_code)]
#[path = "../compute_units/table.rs"]
mod table;

use girder_sdk::{Result, steward::instructions as build, transport::Receipt};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use table::{Row, Table};

use crate::{
    ledger::{founded, next_build},
    scene::{PROGRAM, Scene},
};

/// What one instruction of a transaction may take at most.
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
    let next = next_build();
    let kb = next.len() / 1_000;

    let first = scene.buffer(scene.stewardship, next);
    rows.push(row(&format!("propose_upgrade (of {kb} kB)"), scene.propose_buffer(first, next)));
    rows.push(row("cancel_upgrade", scene.cancel(&scene.steward, first)));
    let second = scene.propose(next);
    scene.wait();
    rows.push(row(&format!("execute_upgrade (of {kb} kB)"), scene.execute(second)));

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
fn the_page_says_what_every_instruction_costs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/upgrades.md");
    let (page, measured) = (std::fs::read_to_string(path).unwrap(), measured());
    let complaints = Table::parse(&page).compare(&measured);
    let shown = measured.to_string();
    let (_, rows) = shown.rsplit_once("---: |\n").unwrap();
    assert!(complaints.is_empty(), "{}\nThe table of docs/upgrades.md should be\n{rows}", complaints.join("\n"));

    let idl: serde_json::Value = serde_json::from_str(include_str!("../../../sbf/artifacts/steward.json")).unwrap();
    for instruction in idl["instructions"].as_array().unwrap() {
        let name = instruction["name"].as_str().unwrap();
        let is_measured = measured.rows.iter().any(|row| row.title.split(' ').next() == Some(name));
        assert!(is_measured, "{name} is not measured");
    }
}

#[test]
fn a_program_of_the_largest_size_allowed_is_hashed_within_a_transactions_units() {
    let most = girder_artifact::PROGRAMS.iter().map(|program| program.most_bytes).max().unwrap();
    let scene = Scene::new();
    let program = vec![0; most as usize];
    let buffer = scene.buffer(scene.stewardship, &program);
    let receipt = scene.propose_buffer(buffer, &program).unwrap();
    assert!(receipt.compute_units < MOST_UNITS / 2, "{} compute units", receipt.compute_units);
}
