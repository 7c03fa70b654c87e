//! What a double statement costs its attestor: key, bond, and the way into other sets; and how it ends.

use girder_sdk::{
    Result,
    instructions::{self as build, Seal},
    ledger::error::LedgerError,
    pda,
    proof::DoubleStatementProof,
    transport::Receipt,
};
use girder_tests::{Ledger, Setup, TestAttestor, assert_refused};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Three attestors with a bond of 1,001 each, of which a double statement takes half, in epoch 1.
fn scene(setup: Setup) -> Ledger {
    let ledger = setup.two_mints().parameters(|p| p.min_bond = 1_001).build();
    ledger.enter_epoch(1);
    ledger
}

/// Opens a case against an attestor, on evidence of that number.
fn slash(ledger: &Ledger, attestor: &TestAttestor, evidence: u8) -> Address {
    let proof: DoubleStatementProof = ledger.two_verdicts(attestor, ledger.current_epoch(), evidence);
    ledger.report_double_statement(&proof).unwrap();
    ledger.double_statement_case(&proof)
}

fn strike(ledger: &Ledger, set: u64, by: &Keypair, key: Address, at_fault: bool) -> Result<Receipt> {
    ledger.send(&[build::strike_attestor(&ledger.network, set, by.pubkey(), key, at_fault)], &[by])
}

/// Seals set 2 with all attestors, from an epoch on.
fn seal_next(ledger: &Ledger, from_epoch: u64) {
    let members: Vec<_> = ledger.attestors.iter().map(|one| (one.key.pubkey(), 1)).collect();
    ledger.seal_set(2, &members, Seal { from_epoch, proof_threshold: 2, verdict_threshold: 2 }).unwrap();
}

fn add(ledger: &Ledger, set: u64, attestor: &TestAttestor) -> Result<Receipt> {
    let (authority, key) = (ledger.authority.pubkey(), attestor.key.pubkey());
    ledger.send(&[build::add_attestor(&ledger.network, set, authority, key, 1)], &[&ledger.authority])
}

/// Starts the unbonding of an attestor that signs nowhere any more.
fn unbond(ledger: &Ledger, attestor: &TestAttestor) {
    let (key, owner) = (attestor.key.pubkey(), attestor.owner.pubkey());
    ledger.send(&[build::unbond_attestor(&ledger.network, key, owner, Some(1), None)], &[&attestor.owner]).unwrap();
}

fn withdraw(ledger: &Ledger, attestor: &TestAttestor) -> Result<Receipt> {
    let owner = attestor.owner.pubkey();
    let destination = ledger.chain.create_token_account(&ledger.payer, &ledger.network.collateral, owner)?;
    let key = attestor.key.pubkey();
    ledger.send(&[build::withdraw_bond(&ledger.network, key, destination, ledger.payer.pubkey())], &[])
}

#[test]
fn the_key_is_struck_at_once() {
    let ledger = scene(Ledger::new().thresholds(2, 2));
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 1).unwrap();
    slash(&ledger, &ledger.attestors[0], 1);
    assert_refused!(ledger.prove(&device, 2, 2), LedgerError::NotInSet);
    let statement = ledger.statement(&device, 2, 2);
    let rest = ledger.attestors[1..]
        .iter()
        .fold(ledger.signed(&device, statement), |proof, one| proof.attest(&one.key).unwrap());
    ledger.submit(&rest.build().unwrap()).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_key_struck_before_is_slashed_all_the_same() {
    let ledger = scene(Ledger::new());
    let attestor = &ledger.attestors[0];
    strike(&ledger, 1, &attestor.owner, attestor.key.pubkey(), false).unwrap();
    slash(&ledger, attestor, 1);
    assert_eq!(ledger.attestor_account(attestor).bond, 500);
    ledger.assert_solvent();
}

