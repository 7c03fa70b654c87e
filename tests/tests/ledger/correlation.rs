//! Correlation: many slashed around one time lose more each, and nobody gains by being reported first or loses by being
//! reported later.

use girder_sdk::ledger::state::{Parameters, outcome};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, TestTicket};
use solana_address::Address;
use solana_signer::Signer;

/// f = F = 3: with all active stake slashed a case takes three times as much.
const RATE: u64 = 30_000;

pub fn setup() -> Setup {
    Ledger::new()
        .device_collateral(100_000)
        .parameters(|p| (p.correlation_bps, p.max_correlation_bps, p.bounty_bps) = (RATE, RATE, 1_000))
}

/// An operator with this stake and one device.
pub fn cheat(ledger: &Ledger, stake: u64) -> (TestOperator, TestDevice) {
    let operator = ledger.operator().stake(stake).build();
    let device = ledger.device(&operator);
    (operator, device)
}

/// Two cheats with a stake of 1,000,000, and 8,000,000 that are nobody's fault; in epoch 1.
fn two_cheats(setup: Setup) -> (Ledger, [(TestOperator, TestDevice); 2]) {
    let ledger = setup.build();
    let cheats = [cheat(&ledger, 1_000_000), cheat(&ledger, 1_000_000)];
    ledger.operator().stake(8_000_000).build();
    ledger.enter_epoch(1);
    (ledger, cheats)
}

/// Opens a case against a device about the current epoch.
pub fn open(ledger: &Ledger, device: &TestDevice) -> Address {
    ledger.slash(device, ledger.current_epoch());
    ledger.case_address(device)
}

/// Executes a case in its time; what it kept: nobody who left before gave anything up to it, so that is what is burned.
pub fn execute(ledger: &Ledger, case: Address) -> u64 {
    let (supply, books) = (ledger.collateral_supply(), ledger.books());
    ledger.execute_in_time(case);
    assert_eq!(ledger.case_at(case).outcome, outcome::EXECUTED);
    let (burned, after) = (supply - ledger.collateral_supply(), ledger.assert_solvent());
    assert_eq!(burned, books.staked + books.escrow + books.bonds - after.staked - after.escrow - after.bonds);
    burned
}

/// ceil(100,000 x (1 + 3 x slashed / active)), where the raise is rounded up to basis points.
fn raised(slashed: u64, active: u64) -> u64 {
    let factor = 10_000 + (slashed * RATE).div_ceil(active);
    (100_000 * factor.min(RATE)).div_ceil(10_000)
}

pub fn open_in_epoch_1(ledger: &Ledger, device: &TestDevice) -> Address {
    ledger.enter_epoch(1);
    open(ledger, device)
}

#[test]
fn the_factor_is_one_and_the_part_of_active_stake_slashed_times_f_rounded_up() {
    // (f, F, others' stake, kept): 100,000 of the cheat's 1,000,000 are slashed.
    for (rate, most, others, expected) in [
        (30_000, 30_000, 9_000_000, 103_000),
        (30_000, 30_000, 6_000_000, 104_290),
        (30_000, 30_000, 0, 130_000),
        (1, 30_000, 9_000_000, 100_010),
        (0, 30_000, 9_000_000, 100_000),
        (1_000_000, 30_000, 0, 300_000),
        (1_000_000, 100_000, 0, 1_000_000),
        (190_000, 30_000, 0, 290_000),
        (200_000, 30_000, 0, 300_000),
        (210_000, 30_000, 0, 300_000),
    ] {
        let change = |p: &mut Parameters| {
            (p.correlation_bps, p.max_correlation_bps) = (rate, most);
        };
        let ledger = setup().parameters(change).build();
        let (operator, device) = cheat(&ledger, 1_000_000);
        if others > 0 {
            ledger.operator().stake(others).build();
        }
        let case = open_in_epoch_1(&ledger, &device);
        let what = format!("f {rate}, F {most}, {others} of others");
        assert_eq!(execute(&ledger, case), expected, "{what}");
        let (found, account) = (ledger.case_at(case), ledger.operator_account(&operator));
        assert_eq!((found.taken, account.stake, account.excess), (100_000, 1_000_000 - expected, 0), "{what}");
        let excess = 100_000 * most / 10_000 - 100_000;
        assert_eq!(found.returned, excess - (expected - 100_000), "what is left of the excess; {what}");
    }
}

