//! Pools at their edges: empty, wiped out, at the price floor, tiny and very large, and what one second decides.

use girder_sdk::ledger::error::LedgerError;
use girder_tests::{Holder, Ledger, Setup, TestDelegator, TestDevice, TestOperator, assert_refused};

/// An operator with a stake of 2^11 and a delegator with as much, and a device worth this collateral.
fn pool(setup: Setup, device_collateral: u64) -> (Ledger, TestOperator, TestDelegator, TestDevice) {
    let ledger = setup.two_mints().device_collateral(device_collateral).build();
    let operator = ledger.operator().stake(1 << 11).build();
    let delegator = ledger.delegate(&operator, 1 << 11);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    (ledger, operator, delegator, device)
}

/// Stake and shares of a pool.
fn totals(ledger: &Ledger, holder: &dyn Holder) -> (u64, u64) {
    let account = ledger.operator_account(holder);
    (account.stake, account.shares)
}

fn worths(ledger: &Ledger, holders: [&dyn Holder; 2]) -> [u64; 2] {
    holders.map(|holder| ledger.worth(holder))
}

/// Lets all of a position leave now.
fn leave(ledger: &Ledger, holder: &dyn Holder) {
    let active = ledger.position(holder).active_shares();
    ledger.unstake(holder, active).unwrap();
}

/// Withdraws a ticket; returns what was paid.
fn withdrawn(ledger: &Ledger, holder: &dyn Holder, ticket: u8) -> u64 {
    let before = ledger.collateral_of(holder);
    ledger.withdraw(holder, ticket, true).unwrap();
    ledger.collateral_of(holder) - before
}

#[test]
fn the_first_deposit_of_a_pool_is_its_operators() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let delegator = ledger.delegator(&operator);
    assert_refused!(ledger.deposit(&delegator, 1), LedgerError::LeverageExceeded);
    ledger.deposit(&operator, 1).unwrap();
    ledger.deposit(&delegator, 3).unwrap();
    assert_eq!(totals(&ledger, &operator), (4, 4));
    ledger.assert_solvent();
}

#[test]
fn whoever_leaves_last_takes_all_that_is_left_and_the_next_begins_at_one_to_one() {
    for last in 0..2 {
        let (ledger, operator, delegator, device) = pool(Ledger::new(), 1_370);
        ledger.deposit(&delegator, 1_000).unwrap();
        ledger.slash_for_good(&device, 0);
        let stake = ledger.operator_account(&operator).stake;
        let mut holders: [&dyn Holder; 2] = [&delegator, &operator];
        holders.rotate_left(last);
        holders.iter().for_each(|&holder| leave(&ledger, holder));
        ledger.chain.warp_by(ledger.parameters.unbonding);
        let paid = holders.map(|holder| withdrawn(&ledger, holder, 0));
        assert_eq!(paid.iter().sum::<u64>(), stake, "no dust stays behind");
        assert_eq!(totals(&ledger, &operator), (0, 0));
        assert_eq!(ledger.assert_solvent().staked, 0);
        ledger.deposit(&operator, 70).unwrap();
        ledger.deposit(&delegator, 7).unwrap();
        assert_eq!(totals(&ledger, &operator), (77, 77));
        ledger.assert_solvent();
    }
}

#[test]
fn a_wiped_out_pool_owes_its_old_owners_nothing_but_what_they_had_earned() {
    let (ledger, operator, delegator, device) = pool(Ledger::new(), 1 << 20);
    let second = ledger.device(&operator);
    ledger.earn(&operator, &device, 100);
    ledger.unstake(&delegator, 1 << 10).unwrap();
    ledger.slash_for_good(&device, ledger.current_epoch());
    assert_eq!(ledger.operator_account(&operator).generation, 1);
    assert_eq!(worths(&ledger, [&operator, &delegator]), [0, 0]);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_refused!(ledger.withdraw(&delegator, 0, true), LedgerError::NoSuchTicket);
    assert_refused!(ledger.cancel_unstake(&delegator, 0), LedgerError::NoSuchTicket);
    assert_refused!(ledger.unstake(&delegator, 1), LedgerError::NotEnoughShares);

    ledger.deposit(&operator, 1 << 11).unwrap();
    ledger.deposit(&delegator, 1 << 10).unwrap();
    assert_eq!(worths(&ledger, [&operator, &delegator]), [1 << 11, 1 << 10]);
    assert_eq!([ledger.earned(&operator), ledger.earned(&delegator)], [50, 50]);
    ledger.earn(&operator, &second, 300);
    assert_eq!([ledger.earned(&operator), ledger.earned(&delegator)], [250, 150]);
    ledger.claim(&delegator).unwrap();
    assert_eq!(ledger.rewards_of(&delegator), 150);
    ledger.assert_solvent();
}

