//! Correlation: many slashed around one time lose more each, and nobody gains by being reported first.

use girder_sdk::ledger::state::{SlashCase, outcome};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, TestTicket};
use solana_address::Address;
use solana_signer::Signer;

/// f = F = 3: with all active stake slashed a case takes three times as much.
const RATE: u64 = 30_000;

fn setup() -> Setup {
    Ledger::new()
        .device_collateral(100_000)
        .parameters(|p| (p.correlation_bps, p.max_correlation_bps, p.bounty_bps) = (RATE, RATE, 1_000))
}

/// An operator with this stake and one device.
fn cheat(ledger: &Ledger, stake: u64) -> (TestOperator, TestDevice) {
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
fn open(ledger: &Ledger, device: &TestDevice) -> Address {
    ledger.slash(device, ledger.current_epoch());
    ledger.case_address(device)
}

/// What an executed case kept.
fn kept(ledger: &Ledger, case: Address) -> u64 {
    let case: SlashCase = ledger.case_at(case);
    assert_eq!(case.outcome, outcome::EXECUTED);
    case.taken - case.returned
}

/// ceil(100,000 x (1 + 3 x slashed / active)), where the raise is rounded up to basis points.
fn raised(slashed: u64, active: u64) -> u64 {
    let factor = 10_000 + (slashed * RATE).div_ceil(active);
    (100_000 * factor.min(RATE)).div_ceil(10_000)
}

#[test]
fn escrow_holds_the_most_that_it_may_come_to() {
    for (stake, most, taken) in [
        (1_000_000, 30_000, 300_000),
        (1_000_000, 10_000, 100_000),
        (200_000, 30_000, 200_000),
        (1_000_001, 15_000, 150_000),
    ] {
        let ledger = setup().parameters(|p| p.max_correlation_bps = most).build();
        let (operator, device) = cheat(&ledger, stake);
        let case = open_in_epoch_1(&ledger, &device);
        let found = ledger.case_at(case);
        assert_eq!((found.taken, found.taken), (100_000, taken), "{stake} at {most}");
        assert_eq!(ledger.operator_account(&operator).stake, stake - taken);
        assert_eq!(ledger.assert_solvent().escrow, taken);
    }
}

fn open_in_epoch_1(ledger: &Ledger, device: &TestDevice) -> Address {
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
        let change = |p: &mut girder_sdk::ledger::state::Parameters| {
            (p.correlation_bps, p.max_correlation_bps) = (rate, most);
        };
        let ledger = setup().parameters(change).build();
        let (operator, device) = cheat(&ledger, 1_000_000);
        if others > 0 {
            ledger.operator().stake(others).build();
        }
        let case = open_in_epoch_1(&ledger, &device);
        let supply = ledger.collateral_supply();
        ledger.execute_in_time(case);
        let what = format!("f {rate}, F {most}, {others} of others");
        assert_eq!(kept(&ledger, case), expected, "{what}");
        assert_eq!(ledger.operator_account(&operator).stake, 1_000_000 - expected, "{what}");
        assert_eq!(ledger.collateral_supply(), supply - expected, "{what}");
        ledger.assert_solvent();
    }
}

#[test]
fn where_nothing_is_active_it_is_raised_to_the_most() {
    let ledger = setup().parameters(|p| (p.equivocation_slash_bps, p.max_correlation_bps) = (5_000, 15_000)).build();
    let (operator, device) = cheat(&ledger, 1_000_000);
    ledger.unstake(&operator, 1_000_000).unwrap();
    let case = open_in_epoch_1(&ledger, &device);
    assert_eq!((ledger.case_at(case).taken, ledger.case_at(case).taken), (500_000, 750_000));
    ledger.execute_in_time(case);
    assert_eq!(kept(&ledger, case), 750_000);
    ledger.assert_solvent();
}

#[test]
fn a_later_case_raises_an_earlier_one_as_much() {
    for order in [[0, 1], [1, 0]] {
        let (ledger, cheats) = two_cheats(setup());
        let first = open(&ledger, &cheats[0].1);
        ledger.chain.warp_by(10);
        let second = open(&ledger, &cheats[1].1);
        for number in order {
            ledger.execute_in_time([first, second][number]);
        }
        assert_eq!(kept(&ledger, first), raised(200_000, 10_000_000));
        assert_eq!(kept(&ledger, second), raised(200_000, 9_700_000), "less is active once the first is in escrow");
        ledger.assert_solvent();
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
    ledger.execute_in_time(first);
    assert_eq!(kept(&ledger, first), raised(100_000, 10_000_000));
    ledger.assert_solvent();
}

#[test]
fn an_earlier_case_that_was_overturned_raises_nothing() {
    let (ledger, cheats) = two_cheats(setup());
    let first = open(&ledger, &cheats[0].1);
    ledger.chain.warp_by(10);
    let second = open(&ledger, &cheats[1].1);
    ledger.overturn_case(first).unwrap();
    ledger.execute_in_time(second);
    assert_eq!(kept(&ledger, second), raised(100_000, 9_700_000));
    ledger.assert_solvent();
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
        ledger.execute_in_time(cases[0]);
        let active = if is_first { 10_000_000 } else { 9_700_000 };
        let slashed = if counts { 200_000 } else { 100_000 };
        assert_eq!(kept(&ledger, cases[0]), raised(slashed, active), "{opened} s into 10, {other} s into {epoch}");
        ledger.assert_solvent();
    }
}