#[test]
fn where_nothing_is_active_it_is_raised_to_the_most() {
    let setup = setup().parameters(|p| {
        (p.equivocation_slash_bps, p.max_correlation_bps, p.leverage_bps) = (5_000, 15_000, 20_000);
    });
    let ledger = setup.build();
    let (operator, device) = cheat(&ledger, 1_000_000);
    ledger.unstake(&operator, 1_000_000).unwrap();
    let case = open_in_epoch_1(&ledger, &device);
    assert_eq!((ledger.case_at(case).taken, ledger.operator_account(&operator).excess), (500_000, 250_000));
    assert_eq!(ledger.case_at(case).active_stake_at_opening, 0);
    assert_eq!(execute(&ledger, case), 750_000);
}

#[test]
fn a_later_case_raises_an_earlier_one_as_much() {
    for order in [[0, 1], [1, 0]] {
        let (ledger, cheats) = two_cheats(setup());
        let first = open(&ledger, &cheats[0].1);
        ledger.chain.warp_by(10);
        let second = open(&ledger, &cheats[1].1);
        let cases = [first, second];
        assert_eq!(ledger.books().active_stake, 9_400_000);
        for case in cases {
            assert_eq!(ledger.case_at(case).active_stake_at_opening, 10_000_000, "what is in escrow counts");
        }
        for number in order {
            assert_eq!(execute(&ledger, cases[number]), raised(200_000, 10_000_000));
        }
    }
}

#[test]
fn a_later_case_that_was_overturned_raises_nothing() {
    let (ledger, cheats) = two_cheats(setup());
    let first = open(&ledger, &cheats[0].1);
    ledger.chain.warp_by(10);
    let second = open(&ledger, &cheats[1].1);
    ledger.overturn_case(second).unwrap();
    assert_eq!(ledger.operator_account(&cheats[1].0).stake, 1_000_000, "all of what was in escrow");
    assert_eq!(execute(&ledger, first), raised(100_000, 10_000_000));
}

#[test]
fn an_earlier_case_that_was_overturned_raises_nothing() {
    let (ledger, cheats) = two_cheats(setup());
    let first = open(&ledger, &cheats[0].1);
    ledger.chain.warp_by(10);
    let second = open(&ledger, &cheats[1].1);
    assert_eq!(ledger.case_at(second).slashed_at_opening, 200_000);
    ledger.overturn_case(first).unwrap();
    assert_eq!(execute(&ledger, second), raised(100_000, 10_000_000), "though it was there when the second was opened");
}

#[test]
fn the_epochs_count_that_the_window_touches_and_no_others() {
    // W = 5 epochs before it, P = 2 epochs after it. (seconds into epoch 10, seconds of the other into its epoch, that
    // epoch, whether it counts)
    for (opened, other, epoch, counts) in [
        (0, 999, 4, false),
        (0, 0, 5, true),
        (0, 999, 11, true),
        (0, 0, 12, false),
        (1, 999, 4, false),
        (1, 999, 12, true),
        (1, 0, 13, false),
        (999, 0, 5, true),
        (999, 999, 4, false),
        (999, 999, 12, true),
        (999, 0, 13, false),
    ] {
        let (ledger, [(_, device), (_, another)]) = two_cheats(setup());
        let times = [ledger.start(10) + opened, ledger.start(epoch) + other];
        let is_first = times[0] < times[1];
        let mut cases = [Address::default(); 2];
        for number in if is_first { [0, 1] } else { [1, 0] } {
            ledger.chain.warp_to(times[number]);
            cases[number] = open(&ledger, [&device, &another][number]);
        }
        let slashed = if counts { 200_000 } else { 100_000 };
        let kept = execute(&ledger, cases[0]);
        assert_eq!(kept, raised(slashed, 10_000_000), "{opened} s into 10, {other} s into {epoch}");
    }
}

