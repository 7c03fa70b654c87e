//! Positions of others than the operator: what they earn, what they risk, and what keeps the operator at risk beside them.

use girder_sdk::{instructions as build, ledger::error::LedgerError};
use girder_tests::{Holder, Ledger, TestDelegator, TestOperator, assert_refused, with_account};
use solana_signer::Signer;

/// An operator with a stake of 1,000 and somebody who delegates 3,000: all that a leverage of 4 allows.
fn full() -> (Ledger, TestOperator, TestDelegator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000).build();
    let delegator = ledger.delegate(&operator, 3_000);
    (ledger, operator, delegator)
}

#[test]
fn owners_share_what_commission_leaves_by_their_shares() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1 << 18).commission(1_250).build();
    let [first, second] = [1 << 17; 2].map(|amount| ledger.delegate(&operator, amount));
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 8_192);
    assert_eq!(ledger.operator_account(&operator).commission_owed, 1_024);
    let owners: [(&dyn Holder, u64); 3] = [(&operator, 3_584), (&first, 1_792), (&second, 1_792)];
    for (owner, reward) in owners {
        assert_eq!(ledger.earned(owner), reward);
        ledger.claim(owner).unwrap();
        assert_eq!((ledger.rewards_of(owner), ledger.position(owner).paid), (reward, reward));
        assert_refused!(ledger.claim(owner), LedgerError::NothingOwed);
    }
    ledger.claim_commission(&operator).unwrap();
    assert_eq!(ledger.assert_solvent().owed, 0);
}

#[test]
fn an_owner_is_paid_for_exactly_the_epochs_that_it_was_in() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1 << 18).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let earned = |delegator: &TestDelegator| (ledger.earned(&operator), ledger.earned(delegator));
    ledger.earn(&operator, &device, 1_024);
    let delegator = ledger.delegate(&operator, 1 << 18);
    assert_eq!(earned(&delegator), (1_024, 0), "nothing of what came before");
    ledger.earn(&operator, &device, 1_024);
    assert_eq!(earned(&delegator), (1_536, 512));
    ledger.unstake(&delegator, 1 << 17).unwrap();
    ledger.earn(&operator, &device, 3_072);
    assert_eq!(earned(&delegator), (3_584, 1_536), "a third, with half of the shares marked");
    ledger.unstake(&delegator, 1 << 17).unwrap();
    ledger.earn(&operator, &device, 1_024);
    assert_eq!(earned(&delegator), (4_608, 1_536), "nothing while all of them leave");
    ledger.cancel_unstake(&delegator, 0).unwrap();
    ledger.cancel_unstake(&delegator, 1).unwrap();
    ledger.earn(&operator, &device, 1_024);
    assert_eq!(earned(&delegator), (5_120, 2_048), "and again from the cancelling on");
    ledger.unstake(&delegator, 1 << 18).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&delegator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&delegator), 1 << 18);
    ledger.claim(&delegator).unwrap();
    assert_eq!(ledger.rewards_of(&delegator), 2_048, "what it earned stays its own when its stake has left");
    ledger.assert_solvent();
}

#[test]
fn one_harvest_after_many_epochs_pays_whom_each_pays_alone() {
    let [at_once, each] = [true, false].map(|late| {
        let ledger = Ledger::new().two_mints().build();
        let operator = ledger.operator().stake(1 << 18).build();
        let delegator = ledger.delegate(&operator, 1 << 18);
        let device = ledger.device(&operator);
        for epoch in 1..=5 {
            ledger.chain.warp_to(ledger.now().max(ledger.start(epoch)));
            ledger.prove(&device, epoch, 1_000).unwrap();
            if !late && epoch > 2 {
                ledger.make_harvestable(epoch - 2);
                ledger.harvest(&operator, epoch - 2).unwrap();
            }
        }
        ledger.make_harvestable(5);
        for epoch in if late { 1..=5 } else { 4..=5 } {
            ledger.harvest(&operator, epoch).unwrap();
        }
        ledger.claim(&delegator).unwrap();
        ledger.assert_solvent();
        ledger.rewards_of(&delegator)
    });
    assert_eq!((at_once, each), (2_500, 2_500));
}

#[test]
fn anybody_claims_for_any_owner_and_the_owner_is_paid() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1 << 18).build();
    let delegator = ledger.delegate(&operator, 1 << 18);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 1_000);
    let stranger = ledger.wallet();
    let owner = delegator.owner.pubkey();
    let account = ledger.reward_account(owner);
    let claim = build::claim(&ledger.network, operator.address, owner, account);
    let others = [
        ledger.reward_account(stranger.pubkey()),
        ledger.reward_account(operator.identity.pubkey()),
        ledger.network.reward_vault,
    ];
    for other in others {
        let theft = ledger.chain.execute(&[with_account(claim.clone(), account, other)], &stranger, &[]);
        assert_refused!(theft, LedgerError::WrongDestination);
    }
    ledger.chain.execute(&[claim], &stranger, &[]).unwrap();
    assert_eq!(ledger.rewards_of(&delegator), 500);
    ledger.assert_solvent();
}

