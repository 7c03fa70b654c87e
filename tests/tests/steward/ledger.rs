//! The ledger itself, deployed by the loader at its own address and upgraded to another build while a network runs on it.

use std::sync::OnceLock;

use anchor_lang::solana_program::bpf_loader_upgradeable::{self, UpgradeableLoaderState};
use girder_sdk::{embedded::PROGRAM, ledger, steward::pda};
use girder_tests::Ledger;
use solana_account::Account;
use solana_signer::Signer;

use crate::scene::{Scene, patched};

/// What the ledger says about epochs that are settled out of order, in this build and in the next one.
const TEXTS: [&str; 2] = ["epochs settle in order", "EPOCHS SETTLE IN ORDER"];

/// What its account holds: more than the ledger needs, so that it may grow.
pub const MOST_BYTES: usize = 600 * 1024;

/// A network on a ledger that the loader deployed, in stewardship.
pub fn founded() -> (Ledger, Scene) {
    let ledger = Ledger::new().build();
    let scene = Scene::on(ledger.chain.clone(), &ledger.payer, &ledger.wallet(), ledger::ID);
    // Nobody has the key that would sign for the address, so the empty account is put there; the rest is the loader's.
    scene.chain.set_account(pda::program_data(ledger::ID), Account::default()).unwrap();
    let bytes = UpgradeableLoaderState::size_of_program();
    let loader = bpf_loader_upgradeable::ID;
    let empty = Account { lamports: scene.rent(bytes), data: vec![0; bytes], owner: loader, ..Account::default() };
    scene.chain.set_account(ledger::ID, empty).unwrap();
    let source = scene.buffer(scene.steward.pubkey(), PROGRAM);
    let [_, deploy] = bpf_loader_upgradeable::deploy_with_max_program_len(
        &scene.payer.pubkey(),
        &scene.program,
        &source,
        &scene.steward.pubkey(),
        0,
        MOST_BYTES,
    )
    .unwrap()
    .try_into()
    .unwrap();
    scene.send(&[deploy], &[&scene.steward]).unwrap();
    scene.chain.warp_by(1);
    scene.create().unwrap();
    (ledger, scene)
}

/// Another build of the ledger.
pub fn next_build() -> &'static [u8] {
    static NEXT: OnceLock<Vec<u8>> = OnceLock::new();
    NEXT.get_or_init(|| patched(PROGRAM, TEXTS[0], TEXTS[1]))
}

/// What the ledger that runs says when the second epoch is settled first.
fn text(ledger: &Ledger) -> String {
    ledger.settle(1).unwrap_err().refusal().unwrap().message.clone()
}

#[test]
fn the_ledger_is_upgraded_under_a_running_network() {
    let (ledger, scene) = founded();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.enter_epoch(2);
    assert!(text(&ledger).starts_with(TEXTS[0]), "{}", text(&ledger));

    let buffer = scene.propose(next_build());
    scene.wait();
    assert!(text(&ledger).starts_with(TEXTS[0]));
    let before = (ledger.network_account().creator, ledger.operator_account(&operator).stake);
    scene.execute(buffer).unwrap();
    scene.chain.warp_by(1);

    let unused = vec![0; MOST_BYTES - next_build().len()];
    assert_eq!(scene.code(), [next_build(), &unused].concat());
    assert!(text(&ledger).starts_with(TEXTS[1]), "{}", text(&ledger));
    assert_eq!((ledger.network_account().creator, ledger.operator_account(&operator).stake), before);
    ledger.settle(0).unwrap();
}