#[test]
fn a_very_late_execution_takes_no_less_than_the_opening_knew() {
    let (ledger, [(_, first), (_, second)]) = two_cheats(setup());
    let third = cheat(&ledger, 1_000_000).1;
    let early = open(&ledger, &first);
    ledger.chain.warp_by(10);
    let late = open(&ledger, &second);
    execute(&ledger, early);
    // Its slot of the ring is another epoch's by now.
    ledger.enter_epoch(33);
    open(&ledger, &third);
    assert_eq!(execute(&ledger, late), raised(200_000, 11_000_000));
}

#[test]
fn what_the_opening_knew_counts_only_where_the_ring_may_have_forgotten() {
    // The window begins in epoch 0 (or 3), so that from epoch 32 (or 35) on its slots may be others'.
    for (opened, executed, slashed) in [(1, 31, 100_000), (1, 32, 200_000), (8, 34, 100_000), (8, 35, 200_000)] {
        let (ledger, [(_, first), (_, second)]) = two_cheats(setup());
        ledger.enter_epoch(opened);
        let overturned = open(&ledger, &first);
        let late = open(&ledger, &second);
        ledger.overturn_case(overturned).unwrap();
        ledger.chain.warp_to(ledger.end(executed) - 1);
        assert_eq!(execute(&ledger, late), raised(slashed, 10_000_000), "opened in {opened}, executed in {executed}");
    }
}

#[test]
fn the_bounty_is_of_what_is_kept() {
    let (ledger, [(operator, device), _]) = two_cheats(setup());
    let (first, second) = ledger.equivocate(&device, 1);
    let reporter = ledger.wallet().pubkey();
    let ticket = TestTicket::about(&ledger, &device, &[first.digest, second.digest], reporter, 1);
    ledger.commit(&ticket).unwrap();
    ledger.next_slot();
    ledger.report(&first, &second).unwrap();
    let case = ledger.case_address(&device);
    ledger.reveal(case, &ticket).unwrap();
    let supply = ledger.collateral_supply();
    ledger.execute_in_time(case);
    assert_eq!((ledger.case_at(case).returned, ledger.collateral_at(reporter)), (197_000, 10_300));
    assert_eq!(ledger.collateral_supply(), supply - (103_000 - 10_300));
    assert_eq!(ledger.operator_account(&operator).stake, 897_000);
    ledger.assert_solvent();
}

#[test]
fn a_verdict_raises_and_is_raised() {
    let (ledger, [(condemned, _), (_, device)]) = two_cheats(setup());
    let verdict = ledger.condemn(&condemned, ledger.verdict_statement(1, 1, 1_000));
    assert_eq!((ledger.case_at(verdict).taken, ledger.operator_account(&condemned).excess), (100_000, 200_000));
    let case = open(&ledger, &device);
    for case in [case, verdict] {
        assert_eq!(execute(&ledger, case), raised(200_000, 10_000_000));
    }
}

#[test]
fn downtime_and_bonds_neither_raise_nor_are_raised() {
    let setup = setup().floors(&[1]).downtime(1, 1).parameters(|p| p.min_bond = 100_000);
    let (ledger, [(idle, _), (_, device)]) = two_cheats(setup);
    ledger.prove(&device, 0, 1_000).unwrap();
    ledger.settle_up_to(0);
    let proof = ledger.two_verdicts(&ledger.attestors[0], 0, 1);
    ledger.report_double_statement(&proof).unwrap();
    ledger.report_downtime(&idle, 0).unwrap();
    let others = [ledger.double_statement_case(&proof), ledger.downtime_case(&idle, 0)];
    let expected = [50_000, 10_000];
    assert_eq!(others.map(|case| ledger.case_at(case).taken), expected);
    assert_eq!(ledger.operator_account(&idle).excess, 0);
    assert!(ledger.books().slashed.iter().all(|slot| slot.amount == 0));
    let case = open(&ledger, &device);
    // Of 10,000,000 that were staked 10,000 are in escrow, and so are 50,000 of a bond.
    assert_eq!(ledger.case_at(case).active_stake_at_opening, 10_050_000);
    assert_eq!(execute(&ledger, case), raised(100_000, 10_050_000));
    assert_eq!(others.map(|case| execute(&ledger, case)), expected);
}