#[test]
fn a_very_late_execution_takes_no_less_than_the_opening_knew() {
    let (ledger, [(_, first), (_, second)]) = two_cheats(setup());
    let third = cheat(&ledger, 1_000_000).1;
    let early = open(&ledger, &first);
    ledger.chain.warp_by(10);
    let late = open(&ledger, &second);
    ledger.execute_in_time(early);
    // Its slot of the ring is another epoch's by now.
    ledger.enter_epoch(33);
    open(&ledger, &third);
    ledger.execute_case(late).unwrap();
    assert_eq!(kept(&ledger, late), raised(200_000, 10_700_000));
    ledger.assert_solvent();
}

#[test]
fn the_excess_returns_to_those_who_stayed_exactly() {
    let ledger = setup().build();
    let (operator, device) = cheat(&ledger, 400_000);
    let delegator = ledger.delegate(&operator, 600_000);
    ledger.operator().stake(9_000_000).build();
    let case = open_in_epoch_1(&ledger, &device);
    assert_eq!(ledger.worth(&delegator), 420_000);
    ledger.execute_in_time(case);
    assert_eq!(ledger.case_at(case).returned, 300_000 - 103_000);
    assert_eq!([ledger.worth(&operator), ledger.worth(&delegator)], [358_800, 538_200], "of 897,000");
    ledger.assert_solvent();
}

#[test]
fn the_part_of_those_who_left_is_burned() {
    let ledger = setup().build();
    let (operator, device) = cheat(&ledger, 600_000);
    let leaver = ledger.delegate(&operator, 400_000);
    ledger.operator().stake(9_400_000).build();
    ledger.unstake(&leaver, 400_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let case = open(&ledger, &device);
    assert_eq!((ledger.case_at(case).taken, ledger.case_at(case).taken), (166_667, 500_001));
    ledger.withdraw(&leaver, 0, true).unwrap();
    assert_eq!(ledger.collateral_of(&leaver), 199_999, "floor(0.4 x 499,999)");
    let supply = ledger.collateral_supply();
    ledger.execute_in_time(case);
    // Of 10,000,000 active: factor 1.0501, kept 175,018; 324,983 would return to all, 60% of that to who stayed.
    assert_eq!(ledger.case_at(case).returned, 194_989);
    assert_eq!(ledger.operator_account(&operator).stake, 300_000 + 194_989);
    assert_eq!(ledger.collateral_supply(), supply - 305_012);
    ledger.assert_solvent();
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
    assert_eq!((ledger.case_at(verdict).taken, ledger.case_at(verdict).taken), (100_000, 300_000));
    let case = open(&ledger, &device);
    ledger.execute_in_time(case);
    ledger.execute_in_time(verdict);
    assert_eq!(kept(&ledger, verdict), raised(200_000, 10_000_000));
    assert_eq!(kept(&ledger, case), raised(200_000, 9_700_000));
    ledger.assert_solvent();
}

#[test]
fn downtime_and_bonds_neither_raise_nor_are_raised() {
    let setup = setup().floors(&[1]).downtime(1, 1).parameters(|p| p.min_bond = 100_000);
    let (ledger, [(idle, _), (_, device)]) = two_cheats(setup);
    ledger.settle_up_to(0);
    let proof = ledger.two_verdicts(&ledger.attestors[0], 0, 1);
    ledger.report_double_statement(&proof).unwrap();
    ledger.report_downtime(&idle, 0).unwrap();
    let others = [ledger.double_statement_case(&proof), ledger.downtime_case(&idle, 0)];
    let expected = [50_000, 10_000];
    assert_eq!(others.map(|case| ledger.case_at(case).taken), expected);
    assert!(ledger.books().slashed.iter().all(|slot| slot.amount == 0));
    let case = open(&ledger, &device);
    for case in [case, others[0], others[1]] {
        ledger.execute_in_time(case);
    }
    assert_eq!(kept(&ledger, case), raised(100_000, 9_990_000));
    assert_eq!(others.map(|case| kept(&ledger, case)), expected);
    ledger.assert_solvent();
}

/// What is left of a stake of 300,000 that three lying devices stood for, a third each, when all cases are executed.
fn left_of_three_liars(most: u64, verdict: bool) -> u64 {
    let ledger = setup().parameters(|p| (p.correlation_bps, p.max_correlation_bps) = (0, most)).build();
    let operator = ledger.operator().stake(300_000).build();
    let devices = [(); 3].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    let mut cases: Vec<_> = devices[..if verdict { 1 } else { 3 }].iter().map(|device| open(&ledger, device)).collect();
    if verdict {
        cases.push(ledger.condemn(&operator, ledger.verdict_statement(1, 1, 5_000)));
    }
    cases.into_iter().for_each(|case| ledger.execute_in_time(case));
    ledger.assert_solvent();
    ledger.operator_account(&operator).stake
}

#[test]
fn the_escrow_of_one_case_shields_no_stake_from_the_next() {
    assert_eq!(left_of_three_liars(10_000, false), 0);
    assert_eq!(left_of_three_liars(30_000, false), 0, "a third each, though the first one's escrow holds everything");
}

#[test]
fn the_escrow_of_a_self_reported_device_shields_no_stake_from_a_verdict() {
    assert_eq!(left_of_three_liars(10_000, true), 100_000);
    assert_eq!(left_of_three_liars(30_000, true), 100_000, "a third, and half of the rest");
}
