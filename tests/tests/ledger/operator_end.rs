//! An operator's end: it closes when nobody needs it any more, with its own position, and its rent is nobody else's.

use girder_sdk::{
    instructions as build,
    ledger::{error::LedgerError, state::Operator},
    pda,
};
use girder_tests::{Holder, Ledger, TestOperator, assert_refused};
use solana_signer::Signer;

/// An operator that had a stake, a device that worked in epoch 0, and left; everything is over.
fn left() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(100_000).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 1_000).unwrap();
    ledger.make_harvestable(0);
    ledger.harvest(&operator, 0).unwrap();
    ledger.claim(&operator).unwrap();
    let commission = ledger.reward_account(operator.payout.pubkey());
    ledger.send(&[build::claim_commission(&ledger.network, operator.address, commission)], &[]).unwrap();
    ledger.retire(&operator, &device).unwrap();
    ledger.unstake(&operator, 100_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding + 2 * ledger.parameters.epoch_length);
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.close_device(&device).unwrap();
    (ledger, operator)
}

#[test]
fn an_operator_closes_with_its_own_position_and_begins_anew_when_it_returns() {
    let (ledger, operator) = left();
    let accounts = [operator.address, operator.position()];
    let rent: u64 = accounts.iter().map(|account| ledger.chain.find(account).unwrap().lamports).sum();
    let payer = ledger.payer.pubkey();
    let (before, counted) = (ledger.chain.find(&payer).unwrap().lamports, ledger.books().accounts);
    ledger.close_operator(&operator).unwrap();
    assert!(accounts.iter().all(|account| ledger.chain.find(account).is_none()));
    assert_eq!(ledger.chain.find(&payer).unwrap().lamports, before + rent - 2 * 5_000);
    assert_eq!(ledger.assert_solvent().accounts, counted - 1);

    let identity = operator.identity.pubkey();
    let register = build::register_operator(&ledger.network, payer, identity, 0, payer);
    ledger.send(&[register], &[&operator.identity]).unwrap();
    let again = ledger.operator_account(&operator);
    assert_eq!((again.positions, again.devices, again.stake, again.ring[0].credit), (1, 0, 0, 0));
    ledger.deposit(&operator, 50).unwrap();
    ledger.assert_solvent();
}

#[test]
fn nobody_leaves_jail_by_closing_and_registering_again() {
    let (ledger, operator) = left();
    let until = ledger.now() + 100;
    ledger.edit(operator.address, |account: &mut Operator| account.jailed_until = until);
    ledger.chain.warp_to(until - 1);
    assert_refused!(ledger.close_operator(&operator), LedgerError::Jailed);
    ledger.chain.warp_to(until);
    ledger.close_operator(&operator).unwrap();
}

#[test]
fn only_its_authority_closes_an_operator_until_the_network_is_retired() {
    let (ledger, operator) = left();
    let (identity, payer, stranger) = (operator.identity.pubkey(), ledger.payer.pubkey(), ledger.wallet());
    let close = |signer, rent_payer| build::close_operator(&ledger.network, identity, signer, rent_payer);
    let by_stranger = || ledger.send(&[close(stranger.pubkey(), payer)], &[&stranger]);
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    ledger.chain.warp_to(ledger.start(end) - 1);
    assert_refused!(by_stranger(), LedgerError::WrongAuthority);
    let stolen = close(identity, identity);
    assert_refused!(ledger.send(&[stolen], &[&operator.identity]), LedgerError::WrongRentPayer);
    ledger.chain.warp_to(ledger.start(end));
    by_stranger().unwrap();
}

#[test]
fn an_operator_with_stake_devices_or_anothers_position_does_not_close() {
    let (ledger, operator) = left();
    ledger.deposit(&operator, 100_000).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::PositionNotEmpty);
    let delegator = ledger.delegate(&operator, 10);
    let device = ledger.device(&operator);
    for (holder, shares) in [(&operator as &dyn Holder, 100_000), (&delegator, 10)] {
        ledger.unstake(holder, shares).unwrap();
    }
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_refused!(ledger.close_operator(&operator), LedgerError::PositionNotEmpty);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::OperatorNotEmpty);
    ledger.withdraw(&delegator, 0, false).unwrap();
    ledger.close_position(&delegator).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::OperatorNotEmpty);
    ledger.retire(&operator, &device).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::OperatorNotEmpty);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.close_device(&device).unwrap();
    ledger.close_operator(&operator).unwrap();
}