#[test]
fn anybody_strikes_it_in_other_sets_and_nobody_an_innocent_one() {
    let ledger = scene(Ledger::new());
    seal_next(&ledger, 3);
    let (guilty, innocent, anybody) = (&ledger.attestors[0], &ledger.attestors[1], ledger.wallet());
    let key = guilty.key.pubkey();
    assert_refused!(strike(&ledger, 2, &anybody, key, true), LedgerError::WrongAuthority);
    slash(&ledger, guilty, 1);
    assert_refused!(strike(&ledger, 2, &anybody, key, false), LedgerError::WrongAuthority);
    assert_refused!(strike(&ledger, 2, &anybody, innocent.key.pubkey(), true), LedgerError::WrongAuthority);
    let mut swapped = build::strike_attestor(&ledger.network, 2, anybody.pubkey(), innocent.key.pubkey(), true);
    let address = |key| pda::attestor(ledger.network.network, key);
    for meta in swapped.accounts.iter_mut().filter(|meta| meta.pubkey == address(innocent.key.pubkey())) {
        meta.pubkey = address(key);
    }
    assert_refused!(ledger.send(&[swapped], &[&anybody]), LedgerError::WrongAuthority);
    assert_refused!(strike(&ledger, 1, &anybody, key, true), LedgerError::NotInSet);
    strike(&ledger, 2, &anybody, key, true).unwrap();
    assert_refused!(strike(&ledger, 2, &anybody, key, true), LedgerError::NotInSet);
    ledger.assert_solvent();
}

#[test]
fn anybody_removes_it_from_a_draft_too() {
    let ledger = scene(Ledger::new());
    let (guilty, authority) = (&ledger.attestors[0], ledger.authority.pubkey());
    let create = build::create_attestor_set(&ledger.network, 2, ledger.payer.pubkey(), authority);
    ledger.send(&[create], &[&ledger.authority]).unwrap();
    add(&ledger, 2, guilty).unwrap();
    slash(&ledger, guilty, 1);
    strike(&ledger, 2, &ledger.wallet(), guilty.key.pubkey(), true).unwrap();
    assert_refused!(add(&ledger, 2, guilty), LedgerError::AttestorAtFault);
    ledger.assert_solvent();
}

#[test]
fn no_set_takes_it_in_until_every_case_is_overturned() {
    let ledger = scene(Ledger::new());
    let (guilty, authority) = (&ledger.attestors[0], ledger.authority.pubkey());
    let create = build::create_attestor_set(&ledger.network, 2, ledger.payer.pubkey(), authority);
    ledger.send(&[create], &[&ledger.authority]).unwrap();
    let cases = [slash(&ledger, guilty, 1), slash(&ledger, guilty, 2)];
    assert_refused!(add(&ledger, 2, guilty), LedgerError::AttestorAtFault);
    ledger.overturn_case(cases[0]).unwrap();
    assert_refused!(add(&ledger, 2, guilty), LedgerError::AttestorAtFault);
    assert_eq!(ledger.attestor_account(guilty).slashed_statements, 1);
    ledger.overturn_case(cases[1]).unwrap();
    add(&ledger, 2, guilty).unwrap();
    assert_refused!(strike(&ledger, 2, &ledger.wallet(), guilty.key.pubkey(), true), LedgerError::WrongAuthority);
    ledger.assert_solvent();
}

#[test]
fn an_overturned_case_gives_the_bond_back_and_leaves_the_key_struck() {
    let ledger = scene(Ledger::new());
    let attestor = &ledger.attestors[0];
    let supply = ledger.collateral_supply();
    let cases = [slash(&ledger, attestor, 1), slash(&ledger, attestor, 2)];
    ledger.overturn_case(cases[1]).unwrap();
    ledger.overturn_case(cases[0]).unwrap();
    let account = ledger.attestor_account(attestor);
    assert_eq!((account.bond, account.slashed_statements, account.open_cases), (1_001, 0, 0));
    assert_eq!((ledger.case_at(cases[0]).returned, ledger.collateral_supply()), (501, supply));
    assert_refused!(strike(&ledger, 1, &ledger.authority, attestor.key.pubkey(), false), LedgerError::NotInSet);
    assert_refused!(ledger.overturn_case(cases[0]), LedgerError::CaseDecided);
    ledger.assert_solvent();
}

#[test]
fn it_is_overturned_before_its_deadline_and_executed_from_then_on() {
    let ledger = scene(Ledger::new());
    let (attestor, other) = (&ledger.attestors[0], &ledger.attestors[1]);
    let (case, late) = (slash(&ledger, attestor, 1), slash(&ledger, other, 1));
    let deadline = ledger.case_at(case).deadline;
    ledger.chain.warp_to(deadline - 1);
    assert_refused!(ledger.execute_case(case), LedgerError::TooEarly);
    ledger.overturn_case(late).unwrap();
    ledger.chain.warp_by(1);
    assert_refused!(ledger.overturn_case(case), LedgerError::TooLate);
    let supply = ledger.collateral_supply();
    ledger.execute_case(case).unwrap();
    assert_eq!(ledger.collateral_supply(), supply - 501, "burned");
    let account = ledger.attestor_account(attestor);
    assert_eq!((account.bond, account.slashed_statements, account.open_cases), (500, 1, 0));
    let books = ledger.assert_solvent();
    assert_eq!((books.bonds, books.escrow), (500 + 2 * 1_001, 0));
}

