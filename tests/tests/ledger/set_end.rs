//! An attestor set's end: when its epochs are settled, evidence about them is old and its members are paid.

use girder_sdk::{
    instructions::{self as build, Seal},
    ledger::error::LedgerError,
};
use girder_tests::{Ledger, assert_refused};
use solana_signer::Signer;

/// A network whose first set is in force in epochs 0 and 1, of which the first one was worked in.
fn replaced() -> Ledger {
    let ledger = Ledger::new().two_mints().parameters(|p| p.attestor_bps = 1_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    let members: Vec<_> = ledger.attestors.iter().map(|attestor| (attestor.key.pubkey(), 1)).collect();
    ledger.seal_set(2, &members, Seal { from_epoch: 2, proof_threshold: 2, verdict_threshold: 2 }).unwrap();
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 10_000).unwrap();
    ledger
}

#[test]
fn a_set_closes_when_its_epochs_are_settled_evidence_is_old_and_members_are_paid() {
    let ledger = replaced();
    ledger.settle_up_to(0);
    assert_refused!(ledger.close_attestor_set(1), LedgerError::SetNotOver);
    ledger.settle_up_to(1);
    let [first, second, third] = &ledger.attestors[..] else { unreachable!("three attestors") };
    for paid in [first, third] {
        assert_refused!(ledger.close_attestor_set(1), LedgerError::PayOwed);
        ledger.claim_attestor_pay(paid, 1).unwrap();
    }
    let strike = build::strike_attestor(&ledger.network, 1, second.owner.pubkey(), second.key.pubkey(), false);
    ledger.send(&[strike], &[&second.owner]).unwrap();
    assert_refused!(ledger.close_attestor_set(1), LedgerError::PayOwed);
    ledger.claim_attestor_pay(second, 1).unwrap();

    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    assert_refused!(ledger.close_attestor_set(1), LedgerError::TooEarly);
    ledger.chain.warp_to(ledger.evidence_end(1));
    let thief = ledger.wallet().pubkey();
    let stolen = build::close_attestor_set(&ledger.network, 1, thief);
    assert_refused!(ledger.send(&[stolen], &[]), LedgerError::WrongRentPayer);
    let payer = ledger.payer.pubkey();
    let set = girder_sdk::pda::attestor_set(ledger.network.network, 1);
    let rent = ledger.chain.find(&set).unwrap().lamports;
    let before = ledger.chain.find(&payer).unwrap().lamports;
    ledger.close_attestor_set(1).unwrap();
    assert_eq!(ledger.chain.find(&payer).unwrap().lamports, before + rent - 5_000);
    assert!(ledger.chain.find(&set).is_none());
    ledger.assert_solvent();
}

#[test]
fn the_newest_set_and_a_draft_close_once_the_network_is_retired() {
    let ledger = replaced();
    let create = build::create_attestor_set(&ledger.network, 3, ledger.payer.pubkey(), ledger.authority.pubkey());
    ledger.send(&[create], &[&ledger.authority]).unwrap();
    let key = ledger.attestors[0].key.pubkey();
    let add = build::add_attestor(&ledger.network, 3, ledger.authority.pubkey(), key, 1);
    ledger.send(&[add], &[&ledger.authority]).unwrap();
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    ledger.settle_up_to(end - 2);
    assert_refused!(ledger.close_attestor_set(2), LedgerError::SetNotOver);
    ledger.chain.warp_to(ledger.start(end) - 1);
    assert_refused!(ledger.close_attestor_set(3), LedgerError::SetNotSealed);
    ledger.chain.warp_to(ledger.start(end));
    ledger.close_attestor_set(3).unwrap();

    ledger.settle_up_to(end - 1);
    ledger.chain.warp_to(ledger.evidence_end(end - 1) - 1);
    assert_refused!(ledger.close_attestor_set(2), LedgerError::TooEarly);
    ledger.chain.warp_to(ledger.evidence_end(end - 1));
    ledger.close_attestor_set(2).unwrap();
    ledger.assert_solvent();
}