#[test]
fn who_slept_through_generations_is_owed_exactly_what_its_own_earned() {
    let (ledger, operator, sleeper, device) = pool(Ledger::new().parameters(|p| p.jail_after = 8), 1 << 20);
    let devices = [device, ledger.device(&operator), ledger.device(&operator), ledger.device(&operator)];
    ledger.earn(&operator, &devices[0], 100);
    for device in &devices[..3] {
        ledger.slash_for_good(device, ledger.current_epoch());
        ledger.deposit(&operator, 1 << 12).unwrap();
        ledger.earn(&operator, &devices[3], 400);
    }
    assert_eq!(ledger.operator_account(&operator).generation, 3);
    assert_eq!((ledger.earned(&sleeper), ledger.worth(&sleeper)), (50, 0));
    ledger.claim(&sleeper).unwrap();
    assert_eq!(ledger.rewards_of(&sleeper), 50);
    assert_eq!(ledger.earned(&operator), 50 + 3 * 400);
    ledger.assert_solvent();
}

#[test]
fn a_reward_that_was_due_when_the_pool_was_wiped_out_is_nobodys() {
    let ledger = Ledger::new().two_mints().device_collateral(10_000).build();
    let operator = ledger.operator().stake(1 << 11).build();
    let delegator = ledger.delegate(&operator, 1 << 11);
    let devices = [ledger.device(&operator), ledger.device(&operator)];
    ledger.enter_epoch(1);
    ledger.prove(&devices[0], 1, 100).unwrap();
    ledger.slash_for_good(&devices[1], 1);
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!([ledger.earned(&operator), ledger.earned(&delegator)], [0, 0]);
    assert_eq!(ledger.assert_solvent().reserve, 100);
}

#[test]
fn owners_of_everything_in_escrow_cancel_and_are_restored() {
    let (ledger, operator, delegator, device) = pool(Ledger::new(), 1 << 20);
    ledger.unstake(&delegator, 1 << 11).unwrap();
    ledger.unstake(&operator, 1 << 11).unwrap();
    ledger.slash(&device, 0);
    assert_eq!(totals(&ledger, &operator), (0, 1 << 12));
    ledger.cancel_unstake(&delegator, 0).unwrap();
    ledger.overturn(&device).unwrap();
    assert_eq!(worths(&ledger, [&operator, &delegator]), [1 << 11, 1 << 11]);
    assert_eq!(ledger.covered(&operator), 0, "own stake is still leaving");
    ledger.cancel_unstake(&operator, 0).unwrap();
    assert_eq!(ledger.covered(&operator), 1 << 12);
    ledger.assert_solvent();
}

#[test]
fn who_withdraws_of_an_empty_pool_leaves_its_return_to_nobody() {
    let (ledger, operator, delegator, device) = pool(Ledger::new(), 1 << 20);
    ledger.unstake(&delegator, 1 << 11).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let supply = ledger.collateral_supply();
    ledger.slash(&device, ledger.current_epoch());
    assert_eq!(withdrawn(&ledger, &delegator, 0), 0);
    ledger.overturn(&device).unwrap();
    assert_eq!(worths(&ledger, [&operator, &delegator]), [1 << 11, 0], "who stayed is restored, and gains nothing");
    assert_eq!(ledger.collateral_supply(), supply - (1 << 11));
    ledger.assert_solvent();
}

