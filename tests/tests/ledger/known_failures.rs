//! What went wrong in staking elsewhere, each proven absent here: shares diluted by a slash or inflated by the first
//! depositor, stake that leaves before evidence can arrive, a wait that ends early, and bought rewards.

use girder_sdk::{ledger::error::LedgerError, tokens};
use girder_tests::{Holder, Ledger, Setup, TestDelegator, TestDevice, TestOperator, assert_refused};
use solana_signer::Signer;

/// An operator with a stake of 2^18, a delegator with as much, and a device.
fn scene(setup: Setup) -> (Ledger, TestOperator, TestDelegator, TestDevice) {
    let ledger = setup.two_mints().build();
    let operator = ledger.operator().stake(1 << 18).build();
    let delegator = ledger.delegate(&operator, 1 << 18);
    let device = ledger.device(&operator);
    (ledger, operator, delegator, device)
}

/// Sends tokens of the stock straight to the stake vault.
fn donate(ledger: &Ledger, amount: u64) {
    let (token, owner) = (ledger.network.collateral, ledger.authority.pubkey());
    let gift = tokens::transfer(&token, 6, owner, ledger.stock(&token), ledger.network.stake_vault, amount).unwrap();
    ledger.send(&[gift], &[&ledger.authority]).unwrap();
}

#[test]
fn a_slash_dilutes_no_owner_more_than_another() {
    let (ledger, operator, delegator, device) = scene(Ledger::new().device_collateral(1 << 17));
    ledger.unstake(&delegator, 1 << 17).unwrap();
    let other = ledger.delegate(&operator, 1 << 17);
    ledger.slash_for_good(&device, 0);
    let stake = ledger.operator_account(&operator).stake;
    let holders: [(&dyn Holder, u64); 3] = [(&operator, 1 << 18), (&delegator, 1 << 18), (&other, 1 << 17)];
    for (holder, shares) in holders {
        assert_eq!(ledger.worth(holder), (u128::from(stake) * u128::from(shares) / (5 << 17)) as u64);
    }
    ledger.assert_solvent();
}

#[test]
fn who_deposits_after_a_slash_takes_nothing_of_those_who_bore_it() {
    let (ledger, operator, delegator, device) = scene(Ledger::new().device_collateral(100_000));
    ledger.slash_for_good(&device, 0);
    let before = [ledger.worth(&operator), ledger.worth(&delegator)];
    let late = ledger.delegate(&operator, 77_777);
    assert!(ledger.worth(&late) <= 77_777);
    let after = [ledger.worth(&operator), ledger.worth(&delegator)];
    assert!(after.iter().zip(before).all(|(after, before)| *after >= before && *after <= before + 1), "{after:?}");
    ledger.assert_solvent();
}

#[test]
fn the_first_depositor_inflates_no_share_by_a_donation() {
    let ledger = Ledger::new().two_mints().build();
    let attacker = ledger.operator().stake(1).build();
    donate(&ledger, 1_000_000);
    let victim = ledger.delegate(&attacker, 3);
    assert_eq!((ledger.worth(&attacker), ledger.worth(&victim)), (1, 3));
    donate(&ledger, 1_000_000);
    ledger.unstake(&attacker, 1).unwrap();
    ledger.unstake(&victim, 3).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&attacker, 0, false).unwrap();
    ledger.withdraw(&victim, 0, false).unwrap();
    assert_eq!((ledger.collateral_of(&attacker), ledger.collateral_of(&victim)), (1, 3));
    assert_eq!(ledger.balance(ledger.network.stake_vault), 2_000_000, "the donation is lost to its giver");
    ledger.assert_solvent();
}