#[test]
fn a_rotated_device_counts_until_both_accounts_are_closed() {
    let (ledger, operator) = left();
    let first = ledger.device(&operator);
    let second = ledger.rotate(&operator, &first, girder_tests::TestDevice::ed25519()).unwrap();
    assert_eq!(ledger.operator_account(&operator).devices, 2);
    ledger.retire(&operator, &second).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.close_device(&first).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::OperatorNotEmpty);
    ledger.close_device(&second).unwrap();
    ledger.close_operator(&operator).unwrap();
}

#[test]
fn an_operator_closes_once_its_credit_is_harvested_and_its_commission_paid() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(100_000).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 1_000).unwrap();
    ledger.retire(&operator, &device).unwrap();
    ledger.unstake(&operator, 50_000).unwrap();
    ledger.make_harvestable(0);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.close_device(&device).unwrap();
    ledger.harvest(&operator, 0).unwrap();
    ledger.unstake(&operator, 50_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::PositionNotEmpty);
    ledger.claim(&operator).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::CommissionOwed);
    let commission = ledger.reward_account(operator.payout.pubkey());
    ledger.send(&[build::claim_commission(&ledger.network, operator.address, commission)], &[]).unwrap();
    ledger.close_operator(&operator).unwrap();
    ledger.assert_solvent();
}

#[test]
fn credit_that_nobody_harvested_keeps_an_operator_open() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(100_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 1_000).unwrap();
    ledger.retire(&operator, &device).unwrap();
    ledger.unstake(&operator, 100_000).unwrap();
    ledger.make_harvestable(0);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.close_device(&device).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::HarvestFirst);
    ledger.harvest(&operator, 0).unwrap();
    ledger.close_operator(&operator).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_pool_that_was_wiped_out_closes_when_evidence_about_its_last_credit_is_old() {
    // The appeal is over long before the evidence is old, and the device of another operator's.
    let ledger = Ledger::new()
        .two_mints()
        .device_collateral(1 << 20)
        .parameters(|p| (p.appeal, p.evidence_age, p.unbonding, p.bond_unbonding) = (600, 5_000, 7_000, 8_000))
        .parameters(|p| p.max_reward_per_million_credits = 100_000)
        .build();
    let operator = ledger.operator().stake(1 << 10).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 50).unwrap();
    ledger.slash(&device, 0);
    assert_refused!(ledger.close_operator(&operator), LedgerError::PositionNotEmpty);
    // Its device is closed here as no transaction could, so that evidence alone keeps it.
    ledger.edit(operator.address, |operator: &mut girder_tests::program::state::Operator| operator.devices = 0);
    ledger.make_harvestable(0);
    ledger.chain.warp_to(ledger.now().max(ledger.slash_case(&device).deadline));
    ledger.execute(&device).unwrap();
    ledger.harvest(&operator, 0).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(0) - 1);
    assert_refused!(ledger.close_operator(&operator), LedgerError::TooEarly);
    ledger.chain.warp_to(ledger.evidence_end(0));
    ledger.close_operator(&operator).unwrap();
}

#[test]
fn an_open_case_keeps_an_operator_open() {
    let ledger = Ledger::new().two_mints().device_collateral(1 << 12).build();
    let operator = ledger.operator().stake(1 << 16).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.unstake(&operator, 1 << 16).unwrap();
    ledger.slash(&device, 1);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, true).unwrap();
    ledger.edit(operator.address, |operator: &mut girder_tests::program::state::Operator| operator.devices = 0);
    assert_refused!(ledger.close_operator(&operator), LedgerError::CaseOpen);
    ledger.execute(&device).unwrap();
    ledger.close_operator(&operator).unwrap();
}

#[test]
fn a_strangers_empty_position_keeps_no_operator_open() {
    let (ledger, operator) = left();
    let payer = ledger.payer.pubkey();
    let (sponsor, owner) = (ledger.wallet(), ledger.wallet().pubkey());
    let open = build::open_position(&ledger.network, sponsor.pubkey(), operator.address, owner);
    ledger.send(&[open], &[&sponsor]).unwrap();
    assert_refused!(ledger.close_operator(&operator), LedgerError::OperatorNotEmpty);
    let identity = operator.identity.pubkey();
    let close = build::close_position(&ledger.network, operator.address, owner, identity, sponsor.pubkey());
    let closes = [close.clone(), build::close_operator(&ledger.network, identity, identity, payer)];

    // Whoever has shares has a pool in which a position may be waiting for a deposit.
    ledger.deposit(&operator, 10).unwrap();
    assert_refused!(ledger.send(&[close], &[&operator.identity]), LedgerError::WrongAuthority);
    ledger.unstake(&operator, 10).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.send(&closes, &[&operator.identity]).unwrap();
    assert_eq!(ledger.chain.find(&sponsor.pubkey()).unwrap().lamports, 10_000_000_000);
    assert!(ledger.chain.find(&pda::position(operator.address, owner)).is_none());
}
