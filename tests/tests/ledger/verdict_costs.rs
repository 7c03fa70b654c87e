//! What a verdict costs: its caps, the void, jail, and how all of it comes back.

use girder_sdk::{interface::offence::Offence, ledger::error::LedgerError};
use girder_tests::{Ledger, Setup, TestOperator, TestTicket, assert_refused};
use solana_address::Address;
use solana_signer::Signer;

/// At most half of the stake a verdict and 80% a window, with a stake of 1,000,000, in epoch 1.
fn scene(setup: Setup) -> (Ledger, TestOperator) {
    let ledger = setup.build();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.enter_epoch(1);
    (ledger, operator)
}

/// Condemns an operator now, on evidence of that number.
fn condemn(ledger: &Ledger, operator: &TestOperator, evidence: u8, fraction: u64) -> Address {
    ledger.condemn(operator, ledger.verdict_statement(ledger.current_epoch(), evidence, fraction))
}

/// What verdicts took in the operator's window, basis points.
fn window(ledger: &Ledger, operator: &TestOperator) -> u64 {
    ledger.operator_account(operator).verdict_bps
}

#[test]
fn it_takes_its_fraction_rounded_up_and_at_most_the_cap() {
    for (stake, fraction, taken, part) in [
        (1_000_000, 1, 100, 1),
        (1_000_000, 4_999, 499_900, 4_999),
        (1_000_000, 5_000, 500_000, 5_000),
        (1_000_000, 5_001, 500_000, 5_000),
        (1_000_000, 10_000, 500_000, 5_000),
        (1_001, 5_000, 501, 5_000),
        (1, 1, 1, 1),
    ] {
        let ledger = Ledger::new().build();
        let operator = ledger.operator().stake(stake).build();
        ledger.enter_epoch(1);
        let supply = ledger.collateral_supply();
        let case = condemn(&ledger, &operator, 1, fraction);
        let (found, account) = (ledger.case_at(case), ledger.operator_account(&operator));
        assert_eq!((found.taken, account.excess), (taken, 0), "{fraction} of {stake}");
        assert_eq!((u64::from(found.verdict_bps), account.verdict_bps), (part, part));
        assert_eq!(account.verdict_since, ledger.now());
        ledger.execute_in_time(case);
        assert_eq!(ledger.operator_account(&operator).stake, stake - taken);
        assert_eq!(ledger.collateral_supply(), supply - taken);
        ledger.assert_solvent();
    }
}

#[test]
fn verdicts_of_one_window_take_no_more_than_their_cap_together() {
    let (ledger, operator) = scene(Ledger::new());
    condemn(&ledger, &operator, 1, 5_000);
    ledger.chain.warp_by(10);
    let second = condemn(&ledger, &operator, 2, 5_000);
    assert_eq!(ledger.case_at(second).taken, 150_000, "30% of the half that was left");
    ledger.chain.warp_by(10);
    let third = condemn(&ledger, &operator, 3, 5_000);
    assert_eq!((ledger.case_at(third).taken, ledger.case_at(third).verdict_bps), (0, 0));
    assert_eq!(window(&ledger, &operator), 8_000);
    assert_eq!(ledger.operator_account(&operator).open_cases, 3);
    assert_eq!(ledger.assert_solvent().escrow, 650_000);
    ledger.execute_in_time(third);
    assert_eq!(ledger.assert_solvent().escrow, 650_000);
}

#[test]
fn verdicts_that_take_nothing_push_no_other_out_of_the_window() {
    let (ledger, operator) = scene(Ledger::new());
    for evidence in [1, 2] {
        condemn(&ledger, &operator, evidence, 5_000);
        ledger.chain.warp_by(1);
    }
    // Nine of them displace every offence that is remembered.
    for evidence in 3..=12 {
        let case = condemn(&ledger, &operator, evidence, 5_000);
        assert_eq!((ledger.case_at(case).taken, window(&ledger, &operator)), (0, 8_000), "verdict {evidence}");
        ledger.chain.warp_by(1);
    }
    assert_eq!(ledger.operator_account(&operator).stake, 350_000);
    assert_eq!(ledger.assert_solvent().escrow, 650_000);
}

