//! Collateral bounds credit: what stake covers counts, and what it doesn't can be recovered within the window.

use girder_interface::limits::{MAX_DEVICE_CREDIT, MAX_POOL};
use girder_sdk::{
    Result, instructions as build,
    ledger::state::{Operator, Shard},
    pda,
    transport::Receipt,
};
use girder_tests::{
    Ledger, TestDevice, TestOperator, assert_refused, class,
    program::{NewClass, error::LedgerError},
};
use solana_signer::Signer;

/// A network in which 10 base units cover a credit, and an operator with one device in epoch 1.
fn covered_by(stake: u64) -> (Ledger, TestOperator, TestDevice) {
    staked(Ledger::new().build(), stake)
}

fn staked(ledger: Ledger, stake: u64) -> (Ledger, TestOperator, TestDevice) {
    let operator = ledger.operator().stake(stake).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    (ledger, operator, device)
}

fn weighing(weight: u64) -> NewClass {
    NewClass { weight, ..class(10_000) }
}

fn credit(ledger: &Ledger, operator: &TestOperator, epoch: u64) -> u64 {
    let slot = ledger.operator_account(operator).ring[epoch as usize % 32];
    if slot.epoch == epoch { slot.credit } else { 0 }
}

fn reweight(ledger: &Ledger, weight: u64, from_epoch: u64) -> Result<Receipt> {
    let reweight = build::reweight_class(&ledger.network, ledger.authority.pubkey(), 0, weight, from_epoch);
    ledger.send(&[reweight], &[&ledger.authority])
}

#[test]
fn a_credit_needs_its_collateral_to_the_last_base_unit() {
    for (stake, expected) in [(1_000, 100), (999, 99), (1_009, 100), (1_010, 101), (10, 1), (9, 0), (1, 0), (0, 0)] {
        let (ledger, operator, device) = covered_by(stake);
        ledger.prove(&device, 1, 10_000).unwrap();
        assert_eq!(credit(&ledger, &operator, 1), expected, "covered by {stake}");
    }
}

#[test]
fn a_rate_that_does_not_divide_rounds_the_room_down() {
    // floor(stake x 10^6 / 7_500_001)
    for (stake, expected) in [(7, 0), (8, 1), (750, 99), (751, 100), (7_500, 999), (7_501, 1_000)] {
        let setup = Ledger::new().parameters(|p| {
            p.collateral_per_million_credits = 7_500_001;
            p.leverage_bps = 10_000;
        });
        let (ledger, operator, device) = staked(setup.build(), stake);
        ledger.prove(&device, 1, 10_000).unwrap();
        assert_eq!(credit(&ledger, &operator, 1), expected, "covered by {stake}");
    }
}

#[test]
fn whole_units_are_counted_so_a_heavy_class_leaves_a_rest() {
    let (ledger, operator, heavy) = staked(Ledger::new().classes(&[weighing(7), weighing(1)]).build(), 1_000);
    let light = ledger.register(&operator, TestDevice::ed25519(), 1).unwrap();
    ledger.enter_epoch(2);
    ledger.prove(&heavy, 2, 15).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 98, "14 units of weight 7 in a room of 100");
    assert_eq!(ledger.device_account(&heavy).slots[0].units, 14);
    ledger.prove(&light, 2, 15).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 100, "a rest of 2 is room for 2 light units");
    ledger.prove(&light, 2, 16).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 100);
}

#[test]
fn a_unit_heavier_than_the_room_is_not_counted() {
    for (stake, expected) in [(10_000, 1_000), (9_999, 0)] {
        let (ledger, operator, device) = staked(Ledger::new().classes(&[weighing(1_000)]).build(), stake);
        ledger.prove(&device, 1, 5).unwrap();
        assert_eq!(credit(&ledger, &operator, 1), expected);
    }
}

