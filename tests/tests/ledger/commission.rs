//! Commission: how far it may move, from when on, and which rate an epoch has.

use girder_sdk::{instructions as build, ledger::error::LedgerError};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, assert_refused};
use solana_signer::Signer;

/// G + D + len of the tests' parameters.
const NOTICE: i64 = 2_000;

/// An operator with this commission and a device, in the first second of epoch 0.
fn scene(setup: Setup, commission: u64) -> (Ledger, TestOperator, TestDevice) {
    let ledger = setup.two_mints().build();
    let operator = ledger.operator().stake(1 << 20).commission(commission).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    (ledger, operator, device)
}

/// The rates before and from the epoch of the newest change on, and that epoch.
fn rates(ledger: &Ledger, operator: &TestOperator) -> (u64, u64, u64) {
    let account = ledger.operator_account(operator);
    (account.commission_bps, account.next_commission_bps, account.next_commission_epoch)
}

/// What the operator's commission gains by harvesting an epoch.
fn commission_of(ledger: &Ledger, operator: &TestOperator, epoch: u64) -> u64 {
    let before = ledger.operator_account(operator).commission_owed;
    ledger.harvest(operator, epoch).unwrap();
    ledger.operator_account(operator).commission_owed - before
}

#[test]
fn a_change_begins_with_the_first_epoch_that_starts_after_the_notice() {
    for (before, epoch) in [(1, 5), (0, 6), (-1, 6), (-999, 6), (-1_000, 7)] {
        let (ledger, operator, _) = scene(Ledger::new(), 300);
        ledger.chain.warp_to(ledger.start(5) - NOTICE - before);
        ledger.set_commission(&operator, 800).unwrap();
        assert_eq!(rates(&ledger, &operator), (300, 800, epoch), "{before} s before the notice");
        let account = ledger.operator_account(&operator);
        assert_eq!((account.commission_at(epoch - 1), account.commission_at(epoch)), (300, 800));
    }
}

#[test]
fn the_notice_is_as_long_as_until_the_harvest_of_the_epoch_under_way() {
    let setup = Ledger::new().parameters(|p| (p.grace, p.dispute, p.evidence_age) = (700, 900, 1_200));
    let (ledger, operator, _) = scene(setup, 0);
    ledger.chain.warp_to(ledger.start(7) - 2_600 - 1);
    ledger.set_commission(&operator, 1).unwrap();
    assert_eq!(rates(&ledger, &operator).2, 7);
    ledger.chain.warp_by(1);
    ledger.set_commission(&operator, 1).unwrap();
    assert_eq!(rates(&ledger, &operator).2, 8);
}

#[test]
fn before_genesis_a_change_may_begin_with_the_first_epoch() {
    let ledger = Ledger::new().parameters(|p| p.genesis += 10_000).build();
    let operator = ledger.operator().commission(300).build();
    ledger.chain.warp_to(ledger.start(0) - NOTICE - 1);
    ledger.set_commission(&operator, 800).unwrap();
    assert_eq!(rates(&ledger, &operator), (300, 800, 0));
    ledger.chain.warp_by(1);
    ledger.set_commission(&operator, 700).unwrap();
    assert_eq!(rates(&ledger, &operator), (300, 700, 1));
}

#[test]
fn a_rise_is_at_most_the_networks_step() {
    let (ledger, operator, _) = scene(Ledger::new(), 300);
    assert_refused!(ledger.set_commission(&operator, 801), LedgerError::CommissionStepTooLarge);
    assert_refused!(ledger.set_commission(&operator, 2_000), LedgerError::CommissionStepTooLarge);
    ledger.set_commission(&operator, 800).unwrap();
}

#[test]
fn commission_never_exceeds_the_networks_maximum() {
    let (ledger, operator, _) = scene(Ledger::new().parameters(|p| p.commission_step_bps = 5_000), 1_900);
    for above in [2_001, 10_000, u64::MAX] {
        assert_refused!(ledger.set_commission(&operator, above), LedgerError::CommissionTooHigh);
    }
    ledger.set_commission(&operator, 2_000).unwrap();
}

#[test]
fn a_fall_is_free() {
    for step in [0, 500] {
        let (ledger, operator, _) = scene(Ledger::new().parameters(|p| p.commission_step_bps = step), 2_000);
        ledger.set_commission(&operator, 2_000).unwrap();
        ledger.set_commission(&operator, 0).unwrap();
        assert_eq!(rates(&ledger, &operator), (2_000, 0, 3));
    }
    let (ledger, operator, _) = scene(Ledger::new().parameters(|p| p.commission_step_bps = 0), 300);
    assert_refused!(ledger.set_commission(&operator, 301), LedgerError::CommissionStepTooLarge);
}

#[test]
fn a_change_that_has_not_begun_is_replaced_and_the_step_stays_against_the_rate_in_force() {
    let (ledger, operator, _) = scene(Ledger::new(), 300);
    ledger.set_commission(&operator, 800).unwrap();
    assert_refused!(ledger.set_commission(&operator, 801), LedgerError::CommissionStepTooLarge);
    ledger.chain.warp_to(ledger.start(3) - 1);
    assert_refused!(ledger.set_commission(&operator, 801), LedgerError::CommissionStepTooLarge);
    ledger.set_commission(&operator, 100).unwrap();
    assert_eq!(rates(&ledger, &operator), (300, 100, 5), "the notice begins anew");
    ledger.set_commission(&operator, 800).unwrap();
    assert_eq!(rates(&ledger, &operator), (300, 800, 5), "and what was announced was never a rate");
}