#[test]
fn the_window_lasts_exactly_the_jail_window_and_the_first_verdict_after_it_begins_the_next() {
    let length = Ledger::new().build().parameters.jail_window;
    // (seconds after the one before, of 5,000 each; what it takes; whether it begins a window)
    for verdicts in [
        &[(length - 1, 3_000, false), (0, 0, false)][..],
        &[(length, 5_000, true), (length - 1, 3_000, false), (1, 5_000, true)],
        // It tumbles: what was taken in its last second is forgotten in the next, and not counted on to a second later.
        &[(length - 1, 3_000, false), (1, 5_000, true), (length - 1, 3_000, false), (1, 5_000, true)],
        &[(length + 700, 5_000, true), (length - 1, 3_000, false), (1, 5_000, true)],
        &[(3 * length, 5_000, true), (length, 5_000, true)],
    ] {
        let (ledger, operator) = scene(Ledger::new());
        condemn(&ledger, &operator, 1, 5_000);
        let (mut since, mut sum, mut stake) = (ledger.now(), 5_000, 500_000u64);
        for (evidence, &(after, part, begins)) in (2..).zip(verdicts) {
            ledger.chain.warp_by(after);
            let case = condemn(&ledger, &operator, evidence, 5_000);
            (since, sum) = if begins { (ledger.now(), part) } else { (since, sum + part) };
            let (account, taken) = (ledger.operator_account(&operator), (stake * part).div_ceil(10_000));
            assert_eq!((account.verdict_since, account.verdict_bps), (since, sum), "{evidence} of {verdicts:?}");
            assert_eq!(ledger.case_at(case).taken, taken, "{evidence} of {verdicts:?}");
            stake -= taken;
        }
        assert_eq!(ledger.assert_solvent().staked, stake);
    }
}

#[test]
fn an_overturned_verdict_frees_its_part_of_the_window() {
    let (ledger, operator) = scene(Ledger::new());
    let first = condemn(&ledger, &operator, 1, 5_000);
    ledger.chain.warp_by(10);
    let second = condemn(&ledger, &operator, 2, 2_000);
    assert_eq!(window(&ledger, &operator), 7_000);
    ledger.overturn_case(first).unwrap();
    assert_eq!(window(&ledger, &operator), 2_000);
    let third = condemn(&ledger, &operator, 3, 5_000);
    assert_eq!(window(&ledger, &operator), 7_000);
    ledger.overturn_case(second).unwrap();
    ledger.overturn_case(third).unwrap();
    assert_eq!(window(&ledger, &operator), 0);
    assert_eq!(ledger.operator_account(&operator).stake, 1_000_000);
    ledger.assert_solvent();
}

#[test]
fn an_overturned_verdict_of_the_window_before_frees_nothing_of_this_one() {
    for (late, part, freed) in [(499, 3_000, 3_000), (500, 5_000, 5_000)] {
        let (ledger, operator) = scene(Ledger::new().parameters(|p| p.jail_window = 500));
        let first = condemn(&ledger, &operator, 1, 5_000);
        ledger.chain.warp_by(late);
        let second = condemn(&ledger, &operator, 2, 5_000);
        assert_eq!(ledger.case_at(second).taken, 50 * part);
        ledger.overturn_case(first).unwrap();
        assert_eq!(window(&ledger, &operator), freed, "{late}");
        let third = condemn(&ledger, &operator, 3, 5_000);
        assert_eq!(u64::from(ledger.case_at(third).verdict_bps), 5_000.min(8_000 - freed), "{late}");
        ledger.assert_solvent();
    }
}

#[test]
fn of_two_verdicts_in_one_second_the_overturned_ones_part_is_freed() {
    for overturned in [0, 1] {
        let (ledger, operator) = scene(Ledger::new());
        let cases = [condemn(&ledger, &operator, 1, 5_000), condemn(&ledger, &operator, 2, 1_000)];
        ledger.overturn_case(cases[overturned]).unwrap();
        assert_eq!(window(&ledger, &operator), [1_000, 5_000][overturned]);
        let offences = ledger.operator_account(&operator).offences;
        assert_eq!(offences.iter().filter(|one| one.at != 0).count(), 1);
        ledger.assert_solvent();
    }
}