#[test]
fn devices_share_their_operators_room_and_epochs_do_not() {
    let (ledger, operator, first) = covered_by(1_000);
    let second = ledger.device(&operator);
    ledger.enter_epoch(2);
    ledger.prove(&first, 2, 70).unwrap();
    ledger.prove(&second, 2, 70).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 100);
    let units = |device| ledger.device_account(device).slots[0].units;
    assert_eq!((units(&first), units(&second)), (70, 30));
    ledger.prove(&first, 1, 70).unwrap();
    assert_eq!((credit(&ledger, &operator, 1), credit(&ledger, &operator, 2)), (70, 100));
}

#[test]
fn a_top_up_and_a_newer_proof_recover_what_was_not_covered() {
    let (ledger, operator, device) = covered_by(1_000);
    ledger.prove(&device, 1, 150).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 100);
    ledger.prove(&device, 1, 150).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 100, "nothing new is covered");
    ledger.deposit(&operator, 300).unwrap();
    ledger.prove(&device, 1, 150).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 130);
    ledger.chain.warp_to(ledger.settle_time(1) - 1);
    ledger.deposit(&operator, 1_000).unwrap();
    ledger.prove(&device, 1, 150).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 150, "in the last second of the window");
    ledger.assert_solvent();
}

#[test]
fn after_the_window_no_top_up_recovers_anything() {
    let (ledger, operator, device) = covered_by(1_000);
    ledger.prove(&device, 1, 150).unwrap();
    ledger.chain.warp_to(ledger.settle_time(1));
    ledger.deposit(&operator, 1_000).unwrap();
    assert_refused!(ledger.prove(&device, 1, 150), LedgerError::OutsideProofWindow);
    assert_eq!(credit(&ledger, &operator, 1), 100);
    ledger.assert_solvent();
}

#[test]
fn stake_that_is_leaving_covers_nothing_from_that_moment_on() {
    let (ledger, operator, device) = covered_by(1_000);
    ledger.prove(&device, 1, 50).unwrap();
    ledger.unstake(&operator, 400).unwrap();
    assert_eq!(ledger.covered(&operator), 600);
    ledger.prove(&device, 1, 100).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 60);
    ledger.cancel_unstake(&operator, 0).unwrap();
    ledger.prove(&device, 1, 100).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 100);
    ledger.assert_solvent();
}

#[test]
fn credit_that_was_covered_stays_when_its_stake_begins_to_leave() {
    let (ledger, operator, device) = covered_by(1_000);
    ledger.prove(&device, 1, 90).unwrap();
    ledger.unstake(&operator, 1_000).unwrap();
    assert_eq!(ledger.covered(&operator), 0);
    ledger.prove(&device, 1, 100).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 90, "more credit than cover is no debt and no room");
    // It stays slashable until the evidence window of that epoch is over.
    let (first, second) = ledger.equivocate(&device, 1);
    ledger.chain.warp_to(ledger.settle_time(1) + ledger.parameters.evidence_age - 1);
    ledger.report(&first, &second).unwrap();
    assert_eq!(ledger.operator_account(&operator).stake, 0);
    ledger.assert_solvent();
}

#[test]
fn stake_in_escrow_covers_nothing_until_the_case_is_overturned() {
    let ledger = Ledger::new().classes(&[class(40)]).build();
    let (ledger, operator, honest) = staked(ledger, 1_000);
    let cheat = ledger.device(&operator);
    let more: Vec<_> = (0..2).map(|_| ledger.device(&operator)).collect();
    ledger.enter_epoch(2);
    let (first, second) = ledger.equivocate(&cheat, 2);
    ledger.report(&first, &second).unwrap();
    assert_eq!(ledger.covered(&operator), 600, "one device's limit of 40 at 10 each was taken");
    for device in more.iter().chain([&honest]) {
        ledger.prove(device, 2, 40).unwrap();
    }
    assert_eq!(credit(&ledger, &operator, 2), 60);
    ledger.overturn(&cheat).unwrap();
    ledger.prove(&honest, 2, 40).unwrap();
    ledger.prove(&more[1], 2, 40).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 100);
    ledger.assert_solvent();
}