#[test]
fn slashed_bonds_go_to_the_treasury_if_there_is_one() {
    let ledger = scene(Ledger::new().treasury());
    let case = slash(&ledger, &ledger.attestors[0], 1);
    let supply = ledger.collateral_supply();
    ledger.execute_in_time(case);
    assert_eq!(ledger.balance(ledger.network.treasury.unwrap()), 501);
    assert_eq!(ledger.collateral_supply(), supply);
    ledger.assert_solvent();
}

#[test]
fn a_case_is_decided_about_its_own_attestor_only() {
    let ledger = scene(Ledger::new());
    let case = slash(&ledger, &ledger.attestors[0], 1);
    let operator = ledger.operator().stake(1_000).build();
    let other = pda::attestor(ledger.network.network, ledger.attestors[1].key.pubkey());
    ledger.chain.warp_to(ledger.case_at(case).deadline);
    for offender in [other, operator.address] {
        let execute = build::execute_slash(&ledger.network, offender, case, None);
        assert_refused!(ledger.send(&[execute], &[]), LedgerError::WrongOffender);
    }
    ledger.assert_solvent();
}

#[test]
fn an_unbonding_bond_is_slashed_and_stays_while_a_case_is_open() {
    let ledger = scene(Ledger::new().parameters(|p| p.appeal = 5_000));
    let attestor = &ledger.attestors[0];
    strike(&ledger, 1, &attestor.owner, attestor.key.pubkey(), false).unwrap();
    unbond(&ledger, attestor);
    let due = ledger.now() + ledger.parameters.bond_unbonding;
    ledger.chain.warp_to(due - 1);
    assert_refused!(withdraw(&ledger, attestor), LedgerError::TooEarly);
    let case = slash(&ledger, attestor, 1);
    ledger.chain.warp_to(due);
    assert_refused!(withdraw(&ledger, attestor), LedgerError::CaseOpen);
    ledger.execute_in_time(case);
    withdraw(&ledger, attestor).unwrap();
    assert_eq!(ledger.collateral_at(attestor.owner.pubkey()), 500);
    ledger.assert_solvent();
}

#[test]
fn an_attestor_without_bond_loses_its_key_alone() {
    let ledger = Ledger::new().build();
    ledger.enter_epoch(1);
    let case = slash(&ledger, &ledger.attestors[0], 1);
    assert_eq!(ledger.case_at(case).taken, 0);
    ledger.execute_in_time(case);
    assert_eq!(ledger.attestor_account(&ledger.attestors[0]).slashed_statements, 1);
    ledger.assert_solvent();
}

#[test]
fn its_case_closes_once_decided_and_its_evidence_is_old() {
    let ledger = scene(Ledger::new());
    let case = slash(&ledger, &ledger.attestors[0], 1);
    ledger.overturn_case(case).unwrap();
    let close = build::close_slash_case(&ledger.network, case, ledger.payer.pubkey());
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    assert_refused!(ledger.send(std::slice::from_ref(&close), &[]), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.send(&[close], &[]).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_key_that_left_and_registers_again_begins_anew() {
    let ledger = scene(Ledger::new());
    let (guilty, authority) = (&ledger.attestors[0], ledger.authority.pubkey());
    ledger.execute_in_time(slash(&ledger, guilty, 1));
    unbond(&ledger, guilty);
    ledger.chain.warp_by(ledger.parameters.bond_unbonding);
    withdraw(&ledger, guilty).unwrap();
    assert_eq!(ledger.collateral_at(guilty.owner.pubkey()), 500);
    ledger.register_attestor(guilty);
    let account = ledger.attestor_account(guilty);
    assert_eq!((account.bond, account.slashed_statements, account.open_cases), (1_001, 0, 0));
    let create = build::create_attestor_set(&ledger.network, 2, ledger.payer.pubkey(), authority);
    ledger.send(&[create], &[&ledger.authority]).unwrap();
    add(&ledger, 2, guilty).unwrap();
    assert_refused!(strike(&ledger, 1, &ledger.authority, guilty.key.pubkey(), false), LedgerError::NotInSet);
    ledger.assert_solvent();
}
