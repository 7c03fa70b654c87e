//! Downtime: how many epochs below the floor make one, who reports it until when, and what it costs.

use girder_sdk::{
    instructions as build,
    ledger::{
        error::LedgerError,
        state::{device_state, outcome},
    },
};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, TestTicket, assert_refused, interface::offence::Offence};
use solana_signer::Signer;

/// An operator with a stake of 1,000,000 and one device that owes 100 credits in each epoch from 0 on; the rest of the
/// network works.
fn scene(setup: Setup) -> (Ledger, TestOperator, TestDevice) {
    let ledger = setup.floors(&[100]).healthy().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    (ledger, operator, device)
}

#[test]
fn k_missed_epochs_of_the_last_n_are_downtime_and_one_less_is_not() {
    for (units, missed) in [
        ([0, 100, 0, 100, 0], 3),
        ([99, 100, 99, 100, 99], 3),
        ([0, 0, 0, 0, 0], 5),
        ([0, 100, 0, 100, 100], 2),
        ([100, 200, 300, 0, 99], 2),
        ([100, 100, 100, 100, 100], 0),
    ] {
        let (ledger, operator, device) = scene(Ledger::new().downtime(3, 5));
        ledger.live(0, &[(&device, &units)]);
        if missed < 3 {
            assert_eq!(ledger.misses(&operator, 4), missed, "{units:?}");
        } else {
            ledger.report_downtime(&operator, 4).unwrap();
            assert_eq!(ledger.operator_account(&operator).downtime_counted, 5, "{units:?}");
        }
        ledger.assert_solvent();
    }
}

#[test]
fn the_window_holds_n_epochs_up_to_the_last_one() {
    let (ledger, operator, device) = scene(Ledger::new().downtime(2, 3).long_evidence());
    ledger.live(0, &[(&device, &[100, 0, 100, 100, 0])]);
    assert_eq!(ledger.misses(&operator, 2), 1);
    assert_eq!(ledger.misses(&operator, 3), 1, "of epochs 1 to 3");
    assert_eq!(ledger.misses(&operator, 4), 1, "of epochs 2 to 4");
    let (ledger, operator, device) = scene(Ledger::new().downtime(2, 4));
    ledger.live(0, &[(&device, &[100, 0, 100, 100, 0])]);
    ledger.report_downtime(&operator, 4).unwrap();
    ledger.assert_solvent();
}

#[test]
fn epochs_of_which_the_rings_know_nothing_any_more_do_not_count() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1).long_evidence());
    ledger.settle_up_to(40);
    ledger.enter_epoch(41);
    assert_eq!(ledger.misses(&operator, 10), 0);
    ledger.report_downtime(&operator, 11).unwrap();
    ledger.assert_solvent();
}

#[test]
fn credit_that_was_harvested_still_counts() {
    let (ledger, operator, device) = scene(Ledger::new().two_mints().downtime(3, 3));
    ledger.live(0, &[(&device, &[100, 100, 0])]);
    ledger.make_harvestable(2);
    for epoch in [0, 1] {
        ledger.harvest(&operator, epoch).unwrap();
    }
    assert_eq!(ledger.misses(&operator, 2), 1);
    ledger.assert_solvent();
}

#[test]
fn an_epoch_counts_once_also_if_the_case_was_overturned() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(2, 10).parameters(|p| p.jail_time = 1));
    ledger.settle_up_to(1);
    ledger.report_downtime(&operator, 1).unwrap();
    assert_refused!(ledger.report_downtime(&operator, 1), LedgerError::NotDown);
    assert_refused!(ledger.report_downtime(&operator, 0), LedgerError::NotDown);
    ledger.overturn_case(ledger.downtime_case(&operator, 1)).unwrap();
    assert_eq!(ledger.misses(&operator, 1), 0);
    // It was jailed in epoch 2, which is excused.
    ledger.settle_up_to(3);
    assert_eq!(ledger.misses(&operator, 3), 1);
    ledger.settle_up_to(4);
    ledger.report_downtime(&operator, 4).unwrap();
    ledger.assert_solvent();
}

#[test]
fn an_earlier_epoch_reported_later_counts_nothing_again() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(2, 3));
    ledger.settle_up_to(2);
    ledger.report_downtime(&operator, 2).unwrap();
    assert_refused!(ledger.report_downtime(&operator, 1), LedgerError::NotDown);
    assert_eq!(ledger.operator_account(&operator).downtime_counted, 3);
    ledger.assert_solvent();
}