#[test]
fn co_owners_of_hardware_share_its_rewards_and_what_its_faults_cost() {
    let ledger = Ledger::new().two_mints().device_collateral(10 << 10).build();
    let operator = ledger.operator().stake(1 << 14).build();
    let partners = [1 << 14; 3].map(|amount| ledger.delegate(&operator, amount));
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 1_024);
    ledger.slash_for_good(&device, ledger.current_epoch());
    let owners: [&dyn Holder; 4] = [&operator, &partners[0], &partners[1], &partners[2]];
    for owner in owners {
        assert_eq!((ledger.earned(owner), ledger.worth(owner)), (256, (1 << 14) - 2_560), "a quarter each");
    }
    ledger.assert_solvent();
}

#[test]
fn delegation_ends_at_the_leverage_of_own_stake() {
    let (ledger, operator, delegator) = full();
    assert_eq!(ledger.covered(&operator), 4_000);
    assert_refused!(ledger.deposit(&delegator, 1), LedgerError::LeverageExceeded);
    assert_refused!(ledger.deposit(&ledger.delegator(&operator), 1), LedgerError::LeverageExceeded);
    ledger.deposit(&operator, 1).unwrap();
    assert_refused!(ledger.deposit(&delegator, 4), LedgerError::LeverageExceeded);
    ledger.deposit(&delegator, 3).unwrap();
    assert_eq!(ledger.covered(&operator), 4_004);
    ledger.assert_solvent();
}