#[test]
fn own_stake_too_small_for_the_leverage_covers_nothing_of_the_others() {
    let (ledger, operator, device) = covered_by(100);
    // Others own three quarters of the pool: exactly what a leverage of 4 allows.
    ledger.delegate(&operator, 300);
    ledger.unstake(&operator, 1).unwrap();
    assert_eq!(ledger.covered(&operator), 0, "99 x 4 is below 399");
    ledger.prove(&device, 1, 40).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 0);
    ledger.cancel_unstake(&operator, 0).unwrap();
    assert_eq!(ledger.covered(&operator), 400, "100 x 4 is 400");
    ledger.prove(&device, 1, 40).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 40);
    ledger.assert_solvent();
}

#[test]
fn a_new_weight_holds_from_its_epoch_and_a_proof_in_grace_keeps_the_old_one() {
    let (ledger, operator, device) = staked(Ledger::new().classes(&[weighing(2)]).build(), 1_000);
    reweight(&ledger, 5, 2).unwrap();
    ledger.prove(&device, 1, 3).unwrap();
    assert_eq!(credit(&ledger, &operator, 1), 6);
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 3).unwrap();
    ledger.prove(&device, 1, 4).unwrap();
    assert_eq!((credit(&ledger, &operator, 1), credit(&ledger, &operator, 2)), (8, 15));

    ledger.enter_epoch(3);
    ledger.prove(&device, 2, 4).unwrap();
    ledger.prove(&device, 3, 1).unwrap();
    assert_eq!((credit(&ledger, &operator, 2), credit(&ledger, &operator, 3)), (20, 5));

    // The first weight is forgotten when no evidence about its epochs is taken any more.
    let forgotten = ledger.settle_time(1) + ledger.parameters.evidence_age;
    ledger.chain.warp_to(forgotten - 1);
    assert_refused!(reweight(&ledger, 9, 4), LedgerError::ReweightTooSoon);
    ledger.chain.warp_to(forgotten);
    reweight(&ledger, 9, 4).unwrap();
    ledger.enter_epoch(4);
    ledger.prove(&device, 4, 1).unwrap();
    assert_eq!(credit(&ledger, &operator, 4), 9);
}

#[test]
fn a_class_of_no_weight_counts_no_units() {
    let (ledger, operator, device) = covered_by(1_000);
    reweight(&ledger, 0, 2).unwrap();
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 10).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 0);
    assert_eq!(ledger.device_account(&device).slots[0].units, 0);
}

#[test]
fn the_largest_pool_and_the_largest_class_count_without_overflow() {
    const WEIGHT: u64 = 1 << 20;
    const LIMIT: u64 = MAX_DEVICE_CREDIT / WEIGHT;
    let setup = Ledger::new().two_mints().classes(&[NewClass { weight: WEIGHT, ..class(LIMIT) }]);
    let setup = setup.parameters(|p| {
        p.collateral_per_million_credits = 1;
        p.max_reward_per_million_credits = 0;
    });
    let (ledger, operator, device) = staked(setup.build(), MAX_POOL);
    let other = ledger.device(&operator);
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, LIMIT).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), MAX_DEVICE_CREDIT);

    // What very many more devices would have earned.
    let full = u64::MAX - 3 * WEIGHT;
    ledger.edit(operator.address, |account: &mut Operator| account.ring[2].credit = full);
    ledger.prove(&other, 2, 5).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), u64::MAX, "3 units of 5 fit a u64");
    let shard = pda::shard(ledger.network.network, 0);
    let most = u64::MAX / ledger.parameters.shards;
    ledger.edit(operator.address, |account: &mut Operator| account.ring[2].credit = 0);
    ledger.edit(shard, |account: &mut Shard| account.ring[2].credit = most - 2 * WEIGHT);
    ledger.prove(&other, 2, 6).unwrap();
    assert_eq!(credit(&ledger, &operator, 2), 2 * WEIGHT, "2 units of 3 fit the shard's part of a u64");
}