#[test]
fn at_the_price_floor_delegators_still_deposit_and_below_it_only_leave() {
    for (collateral, open) in [(4_080, true), (4_090, false)] {
        let (ledger, operator, delegator, device) = pool(Ledger::new(), collateral);
        ledger.slash_for_good(&device, 0);
        assert_eq!(totals(&ledger, &operator), ((1 << 12) - collateral, 1 << 12));
        if open {
            ledger.deposit(&delegator, 1).unwrap();
            assert_eq!(totals(&ledger, &operator), (17, (1 << 12) + 256));
        } else {
            assert_refused!(ledger.deposit(&delegator, 1 << 20), LedgerError::PoolDraining);
            assert_refused!(ledger.deposit(&operator, 1 << 20), LedgerError::PoolDraining);
        }
        leave(&ledger, &delegator);
        ledger.chain.warp_by(ledger.parameters.unbonding);
        assert_eq!(withdrawn(&ledger, &delegator, 0), if open { 9 } else { 3 });
        ledger.assert_solvent();
    }
}

#[test]
fn a_deposit_in_the_second_before_a_report_is_slashed_and_after_it_refused() {
    let (ledger, operator, delegator, device) = pool(Ledger::new(), 1_000);
    let (first, second) = ledger.equivocate(&device, 0);
    ledger.deposit(&delegator, 1 << 12).unwrap();
    ledger.report(&first, &second).unwrap();
    assert_eq!(totals(&ledger, &operator), ((1 << 13) - 1_000, 1 << 13));
    assert_eq!(worths(&ledger, [&operator, &delegator]), [1_798, 5_394], "a quarter and three, rounded down");
    assert_refused!(ledger.deposit(&delegator, 1_000), LedgerError::CaseOpen);
    assert_refused!(ledger.deposit(&operator, 1_000), LedgerError::CaseOpen);

    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    assert_refused!(ledger.deposit(&operator, 1_000), LedgerError::CaseOpen);
    ledger.execute(&device).unwrap();
    ledger.deposit(&operator, 899).unwrap();
    assert_eq!(totals(&ledger, &operator), (8_091, (1 << 13) + 1_024), "at the new price, in the same second");
    assert_eq!(ledger.worth(&delegator), 5_394, "which is no loss to the others");
    ledger.assert_solvent();
}

#[test]
fn a_ticket_is_slashed_until_the_second_it_is_withdrawn_in() {
    for (before_maturity, withdraws_first) in [(1_000, false), (1, false), (0, false), (-1_000, false), (0, true)] {
        let (ledger, operator, delegator, device) = pool(Ledger::new(), 1_000);
        ledger.unstake(&delegator, 1 << 11).unwrap();
        ledger.chain.warp_by(ledger.parameters.unbonding - before_maturity);
        if withdraws_first {
            assert_eq!(withdrawn(&ledger, &delegator, 0), 1 << 11, "it left in the same second");
        }
        let epoch = ledger.current_epoch();
        ledger.slash_for_good(&device, epoch);
        if withdraws_first {
            assert_eq!(totals(&ledger, &operator), (1_048, 1 << 11), "so the case is about the rest alone");
        } else {
            assert_eq!(withdrawn(&ledger, &delegator, 0), 1_048, "{before_maturity} s before it matured");
            assert_eq!(ledger.worth(&operator), 1_048);
        }
        ledger.assert_solvent();
    }
}

#[test]
fn shares_that_are_worth_less_than_a_base_unit_leave_for_nothing_and_are_nobodys_profit() {
    let ledger = Ledger::new().two_mints().device_collateral(20).build();
    let operator = ledger.operator().stake(16).build();
    let delegator = ledger.delegate(&operator, 16);
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_eq!(totals(&ledger, &operator), (12, 32));
    for _ in 0..8 {
        ledger.unstake(&delegator, 2).unwrap();
    }
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let paid: Vec<_> = (0..8).map(|ticket| withdrawn(&ledger, &delegator, ticket)).collect();
    assert_eq!(paid, [0, 0, 0, 0, 1, 1, 1, 1], "each is rounded down, at a price that rises with what was left behind");
    assert_eq!((totals(&ledger, &operator), ledger.worth(&operator)), ((8, 16), 8));
    leave(&ledger, &operator);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_eq!(withdrawn(&ledger, &operator, 0), 8);
    ledger.assert_solvent();
}