#[test]
fn at_a_leverage_of_one_nobody_delegates() {
    let ledger = Ledger::new().parameters(|p| p.leverage_bps = 10_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let delegator = ledger.delegator(&operator);
    assert_refused!(ledger.deposit(&delegator, 1), LedgerError::LeverageExceeded);
    ledger.deposit(&operator, 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn nobody_delegates_to_an_operator_below_the_minimum_of_own_stake() {
    let ledger = Ledger::new().parameters(|p| p.min_self_stake = 500).build();
    let operator = ledger.operator().build();
    let delegator = ledger.delegator(&operator);
    assert_refused!(ledger.deposit(&delegator, 1), LedgerError::SelfStakeTooSmall);
    ledger.deposit(&operator, 501).unwrap();
    ledger.unstake(&operator, 1).unwrap();
    ledger.deposit(&delegator, 1).unwrap();
    ledger.unstake(&operator, 1).unwrap();
    assert_refused!(ledger.deposit(&delegator, 1), LedgerError::SelfStakeTooSmall);
    ledger.cancel_unstake(&operator, 1).unwrap();
    ledger.deposit(&delegator, 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_delegators_deposit_obeys_the_rules_of_every_deposit() {
    let ledger = Ledger::new().device_collateral(100).parameters(|p| (p.min_deposit, p.jail_after) = (50, 1)).build();
    let operator = ledger.operator().stake(1_000).build();
    let delegator = ledger.delegate(&operator, 50);
    assert_refused!(ledger.deposit(&delegator, 49), LedgerError::DepositTooSmall);
    let device = ledger.device(&operator);
    ledger.slash(&device, 0);
    assert_refused!(ledger.deposit(&delegator, 50), LedgerError::Jailed);
    ledger.overturn(&device).unwrap();
    ledger.deposit(&delegator, 50).unwrap();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_refused!(ledger.deposit(&delegator, 50), LedgerError::Jailed);
    ledger.assert_solvent();
}

#[test]
fn when_own_stake_leaves_first_the_rest_covers_nothing() {
    let (ledger, operator, delegator) = full();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    let covered = || ledger.covered(&operator);
    let credit = |units| {
        ledger.prove(&device, 1, units).unwrap();
        ledger.operator_account(&operator).credit_in(1)
    };
    assert_eq!((covered(), credit(100)), (4_000, 100));
    ledger.unstake(&operator, 1).unwrap();
    assert_eq!((covered(), credit(200)), (0, 100), "999 x 4 < 3,999");
    ledger.unstake(&delegator, 3).unwrap();
    assert_eq!((covered(), credit(300)), (3_996, 300), "999 x 4 = 3,996");
    ledger.unstake(&operator, 999).unwrap();
    assert_eq!((covered(), credit(400)), (0, 300));
    assert_eq!(ledger.operator_account(&operator).active_stake, 2_997, "it is still active");

    ledger.unstake(&delegator, 2_997).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    for ticket in [0, 1] {
        ledger.withdraw(&delegator, ticket, false).unwrap();
    }
    assert_eq!(ledger.collateral_of(&delegator), 3_000, "and nothing holds it back");
    ledger.assert_solvent();
}

#[test]
fn own_stake_that_left_is_slashed_beside_the_delegators_until_it_is_withdrawn() {
    let ledger = Ledger::new().two_mints().device_collateral(400).build();
    let operator = ledger.operator().stake(1_000).build();
    let delegator = ledger.delegate(&operator, 1_000);
    let device = ledger.device(&operator);
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.slash_for_good(&device, ledger.current_epoch());
    let worth = ledger.worth(&operator);
    assert_eq!((worth, ledger.worth(&delegator)), (600, 600), "400 of 1,000 active, so as much of every share");
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 600);
    ledger.assert_solvent();
}

#[test]
fn a_delegator_that_left_does_not_return_beyond_the_leverage() {
    let (ledger, operator, delegator) = full();
    ledger.unstake(&delegator, 1_000).unwrap();
    let other = ledger.delegate(&operator, 1_000);
    // Otherwise it would now take the operator all cover, for nothing.
    assert_refused!(ledger.cancel_unstake(&delegator, 0), LedgerError::LeverageExceeded);
    assert_eq!(ledger.covered(&operator), 4_000);
    ledger.unstake(&other, 999).unwrap();
    assert_refused!(ledger.cancel_unstake(&delegator, 0), LedgerError::LeverageExceeded);
    ledger.unstake(&other, 1).unwrap();
    ledger.cancel_unstake(&delegator, 0).unwrap();
    assert_eq!(ledger.covered(&operator), 4_000);
    ledger.assert_solvent();
}

#[test]
fn a_delegator_that_may_not_return_still_withdraws() {
    let (ledger, operator, delegator) = full();
    ledger.unstake(&delegator, 3_000).unwrap();
    ledger.unstake(&operator, 1_000).unwrap();
    assert_refused!(ledger.cancel_unstake(&delegator, 0), LedgerError::LeverageExceeded);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&delegator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&delegator), 3_000);
    ledger.assert_solvent();
}

#[test]
fn an_operator_returns_whatever_the_leverage() {
    let (ledger, operator, _) = full();
    for _ in 0..2 {
        ledger.unstake(&operator, 500).unwrap();
    }
    ledger.cancel_unstake(&operator, 0).unwrap();
    assert_eq!(ledger.covered(&operator), 0, "500 x 4 < 3,500");
    ledger.cancel_unstake(&operator, 1).unwrap();
    assert_eq!(ledger.covered(&operator), 4_000);
    ledger.assert_solvent();
}

#[test]
fn delegators_leave_a_jailed_operator_and_while_a_case_is_open() {
    let ledger = Ledger::new().two_mints().device_collateral(400).parameters(|p| p.jail_after = 1).build();
    let operator = ledger.operator().stake(1_000).build();
    let delegator = ledger.delegate(&operator, 1_000);
    let device = ledger.device(&operator);
    ledger.slash(&device, 0);
    ledger.unstake(&delegator, 500).unwrap();
    ledger.cancel_unstake(&delegator, 0).unwrap();
    ledger.unstake(&delegator, 1_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_refused!(ledger.withdraw(&delegator, 0, false), LedgerError::OwnerMustWithdraw);
    ledger.execute(&device).unwrap();
    assert!(ledger.operator_account(&operator).jailed_until > 0);
    ledger.withdraw(&delegator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&delegator), 800);
    ledger.assert_solvent();
}

#[test]
fn one_owners_positions_with_two_operators_have_nothing_to_do_with_each_other() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operators = [ledger.operator().stake(1_024).build(), ledger.operator().stake(1_024).build()];
    let owner = ledger.wallet();
    let positions =
        operators.each_ref().map(|operator| ledger.open_position(operator, owner.insecure_clone()).unwrap());
    for position in &positions {
        ledger.deposit(position, 1_024).unwrap();
    }
    let devices = operators.each_ref().map(|operator| ledger.device(operator));
    ledger.enter_epoch(0);
    ledger.earn(&operators[0], &devices[0], 100);
    ledger.slash_for_good(&devices[1], ledger.current_epoch());
    assert_eq!(positions.each_ref().map(|position| ledger.earned(position)), [50, 0]);
    assert_eq!(positions.each_ref().map(|position| ledger.worth(position)), [1_024, 524]);
    ledger.unstake(&positions[0], 1_024).unwrap();
    assert_refused!(ledger.unstake(&positions[1], 1_025), LedgerError::NotEnoughShares);
    ledger.assert_solvent();
}