#[test]
fn one_outage_is_one_downtime_whichever_part_of_it_is_reported_first() {
    for first in [1, 2, 3, 5] {
        for overturned in [false, true] {
            let (ledger, operator, _) = scene(Ledger::new().downtime(2, 2).long_evidence());
            ledger.settle_up_to(5);
            ledger.report_downtime(&operator, first).unwrap();
            assert_eq!(ledger.operator_account(&operator).downtime_counted, 6, "whatever is settled");
            let nothing_else = || (0..=5).for_each(|last| assert_eq!(ledger.misses(&operator, last), 0));
            nothing_else();
            let case = ledger.downtime_case(&operator, first);
            match overturned {
                true => drop(ledger.overturn_case(case).unwrap()),
                false => {
                    ledger.enter_epoch(12);
                    ledger.execute_case(case).unwrap();
                    ledger.unjail(&operator).unwrap();
                }
            }
            nothing_else();
            let taken = if overturned { 0 } else { 10_000 };
            assert_eq!(ledger.operator_account(&operator).stake, 1_000_000 - taken);
            ledger.assert_solvent();
        }
    }
}

#[test]
fn what_is_not_settled_at_the_report_counts_later() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1).long_evidence());
    ledger.settle_up_to(2);
    ledger.enter_epoch(5);
    ledger.report_downtime(&operator, 0).unwrap();
    assert_eq!(ledger.operator_account(&operator).downtime_counted, 3);
    ledger.settle_up_to(4);
    assert_eq!([1, 2].map(|last| ledger.misses(&operator, last)), [0, 0]);
    ledger.report_downtime(&operator, 3).unwrap();
    assert_eq!(ledger.operator_account(&operator).downtime_counted, 5);
    assert_eq!(ledger.misses(&operator, 4), 0);
    ledger.assert_solvent();
}

#[test]
fn only_settled_epochs_are_reported() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1));
    assert_refused!(ledger.report_downtime(&operator, 0), LedgerError::EvidenceAhead);
    ledger.enter_epoch(0);
    ledger.chain.warp_to(ledger.settle_time(0));
    assert_refused!(ledger.report_downtime(&operator, 0), LedgerError::EpochNotSettled);
    assert_refused!(ledger.report_downtime(&operator, 2), LedgerError::EvidenceAhead);
    ledger.settle(0).unwrap();
    assert_refused!(ledger.report_downtime(&operator, 1), LedgerError::EpochNotSettled);
    ledger.report_downtime(&operator, 0).unwrap();
    ledger.assert_solvent();
}

#[test]
fn it_is_reported_until_the_last_second_of_the_last_epochs_evidence() {
    for (late, taken) in [(0, true), (1, false)] {
        let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1));
        ledger.settle_up_to(3);
        ledger.chain.warp_to(ledger.evidence_end(3) - 1 + late);
        match taken {
            true => drop(ledger.report_downtime(&operator, 3).unwrap()),
            false => assert_refused!(ledger.report_downtime(&operator, 3), LedgerError::TooLate),
        }
        ledger.assert_solvent();
    }
}

#[test]
fn anybody_reports_it_and_pays_the_cases_rent() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1));
    ledger.settle_up_to(0);
    let reporter = ledger.wallet();
    let report = build::report_downtime(&ledger.network, reporter.pubkey(), operator.address, 0);
    ledger.send(&[report], &[&reporter]).unwrap();
    let case = ledger.case_at(ledger.downtime_case(&operator, 0));
    assert_eq!(
        (case.offender, case.reporter, case.rent_payer),
        (operator.address, reporter.pubkey(), reporter.pubkey())
    );
    assert_eq!((case.device, case.digests, case.epoch), (Default::default(), Default::default(), 0));
    assert_eq!((case.opened_at, case.deadline), (ledger.now(), ledger.now() + ledger.parameters.appeal));
    assert_eq!((case.evidence_end, case.outcome), (ledger.evidence_end(0), outcome::OPEN));
    ledger.assert_solvent();
}