#[test]
fn every_position_has_eight_tickets_of_its_own() {
    let (ledger, operator, delegator, _) = pool(Ledger::new(), 100);
    for _ in 0..8 {
        ledger.unstake(&operator, 1).unwrap();
        ledger.unstake(&delegator, 10).unwrap();
    }
    let holders: [&dyn Holder; 2] = [&operator, &delegator];
    for holder in holders {
        assert_refused!(ledger.unstake(holder, 1), LedgerError::TicketsFull);
    }
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_eq!(withdrawn(&ledger, &delegator, 7), 10);
    ledger.unstake(&delegator, 1).unwrap();
    assert_refused!(ledger.unstake(&delegator, 1), LedgerError::TicketsFull);
    assert_eq!(ledger.position(&delegator).tickets[7].shares, 1);
    ledger.assert_solvent();
}

#[test]
fn positions_of_one_share_earn_and_are_slashed_like_any() {
    let ledger = Ledger::new().two_mints().device_collateral(10).parameters(|p| {
        p.collateral_per_million_credits = 4_000_000;
        p.equivocation_slash_bps = 8_000;
        // A quarter of a base unit of collateral, so that lying doesn't pay.
        p.reward_price = 1 << 30;
    });
    let ledger = ledger.build();
    let operator = ledger.operator().stake(1).build();
    let others = [1; 3].map(|amount| ledger.delegate(&operator, amount));
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 1);
    assert_eq!(ledger.assert_solvent().owed, 1);
    assert!(others.iter().all(|other| ledger.earned(other) == 0), "a quarter of a base unit each");
    for _ in 0..3 {
        ledger.earn(&operator, &device, 1);
    }
    for other in &others {
        assert_eq!(ledger.earned(other), 1, "which adds up");
        ledger.claim(other).unwrap();
    }
    ledger.slash_for_good(&device, ledger.current_epoch());
    assert_eq!(totals(&ledger, &operator), (0, 0), "ceil(4 x 80%) of a device worth them all");
    ledger.assert_solvent();
}

#[test]
fn the_largest_pool_is_delegated_earned_slashed_and_left() {
    const QUARTER: u64 = 1 << 54;
    let ledger = Ledger::new().two_mints().device_collateral(10_000).build();
    let operator = ledger.operator().stake(QUARTER).build();
    let [delegator, other] = [2 * QUARTER, QUARTER - 1].map(|amount| ledger.delegate(&operator, amount));
    assert_refused!(ledger.deposit(&other, 2), LedgerError::PoolFull);
    ledger.deposit(&other, 1).unwrap();
    assert_refused!(ledger.deposit(&operator, 1), LedgerError::PoolFull);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 1_000);
    let holders: [&dyn Holder; 3] = [&operator, &delegator, &other];
    assert_eq!(holders.map(|holder| ledger.earned(holder)), [250, 500, 250]);
    ledger.slash(&device, ledger.current_epoch());
    assert_eq!(ledger.operator_account(&operator).stake, 4 * QUARTER - 10_000);
    ledger.overturn(&device).unwrap();
    assert_eq!(holders.map(|holder| ledger.worth(holder)), [QUARTER, 2 * QUARTER, QUARTER]);
    ledger.slash_for_good(&ledger.device(&operator), ledger.current_epoch());
    holders.iter().for_each(|&holder| leave(&ledger, holder));
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let paid = holders.map(|holder| withdrawn(&ledger, holder, 0));
    assert_eq!(paid, [QUARTER - 2_500, 2 * QUARTER - 5_000, QUARTER - 2_500]);
    ledger.assert_solvent();
}
