//! Attestors' bonds: in, held while they sign, and out.

use girder_tests::{
    Ledger, TestAttestor, assert_refused,
    program::{error::LedgerError::*, state::Attestor},
    sdk::{
        Result,
        instructions::{self as build, Seal},
        pda,
        transport::Receipt,
    },
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

fn bonded() -> Ledger {
    Ledger::new().two_mints().parameters(|p| p.min_bond = 100).build()
}

fn account(ledger: &Ledger, attestor: &TestAttestor) -> Attestor {
    ledger.chain.read(pda::attestor(ledger.network.network, attestor.key.pubkey())).unwrap()
}

fn unbond(ledger: &Ledger, attestor: &TestAttestor, by: &Keypair, sealed: u64, draft: Option<u64>) -> Result<Receipt> {
    let (key, by_key) = (attestor.key.pubkey(), by.pubkey());
    ledger.send(&[build::unbond_attestor(&ledger.network, key, by_key, Some(sealed), draft)], &[by])
}

fn strike(ledger: &Ledger, version: u64, attestor: &TestAttestor) {
    let owner = &attestor.owner;
    let strike = build::strike_attestor(&ledger.network, version, owner.pubkey(), attestor.key.pubkey(), false);
    ledger.send(&[strike], &[owner]).unwrap();
}

fn withdraw_to(ledger: &Ledger, attestor: &TestAttestor, destination: Address) -> Result<Receipt> {
    let withdraw = build::withdraw_bond(&ledger.network, attestor.key.pubkey(), destination, ledger.payer.pubkey());
    ledger.send(&[withdraw], &[])
}

fn withdraw(ledger: &Ledger, attestor: &TestAttestor) -> Result<Receipt> {
    let owner = attestor.owner.pubkey();
    let destination = ledger.chain.create_token_account(&ledger.payer, &ledger.network.collateral, owner)?;
    withdraw_to(ledger, attestor, destination)
}

/// Opens the draft of this version and adds an attestor.
fn draft(ledger: &Ledger, version: u64, attestor: &TestAttestor) -> Result<Receipt> {
    let (authority, key) = (ledger.authority.pubkey(), attestor.key.pubkey());
    let create = build::create_attestor_set(&ledger.network, version, ledger.payer.pubkey(), authority);
    let add = build::add_attestor(&ledger.network, version, authority, key, 1);
    ledger.send(&[create, add], &[&ledger.authority])
}

#[test]
fn a_key_is_registered_once_with_its_own_signature() {
    let ledger = Ledger::new().build();
    let attestor = TestAttestor::new(1);
    let (owner, key) = (attestor.owner.pubkey(), attestor.key.pubkey());
    let register = build::register_attestor(&ledger.network, ledger.payer.pubkey(), owner, key);
    let mut unsigned = register.clone();
    unsigned.accounts.iter_mut().filter(|meta| meta.pubkey == key).for_each(|meta| meta.is_signer = false);
    let error = ledger.send(&[unsigned], &[&attestor.owner]).unwrap_err();
    assert_eq!(error.refusal().unwrap().name, "AccountNotSigner");
    ledger.send(std::slice::from_ref(&register), &[&attestor.owner, &attestor.key]).unwrap();
    assert_refused!(ledger.send(&[register], &[&attestor.owner, &attestor.key]), AlreadyExists);
    assert_eq!((account(&ledger, &attestor).key, account(&ledger, &attestor).authority), (key, owner));
}

#[test]
fn a_bond_below_the_minimum_joins_no_set() {
    let ledger = bonded();
    let attestor = TestAttestor::new(1);
    let (owner, key) = (attestor.owner.pubkey(), attestor.key.pubkey());
    let register = build::register_attestor(&ledger.network, ledger.payer.pubkey(), owner, key);
    ledger.send(&[register], &[&attestor.owner, &attestor.key]).unwrap();
    assert_refused!(ledger.post_bond(&attestor, 0), ZeroAmount);
    ledger.post_bond(&attestor, 99).unwrap();
    assert_refused!(draft(&ledger, 2, &attestor), BondTooSmall);
    ledger.post_bond(&attestor, 1).unwrap();
    draft(&ledger, 2, &attestor).unwrap();
    assert_eq!(ledger.books().bonds, 400, "and three of the first set");
}

#[test]
fn a_key_in_force_does_not_leave_until_it_is_struck() {
    let ledger = bonded();
    let attestor = &ledger.attestors[0];
    assert_refused!(unbond(&ledger, attestor, &attestor.owner, 1, None), AttestorInForce);
    let without = build::unbond_attestor(&ledger.network, attestor.key.pubkey(), attestor.owner.pubkey(), None, None);
    assert_refused!(ledger.send(&[without], &[&attestor.owner]), SetNotInForce);
    strike(&ledger, 1, attestor);
    assert_refused!(unbond(&ledger, attestor, &ledger.authority, 1, None), WrongAuthority);
    assert_refused!(unbond(&ledger, attestor, &attestor.key, 1, None), WrongAuthority);
    unbond(&ledger, attestor, &attestor.owner, 1, None).unwrap();
    assert_refused!(unbond(&ledger, attestor, &attestor.owner, 1, None), AttestorLeaving);
}

#[test]
fn a_key_in_the_draft_does_not_leave_until_it_is_struck_there() {
    let ledger = bonded();
    let attestor = TestAttestor::new(1);
    ledger.register_attestor(&attestor);
    draft(&ledger, 2, &attestor).unwrap();
    assert_refused!(unbond(&ledger, &attestor, &attestor.owner, 1, None), SetNotInForce);
    assert_refused!(unbond(&ledger, &attestor, &attestor.owner, 1, Some(1)), SetNotInForce);
    assert_refused!(unbond(&ledger, &attestor, &attestor.owner, 1, Some(2)), AttestorInForce);
    strike(&ledger, 2, &attestor);
    unbond(&ledger, &attestor, &attestor.owner, 1, Some(2)).unwrap();
}

#[test]
fn who_leaves_joins_no_set_and_takes_no_bond() {
    let ledger = bonded();
    let attestor = TestAttestor::new(1);
    ledger.register_attestor(&attestor);
    unbond(&ledger, &attestor, &attestor.owner, 1, None).unwrap();
    assert_refused!(draft(&ledger, 2, &attestor), AttestorLeaving);
    assert_refused!(ledger.post_bond(&attestor, 1), AttestorLeaving);
}

#[test]
fn a_bond_is_paid_out_from_its_last_second_on_with_its_rent() {
    let ledger = bonded();
    let attestor = TestAttestor::new(1);
    ledger.register_attestor(&attestor);
    ledger.enter_epoch(2);
    assert_refused!(withdraw(&ledger, &attestor), BondNotUnbonding);
    unbond(&ledger, &attestor, &attestor.owner, 1, None).unwrap();
    assert_eq!(account(&ledger, &attestor).unbonding_from, ledger.now());

    let due = ledger.now() + ledger.parameters.bond_unbonding;
    ledger.chain.warp_to(due - 1);
    assert_refused!(withdraw(&ledger, &attestor), TooEarly);
    ledger.chain.warp_to(due);
    let stock = ledger.stock(&ledger.network.collateral);
    assert_refused!(withdraw_to(&ledger, &attestor, stock), WrongDestination);

    let address = pda::attestor(ledger.network.network, attestor.key.pubkey());
    let rent = ledger.chain.find(&address).unwrap().lamports;
    let destination = ledger.give(&ledger.network.collateral, attestor.owner.pubkey(), 5);
    let lamports = || ledger.chain.find(&ledger.payer.pubkey()).unwrap().lamports;
    let before = lamports();
    let receipt = withdraw_to(&ledger, &attestor, destination).unwrap();
    assert_eq!(lamports(), before + rent - receipt.fee);
    assert_eq!((ledger.balance(destination), ledger.books().bonds), (105, 300));
    assert!(ledger.chain.find(&address).is_none(), "its account is closed");
    ledger.register_attestor(&attestor);
}

#[test]
fn unbonding_counts_from_the_newest_set_when_that_is_ahead() {
    let ledger = bonded();
    let [leaving, staying, _] = &ledger.attestors[..] else { panic!("three attestors") };
    let seal = Seal { from_epoch: 6, proof_threshold: 1, verdict_threshold: 1 };
    ledger.seal_set(2, &[(staying.key.pubkey(), 1)], seal).unwrap();
    ledger.enter_epoch(2);
    assert_refused!(unbond(&ledger, leaving, &leaving.owner, 1, None), SetNotInForce);
    unbond(&ledger, leaving, &leaving.owner, 2, None).unwrap();
    assert_eq!(account(&ledger, leaving).unbonding_from, ledger.start(6), "until then the first set is in force");

    let due = ledger.start(6) + ledger.parameters.bond_unbonding;
    ledger.chain.warp_to(due - 1);
    assert_refused!(withdraw(&ledger, leaving), TooEarly);
    ledger.chain.warp_to(due);
    withdraw(&ledger, leaving).unwrap();
}

#[test]
fn who_was_in_no_set_leaves_from_now_on_however_far_ahead_the_newest_set_begins() {
    let ledger = bonded();
    let outsider = TestAttestor::new(1);
    ledger.register_attestor(&outsider);
    let seal = Seal { from_epoch: 32, proof_threshold: 1, verdict_threshold: 1 };
    ledger.seal_set(2, &[(ledger.attestors[0].key.pubkey(), 1)], seal).unwrap();
    unbond(&ledger, &outsider, &outsider.owner, 2, None).unwrap();
    assert_eq!(account(&ledger, &outsider).unbonding_from, ledger.now());
}