#[test]
fn other_offences_take_nothing_of_the_window() {
    let (ledger, operator) = scene(Ledger::new().device_collateral(100));
    let device = ledger.device(&operator);
    ledger.slash(&device, 1);
    let case = condemn(&ledger, &operator, 1, 5_000);
    assert_eq!(ledger.case_at(case).taken, (1_000_000 - 100) / 2);
    ledger.assert_solvent();
}

#[test]
fn it_voids_all_that_is_not_harvested_and_jails_at_once() {
    let (ledger, operator) = scene(Ledger::new().two_mints());
    let (device, other) = (ledger.device(&operator), ledger.device(&operator));
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 10_000).unwrap();
    ledger.make_harvestable(2);
    ledger.harvest(&operator, 2).unwrap();
    for epoch in [3, 4] {
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 200).unwrap();
        ledger.prove(&other, epoch, 1).unwrap();
    }
    let case = condemn(&ledger, &operator, 1, 1);
    assert_eq!((ledger.case_at(case).void_credit, ledger.case_at(case).void_slots), (u64::MAX, 0b11000));
    let account = ledger.operator_account(&operator);
    assert_eq!(account.jailed_until, ledger.now() + ledger.parameters.jail_time);
    assert_refused!(ledger.prove(&other, 4, 2), LedgerError::Jailed);

    let reserve = ledger.books().reserve;
    ledger.make_harvestable(4);
    assert_refused!(ledger.harvest(&operator, 3), LedgerError::CaseOpen);
    ledger.execute_in_time(case);
    for epoch in [3, 4] {
        ledger.harvest(&operator, epoch).unwrap();
    }
    let returned = ledger.assert_solvent().reserve - reserve;
    assert!((400..=402).contains(&returned), "2 x 201, each rounded down");
    ledger.claim(&operator).unwrap();
    assert!((9_998..=10_000).contains(&ledger.rewards_of(&operator)), "what was harvested before stays");
}

#[test]
fn overturned_it_gives_stake_rewards_and_freedom_back() {
    let (ledger, operator) = scene(Ledger::new().two_mints());
    let device = ledger.device(&operator);
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 200).unwrap();
    ledger.unstake(&operator, 77).unwrap();
    let before = ledger.operator_account(&operator);
    let case = condemn(&ledger, &operator, 1, 3_333);
    ledger.overturn_case(case).unwrap();
    let after = ledger.operator_account(&operator);
    assert_eq!((after.stake, after.shares, after.active_stake), (before.stake, before.shares, before.active_stake));
    assert_eq!((after.jailed_until, after.jailed_from, after.open_cases), (0, 0, 0));
    assert_eq!(after.ring, before.ring);
    ledger.prove(&device, 2, 300).unwrap();
    ledger.make_harvestable(2);
    ledger.harvest(&operator, 2).unwrap();
    ledger.claim(&operator).unwrap();
    assert!((299..=300).contains(&ledger.rewards_of(&operator)));
    ledger.assert_solvent();
}

#[test]
fn it_pays_no_bounty() {
    let (ledger, operator) = scene(Ledger::new());
    let reporter = ledger.wallet().pubkey();
    let operator_key = operator.address.to_bytes();
    let offence = Offence::Verdict { operator: &operator_key, evidence_hash: &[1; 32] };
    let ticket = TestTicket::new(&ledger, &offence, &[[0; 32]; 2], reporter, 1);
    ledger.commit(&ticket).unwrap();
    ledger.next_slot();
    let case = condemn(&ledger, &operator, 1, 1_000);
    assert_refused!(ledger.reveal(case, &ticket), LedgerError::NoBounty);
    ledger.assert_solvent();
}

#[test]
fn an_operator_without_stake_is_condemned_to_jail_alone() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    ledger.enter_epoch(1);
    let case = condemn(&ledger, &operator, 1, 10_000);
    assert_eq!(ledger.case_at(case).taken, 0);
    assert!(ledger.operator_account(&operator).jailed_until > 0);
    ledger.execute_in_time(case);
    ledger.assert_solvent();
}