#[test]
fn no_price_is_high_enough_to_round_a_deposit_to_no_shares() {
    let ledger = Ledger::new().two_mints().device_collateral(10).build();
    let operator = ledger.operator().stake(16).build();
    let devices = [ledger.device(&operator), ledger.device(&operator)];
    let delegator = ledger.delegator(&operator);
    let buys_at_least_one_share_each = || {
        let before = ledger.position(&delegator).shares;
        ledger.deposit(&delegator, 1).unwrap();
        assert!(ledger.position(&delegator).shares > before);
        ledger.assert_solvent();
    };
    buys_at_least_one_share_each();
    ledger.slash_for_good(&devices[0], 0);
    buys_at_least_one_share_each();
    // What leaves below its price stays with the rest; and still a share is worth at most one base unit.
    for _ in 0..4 {
        ledger.unstake(&operator, 1).unwrap();
    }
    ledger.chain.warp_by(ledger.parameters.unbonding);
    for ticket in 0..4 {
        ledger.withdraw(&operator, ticket, false).unwrap();
    }
    buys_at_least_one_share_each();
    let account = ledger.operator_account(&operator);
    assert!(account.stake <= account.shares);
}

#[test]
fn stake_that_covered_an_epoch_is_there_in_the_last_second_of_its_evidence() {
    // Unbonding exactly as long as the rule demands: epoch + grace + evidence age.
    let shortest = |setup: Setup| setup.parameters(|p| p.unbonding = p.epoch_length + p.grace + p.evidence_age);
    let (ledger, operator, delegator, device) = scene(shortest(Ledger::new().device_collateral(1 << 20)));
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
    ledger.unstake(&operator, 1 << 18).unwrap();
    ledger.unstake(&delegator, 1 << 18).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    let holders: [&dyn Holder; 2] = [&operator, &delegator];
    for holder in holders {
        assert_refused!(ledger.withdraw(holder, 0, true), LedgerError::TooEarly);
    }
    ledger.slash(&device, 1);
    ledger.chain.warp_by(1);
    for holder in holders {
        ledger.withdraw(holder, 0, true).unwrap();
        assert_eq!(ledger.collateral_of(holder), 0, "it leaves in the next second, with nothing");
    }
    ledger.assert_solvent();
}

#[test]
fn stake_that_left_a_second_earlier_never_covered_the_epoch() {
    let (ledger, operator, delegator, device) = scene(
        Ledger::new()
            .device_collateral(100_000)
            .parameters(|p| p.unbonding = p.epoch_length + p.grace + p.evidence_age),
    );
    ledger.chain.warp_to(ledger.start(1) - 1);
    ledger.unstake(&operator, (1 << 18) - 100).unwrap();
    ledger.unstake(&delegator, 1 << 18).unwrap();
    ledger.chain.warp_by(1);
    ledger.prove(&device, 1, 10_000).unwrap();
    assert_eq!(ledger.operator_account(&operator).credit_in(1), 10, "what stayed covers 10 credits");
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    ledger.withdraw(&delegator, 0, false).unwrap();
    ledger.withdraw(&operator, 0, false).unwrap();
    ledger.slash(&device, 1);
    assert_eq!(ledger.operator_account(&operator).stake, 0, "all that covered it is there");
    ledger.assert_solvent();
}

#[test]
fn leaving_is_paid_at_the_price_of_its_end_and_not_of_its_beginning() {
    let (ledger, _, delegator, device) = scene(Ledger::new().device_collateral(1 << 17));
    ledger.unstake(&delegator, 1 << 18).unwrap();
    ledger.slash_for_good(&device, 0);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&delegator, 0, false).unwrap();
    // Half of the pool was active, so the device's 2^17 are half of every share.
    assert!(ledger.collateral_of(&delegator).abs_diff(1 << 17) <= 2, "{}", ledger.collateral_of(&delegator));
    ledger.assert_solvent();
}

#[test]
fn the_wait_is_counted_in_seconds_and_ends_no_epoch_early() {
    for offset in [0, 1, 500, 999] {
        let (ledger, _, delegator, _) = scene(Ledger::new().parameters(|p| p.unbonding = 3_001));
        ledger.chain.warp_to(ledger.start(2) + offset);
        ledger.unstake(&delegator, 1).unwrap();
        for waited in [2_000, 3_000] {
            ledger.chain.warp_to(ledger.start(2) + offset + waited);
            assert_refused!(ledger.withdraw(&delegator, 0, true), LedgerError::TooEarly);
        }
        ledger.chain.warp_by(1);
        ledger.withdraw(&delegator, 0, false).unwrap();
        ledger.assert_solvent();
    }
}