#[test]
fn it_takes_its_rate_of_the_pool_rounded_up_and_jails_at_once() {
    for (rate, stake, taken) in [(100, 1_000, 10), (100, 1_001, 11), (1, 1, 1), (1_000, 999, 100), (0, 1_000, 0)] {
        let setup = Ledger::new().downtime(1, 1).parameters(|p| p.downtime_slash_bps = rate).floors(&[1]);
        let ledger = setup.healthy().build();
        let operator = ledger.operator().stake(stake).build();
        let device = ledger.device(&operator);
        ledger.settle_up_to(0);
        ledger.report_downtime(&operator, 0).unwrap();
        let (pool, case) = (ledger.operator_account(&operator), ledger.case_at(ledger.downtime_case(&operator, 0)));
        assert_eq!((case.taken, pool.excess, pool.stake), (taken, 0, stake - taken), "{rate} of {stake}");
        assert_eq!((pool.jailed_until, pool.jailed_from), (ledger.now() + ledger.parameters.jail_time, ledger.now()));
        assert_refused!(ledger.prove(&device, 1, 1), LedgerError::Jailed);
        assert_eq!(ledger.assert_solvent().escrow, taken);

        let supply = ledger.collateral_supply();
        ledger.execute_in_time(ledger.downtime_case(&operator, 0));
        assert_eq!(ledger.collateral_supply(), supply - taken);
        assert_eq!(ledger.device_account(&device).state, device_state::ACTIVE);
        ledger.assert_solvent();
    }
}

#[test]
fn stake_on_its_way_out_is_taken_alike() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1));
    ledger.unstake(&operator, 1_000_000).unwrap();
    ledger.settle_up_to(0);
    ledger.report_downtime(&operator, 0).unwrap();
    assert_eq!(ledger.operator_account(&operator).stake, 990_000);
    ledger.assert_solvent();
}

#[test]
fn what_was_earned_is_not_void() {
    let (ledger, operator, device) = scene(Ledger::new().two_mints().downtime(1, 1));
    ledger.live(0, &[(&device, &[100, 99])]);
    ledger.report_downtime(&operator, 1).unwrap();
    let case = ledger.case_at(ledger.downtime_case(&operator, 1));
    assert_eq!((case.void_credit, case.void_slots), (0, 0));
    ledger.make_harvestable(1);
    for epoch in [0, 1] {
        ledger.harvest(&operator, epoch).unwrap();
    }
    ledger.claim(&operator).unwrap();
    assert!((197..=199).contains(&ledger.rewards_of(&operator)), "while the case is open");
    ledger.assert_solvent();
}

#[test]
fn it_pays_no_bounty() {
    let (ledger, operator, _) = scene(Ledger::new().downtime(1, 1).parameters(|p| p.bounty_bps = 10_000));
    let reporter = ledger.wallet().pubkey();
    let offence = Offence::Downtime { operator: &operator.address.to_bytes(), last_epoch: 0 };
    let ticket = TestTicket::new(&ledger, &offence, &[[0; 32]; 2], reporter, 1);
    ledger.commit(&ticket).unwrap();
    ledger.settle_up_to(0);
    ledger.report_downtime(&operator, 0).unwrap();
    let case = ledger.downtime_case(&operator, 0);
    assert_refused!(ledger.reveal(case, &ticket), LedgerError::NoBounty);
    ledger.execute_in_time(case);
    assert_eq!((ledger.case_at(case).bounty, ledger.case_at(case).returned), (0, 0));
    ledger.assert_solvent();
}

#[test]
fn overturned_it_gives_everything_back_and_lifts_the_jail() {
    let (ledger, operator, device) = scene(Ledger::new().downtime(1, 1));
    ledger.unstake(&operator, 77).unwrap();
    let before = ledger.operator_account(&operator);
    ledger.settle_up_to(0);
    ledger.report_downtime(&operator, 0).unwrap();
    let supply = ledger.collateral_supply();
    ledger.overturn_case(ledger.downtime_case(&operator, 0)).unwrap();
    let after = ledger.operator_account(&operator);
    assert_eq!((after.stake, after.shares, after.active_stake), (before.stake, before.shares, before.active_stake));
    assert_eq!((after.active_stake, after.open_cases), (before.active_stake, 0));
    assert_eq!((after.jailed_until, after.jailed_from), (0, 0));
    assert_eq!(ledger.collateral_supply(), supply);
    ledger.prove(&device, 1, 1).unwrap();
    ledger.assert_solvent();
}
