//! What correlation may raise cases by is in escrow beyond what they take: the operator's excess, which shields nothing, is
//! shared by its open cases, and returns with the last of them.

use girder_tests::{Ledger, TestDevice, TestOperator};
use solana_address::Address;

use super::correlation::{cheat, execute, open, open_in_epoch_1, setup};

/// An operator with a stake of 1,000,000 and this many devices, next to 9,000,000 or nothing that are nobody's fault; a case
/// against each device a second apart in epoch 1.
fn with_cases<const N: usize>(alone: bool) -> (Ledger, TestOperator, [Address; N]) {
    let ledger = setup().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [(); N].map(|()| ledger.device(&operator));
    if !alone {
        ledger.operator().stake(9_000_000).build();
    }
    ledger.enter_epoch(1);
    let cases = devices.map(|device: TestDevice| {
        ledger.next_slot();
        open(&ledger, &device)
    });
    (ledger, operator, cases)
}

/// Stake and excess.
fn pool(ledger: &Ledger, operator: &TestOperator) -> (u64, u64) {
    let account = ledger.operator_account(operator);
    (account.stake, account.excess)
}

#[test]
fn a_case_takes_what_it_costs_and_escrow_holds_the_most_that_it_may_come_to() {
    for (stake, most, taken, excess) in [
        (1_000_000, 30_000, 100_000, 200_000),
        (1_000_000, 10_000, 100_000, 0),
        (1_000_000, 10_001, 100_000, 10),
        (200_000, 30_000, 100_000, 100_000),
        (50_000, 30_000, 50_000, 0),
        (1_000_001, 15_000, 100_000, 50_000),
    ] {
        let ledger = setup().parameters(|p| p.max_correlation_bps = most).build();
        let (operator, device) = cheat(&ledger, stake);
        let case = open_in_epoch_1(&ledger, &device);
        assert_eq!(ledger.case_at(case).taken, taken, "{stake} at {most}");
        assert_eq!(pool(&ledger, &operator), (stake - taken - excess, excess), "{stake} at {most}");
        assert_eq!(ledger.assert_solvent().escrow, taken + excess);
    }
}

#[test]
fn later_cases_are_measured_on_pool_and_excess_and_take_from_the_pool_first() {
    let ledger = setup().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [(); 11].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    for (device, expected) in devices.iter().zip([
        (700_000, 200_000),
        (400_000, 400_000),
        (100_000, 600_000),
        (0, 600_000),
        (0, 500_000),
        (0, 400_000),
        (0, 300_000),
        (0, 200_000),
        (0, 100_000),
        (0, 0),
    ]) {
        let case = open(&ledger, device);
        assert_eq!((ledger.case_at(case).taken, pool(&ledger, &operator)), (100_000, expected));
        assert_eq!(ledger.assert_solvent().escrow, 1_000_000 - expected.0);
    }
    let case = open(&ledger, &devices[10]);
    assert_eq!((ledger.case_at(case).taken, pool(&ledger, &operator)), (0, (0, 0)), "all that there was is taken");
    ledger.assert_solvent();
}

#[test]
fn cases_are_raised_out_of_one_excess_and_no_further_than_it_reaches() {
    // Half of all that is active is slashed, so each of the five would be raised by 150,000; there are 500,000.
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 1, 3]] {
        let (ledger, operator, cases) = with_cases::<5>(true);
        assert_eq!(pool(&ledger, &operator), (0, 500_000));
        let kept = order.map(|number| execute(&ledger, cases[number]));
        assert_eq!(kept, [250_000, 250_000, 250_000, 150_000, 100_000], "{order:?}");
        assert_eq!(pool(&ledger, &operator), (0, 0));
        assert_eq!(cases.map(|case| ledger.case_at(case).returned), [0; 5]);
    }
}

#[test]
fn a_lone_case_is_raised_no_further_than_its_pool_reached() {
    let ledger = setup().build();
    let (operator, device) = cheat(&ledger, 250_000);
    let case = open_in_epoch_1(&ledger, &device);
    assert_eq!(pool(&ledger, &operator), (0, 150_000));
    // 40% of all that is active: factor 2.2.
    assert_eq!(execute(&ledger, case), 220_000);
    assert_eq!(pool(&ledger, &operator), (30_000, 0));
    let ledger = setup().build();
    let (operator, device) = cheat(&ledger, 140_000);
    let case = open_in_epoch_1(&ledger, &device);
    assert_eq!(execute(&ledger, case), 140_000, "factor 3 of 100,000, of which there are 140,000");
    assert_eq!(pool(&ledger, &operator), (0, 0));
}