#[test]
fn a_second_request_does_not_ride_on_the_first_ones_wait() {
    let (ledger, _, delegator, _) = scene(Ledger::new());
    ledger.unstake(&delegator, 1).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.unstake(&delegator, 1 << 17).unwrap();
    assert_refused!(ledger.withdraw(&delegator, 1, true), LedgerError::TooEarly);
    ledger.cancel_unstake(&delegator, 0).unwrap();
    ledger.unstake(&delegator, 1).unwrap();
    assert_refused!(ledger.withdraw(&delegator, 0, true), LedgerError::TooEarly);
    ledger.chain.warp_by(ledger.parameters.unbonding - 1);
    assert_refused!(ledger.withdraw(&delegator, 1, true), LedgerError::TooEarly);
    ledger.assert_solvent();
}

/// The scene with credit of epochs 1 and 2, in the second before the first of them may be harvested.
fn almost_due() -> (Ledger, TestOperator, TestDelegator) {
    let (ledger, operator, delegator, device) = scene(Ledger::new());
    for epoch in [1, 2] {
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 1_024).unwrap();
    }
    ledger.chain.warp_to(ledger.harvest_time(1) - 1);
    (ledger, operator, delegator)
}

#[test]
fn nobody_deposits_into_a_reward_that_is_due_settled_or_not() {
    for settled in [false, true] {
        let (ledger, operator, delegator) = almost_due();
        if settled {
            ledger.settle_up_to(1);
        }
        ledger.deposit(&delegator, 1).unwrap();
        ledger.chain.warp_by(1);
        assert_refused!(ledger.deposit(&delegator, 1), LedgerError::HarvestFirst);
        assert_refused!(ledger.deposit(&operator, 1), LedgerError::HarvestFirst);
        assert_refused!(ledger.deposit(&ledger.delegator(&operator), 1), LedgerError::HarvestFirst);
        ledger.make_harvestable(1);
        ledger.harvest(&operator, 1).unwrap();
        ledger.deposit(&delegator, 1).unwrap();
        ledger.assert_solvent();
    }
}

#[test]
fn one_harvest_of_two_that_are_due_lets_nobody_in() {
    for harvested in [1, 2] {
        let (ledger, operator, delegator) = almost_due();
        ledger.make_harvestable(2);
        ledger.harvest(&operator, harvested).unwrap();
        assert_refused!(ledger.deposit(&delegator, 1), LedgerError::HarvestFirst);
        ledger.harvest(&operator, 3 - harvested).unwrap();
        ledger.deposit(&delegator, 1).unwrap();
        ledger.assert_solvent();
    }
}

#[test]
fn an_epoch_in_which_nothing_was_earned_keeps_nobody_out() {
    let (ledger, operator, _, device) = scene(Ledger::new());
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 0).unwrap();
    ledger.chain.warp_to(ledger.harvest_time(1) + 10_000);
    ledger.deposit(&operator, 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn nobody_returns_into_a_reward_that_is_due() {
    let (ledger, operator, delegator, device) = scene(Ledger::new());
    ledger.unstake(&delegator, 1 << 18).unwrap();
    for epoch in [1, 2, 3, 4] {
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 1_024).unwrap();
    }
    ledger.settle_up_to(4);
    ledger.chain.warp_to(ledger.harvest_time(4));
    // Its ticket has matured meanwhile: it could have left in any second, and covered nothing.
    assert_refused!(ledger.cancel_unstake(&delegator, 0), LedgerError::HarvestFirst);
    for epoch in [1, 2, 3, 4] {
        ledger.harvest(&operator, epoch).unwrap();
    }
    ledger.cancel_unstake(&delegator, 0).unwrap();
    assert_eq!([ledger.earned(&operator), ledger.earned(&delegator)], [4_096, 0]);
    ledger.assert_solvent();
}