#[test]
fn the_next_change_waits_until_proofs_of_the_old_rate_are_over() {
    let (ledger, operator, _) = scene(Ledger::new(), 300);
    ledger.set_commission(&operator, 800).unwrap();
    for time in [ledger.start(3), ledger.settle_time(2) - 1] {
        ledger.chain.warp_to(time);
        assert_refused!(ledger.set_commission(&operator, 0), LedgerError::TooEarly);
    }
    ledger.chain.warp_to(ledger.settle_time(2));
    ledger.set_commission(&operator, 1_300).unwrap();
    assert_eq!(rates(&ledger, &operator), (800, 1_300, 6), "a step from what is in force now");
}

#[test]
fn the_next_change_waits_until_all_credit_of_the_old_rate_is_harvested() {
    let (ledger, operator, device) = scene(Ledger::new(), 300);
    ledger.set_commission(&operator, 800).unwrap();
    for epoch in [1, 2, 3] {
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 1_000).unwrap();
    }
    ledger.chain.warp_to(ledger.settle_time(2));
    assert_refused!(ledger.set_commission(&operator, 0), LedgerError::HarvestFirst);
    ledger.make_harvestable(3);
    ledger.harvest(&operator, 1).unwrap();
    assert_refused!(ledger.set_commission(&operator, 0), LedgerError::HarvestFirst);
    ledger.harvest(&operator, 2).unwrap();
    ledger.set_commission(&operator, 0).unwrap();
    assert_eq!(rates(&ledger, &operator).0, 800);
    assert_eq!(commission_of(&ledger, &operator, 3), 80, "epoch 3 need not be: its rate is still known");
    ledger.assert_solvent();
}

#[test]
fn the_rate_of_the_epoch_it_was_earned_in_decides_however_late_the_harvest() {
    let (ledger, operator, device) = scene(Ledger::new(), 300);
    ledger.set_commission(&operator, 800).unwrap();
    for epoch in [2, 3] {
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 1_000).unwrap();
    }
    ledger.settle_up_to(20);
    assert_eq!([3, 2].map(|epoch| commission_of(&ledger, &operator, epoch)), [80, 30], "in any order");

    ledger.set_commission(&operator, 1_300).unwrap();
    let begins = rates(&ledger, &operator).2;
    for epoch in [begins - 1, begins] {
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 1_000).unwrap();
    }
    ledger.settle_up_to(begins + 20);
    assert_eq!([begins, begins - 1].map(|epoch| commission_of(&ledger, &operator, epoch)), [130, 80]);
    ledger.assert_solvent();
}

#[test]
fn an_announced_rise_changes_nothing_of_the_epochs_before_it() {
    let (ledger, operator, device) = scene(Ledger::new(), 0);
    let delegator = ledger.delegate(&operator, 1 << 20);
    ledger.prove(&device, 0, 1_000).unwrap();
    ledger.set_commission(&operator, 500).unwrap();
    ledger.make_harvestable(0);
    ledger.harvest(&operator, 0).unwrap();
    assert_eq!(ledger.earned(&delegator), 500);

    // Who disagrees leaves before it counts, and no new rate touches what it earned.
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 1_000).unwrap();
    ledger.make_harvestable(2);
    ledger.harvest(&operator, 2).unwrap();
    ledger.unstake(&delegator, 1 << 20).unwrap();
    ledger.earn(&operator, &device, 1_000);
    assert_eq!(ledger.earned(&delegator), 1_000);
    assert_eq!(ledger.operator_account(&operator).commission_owed, 50);
    ledger.claim(&delegator).unwrap();
    assert_eq!(ledger.rewards_of(&delegator), 1_000);
    ledger.assert_solvent();
}

#[test]
fn only_the_authority_sets_the_commission() {
    let (ledger, operator, _) = scene(Ledger::new(), 300);
    let manager = ledger.wallet();
    let name = build::set_operator_manager(operator.address, operator.identity.pubkey(), manager.pubkey());
    ledger.send(&[name], &[&operator.identity]).unwrap();
    for by in [&manager, &operator.payout, &ledger.authority] {
        let set = build::set_commission(&ledger.network, operator.address, by.pubkey(), 0);
        assert_refused!(ledger.send(&[set], &[by]), LedgerError::WrongAuthority);
    }
    ledger.set_commission(&operator, 0).unwrap();
}

#[test]
fn a_commission_of_a_half_leaves_the_other_half_to_the_owners() {
    let half = Ledger::new().parameters(|p| {
        (p.max_commission_bps, p.commission_step_bps) = (5_000, 5_000);
        p.leverage_bps = 10_000;
    });
    let (ledger, operator, device) = scene(half, 5_000);
    ledger.earn(&operator, &device, 1_001);
    assert_eq!(ledger.operator_account(&operator).commission_owed, 500, "rounded down");
    ledger.claim_commission(&operator).unwrap();
    ledger.claim(&operator).unwrap();
    assert!(ledger.assert_solvent().owed <= 1);
}