#[test]
fn the_excess_returns_with_the_last_case_exactly() {
    // Which of two cases are overturned, in which order they are decided; what each keeps, and what is left.
    for (overturned, order, kept, left) in [
        ([false, false], [0, 1], [106_000, 106_000], 788_000),
        ([false, false], [1, 0], [106_000, 106_000], 788_000),
        ([true, false], [0, 1], [0, 103_000], 897_000),
        ([false, true], [1, 0], [103_000, 0], 897_000),
        ([false, true], [0, 1], [106_000, 0], 894_000),
        ([true, true], [0, 1], [0, 0], 1_000_000),
        ([true, true], [1, 0], [0, 0], 1_000_000),
    ] {
        let (ledger, operator, cases) = with_cases::<2>(false);
        assert_eq!(pool(&ledger, &operator), (400_000, 400_000));
        let supply = ledger.collateral_supply();
        for (number, last) in order.into_iter().zip([false, true]) {
            let (case, before) = (cases[number], pool(&ledger, &operator));
            let gone = match overturned[number] {
                true => {
                    ledger.overturn_case(case).unwrap();
                    0
                }
                false => execute(&ledger, case),
            };
            let what = format!("{overturned:?} in {order:?}: case {number}");
            assert_eq!(gone, kept[number], "{what}");
            let own = if overturned[number] { 100_000 } else { 0 };
            let raise = gone.saturating_sub(100_000);
            let excess = before.1 - raise;
            let expected = if last { (before.0 + own + excess, 0) } else { (before.0 + own, excess) };
            assert_eq!(pool(&ledger, &operator), expected, "{what}");
            assert_eq!(ledger.case_at(case).returned, expected.0 - before.0, "{what}");
            assert_eq!(ledger.operator_account(&operator).cases_from == 0, last, "{what}");
            ledger.assert_solvent();
        }
        assert_eq!(pool(&ledger, &operator), (left, 0), "{overturned:?} in {order:?}");
        assert_eq!(supply - ledger.collateral_supply(), kept.iter().sum::<u64>());
        assert_eq!(ledger.assert_solvent().escrow, 0);
    }
}

#[test]
fn the_next_case_after_the_last_begins_with_an_excess_of_its_own() {
    let ledger = setup().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let devices = [(); 2].map(|()| ledger.device(&operator));
    ledger.operator().stake(9_000_000).build();
    let first = open_in_epoch_1(&ledger, &devices[0]);
    assert_eq!(execute(&ledger, first), 103_000);
    ledger.deposit(&operator, 103_000).unwrap();
    ledger.enter_epoch(20);
    let second = open(&ledger, &devices[1]);
    let account = ledger.operator_account(&operator);
    assert_eq!(account.cases_from, ledger.now());
    assert_eq!(pool(&ledger, &operator), (700_000, 200_000));
    assert_eq!(execute(&ledger, second), 103_000);
    assert_eq!(pool(&ledger, &operator), (897_000, 0));
}

#[test]
fn the_excess_returns_to_those_who_stayed_exactly() {
    let ledger = setup().build();
    let (operator, device) = cheat(&ledger, 400_000);
    let delegator = ledger.delegate(&operator, 600_000);
    ledger.operator().stake(9_000_000).build();
    let case = open_in_epoch_1(&ledger, &device);
    assert_eq!(ledger.worth(&delegator), 420_000);
    assert_eq!(execute(&ledger, case), 103_000);
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
    assert_eq!((ledger.case_at(case).taken, ledger.operator_account(&operator).excess), (166_667, 333_334));
    ledger.withdraw(&leaver, 0, true).unwrap();
    assert_eq!(ledger.collateral_of(&leaver), 199_999, "floor(0.4 x 499,999)");
    // Of 10,000,000 active: factor 1.0501, kept 175,018; 324,983 would return to all, 60% of that to who stayed.
    assert_eq!(execute(&ledger, case), 305_012);
    assert_eq!(ledger.case_at(case).returned, 194_989);
    assert_eq!(ledger.operator_account(&operator).stake, 300_000 + 194_989);
    ledger.assert_solvent();
}

#[test]
fn who_leaves_between_two_cases_costs_those_who_stay_nothing() {
    let ledger = setup().build();
    let operator = ledger.operator().stake(600_000).build();
    let leaver = ledger.delegate(&operator, 400_000);
    let devices = [(); 2].map(|()| ledger.device(&operator));
    ledger.unstake(&leaver, 400_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let first = open(&ledger, &devices[0]);
    ledger.withdraw(&leaver, 0, true).unwrap();
    let second = open(&ledger, &devices[1]);
    ledger.overturn_case(second).unwrap();
    ledger.overturn_case(first).unwrap();
    assert_eq!(ledger.worth(&operator), 600_000, "both were overturned");
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

#[test]
fn the_escrow_of_an_equivocation_shields_no_stake_from_a_downtime() {
    let setup = setup().floors(&[1]).downtime(1, 1).healthy();
    let ledger = setup.build();
    let (operator, device) = cheat(&ledger, 1_000_000);
    ledger.settle_up_to(0);
    let case = open(&ledger, &device);
    assert_eq!(pool(&ledger, &operator), (700_000, 200_000));
    ledger.report_downtime(&operator, 0).unwrap();
    let downtime = ledger.downtime_case(&operator, 0);
    assert_eq!((ledger.case_at(downtime).taken, pool(&ledger, &operator)), (9_000, (691_000, 200_000)));
    // Of 2,000,000 active 5% were slashed: factor 1.15.
    assert_eq!([downtime, case].map(|case| execute(&ledger, case)), [9_000, 115_000]);
    assert_eq!(pool(&ledger, &operator), (876_000, 0));
}
