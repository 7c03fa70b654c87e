//! Epochs that are no downtime: jail, declared maintenance, and those that were quiet everywhere.

use girder_tests::{Ledger, Setup, TestDevice, TestOperator};

/// An operator that can never miss enough, with a device that owes 100 credits in each epoch from 0 on; the rest of the
/// network works.
fn scene(setup: Setup) -> (Ledger, TestOperator, TestDevice) {
    alone(setup.healthy())
}

/// The same without the rest of a network.
fn alone(setup: Setup) -> (Ledger, TestOperator, TestDevice) {
    let ledger = setup.floors(&[100]).downtime(24, 24).long_evidence().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    (ledger, operator, device)
}

/// The operator has a second device, whose case jails it for 100 s and can be decided after 100 s.
fn with_jail() -> (Ledger, TestOperator, TestDevice, TestDevice) {
    let setup = Ledger::new().parameters(|p| (p.jail_after, p.jail_time, p.appeal) = (1, 100, 100));
    let (ledger, operator, device) = scene(setup);
    let cheat = ledger.device(&operator);
    (ledger, operator, device, cheat)
}

#[test]
fn epochs_in_jail_do_not_count_before_and_after_it_is_left() {
    let (ledger, operator, _, cheat) = with_jail();
    ledger.slash_for_good(&cheat, 2);
    ledger.settle_up_to(4);
    assert_eq!(ledger.misses(&operator, 4), 2, "epochs 0 and 1, before");
    ledger.enter_epoch(6);
    ledger.unjail(&operator).unwrap();
    ledger.settle_up_to(8);
    assert_eq!(ledger.misses(&operator, 6), 2, "the one in which it left is excused too");
    assert_eq!(ledger.misses(&operator, 8), 4, "epochs 7 and 8, after");
    ledger.assert_solvent();
}

#[test]
fn epochs_in_a_jail_that_was_overturned_do_not_count() {
    let (ledger, operator, _, cheat) = with_jail();
    ledger.slash(&cheat, 2);
    ledger.chain.warp_by(99);
    ledger.overturn(&cheat).unwrap();
    ledger.settle_up_to(4);
    assert_eq!(ledger.misses(&operator, 4), 4, "all but epoch 2");
    ledger.assert_solvent();
}

#[test]
fn a_longer_jail_excuses_from_its_first_reason_on() {
    let (ledger, operator, device, cheat) = with_jail();
    ledger.slash_for_good(&cheat, 1);
    ledger.slash_for_good(&device, 3);
    ledger.enter_epoch(5);
    ledger.unjail(&operator).unwrap();
    ledger.device(&operator);
    ledger.settle_up_to(7);
    assert_eq!(ledger.misses(&operator, 7), 3, "epochs 0, 6 and 7");
    ledger.assert_solvent();
}

#[test]
fn an_excuse_is_forgotten_when_its_slot_comes_round() {
    let (ledger, operator, _, cheat) = with_jail();
    ledger.slash_for_good(&cheat, 2);
    ledger.enter_epoch(3);
    ledger.unjail(&operator).unwrap();
    ledger.settle_up_to(35);
    ledger.report_downtime(&operator, 35).unwrap();
    assert_eq!(ledger.operator_account(&operator).downtime_counted, 36, "epochs 34 and 35 share slots with 2 and 3");
    ledger.assert_solvent();
}

#[test]
fn declared_maintenance_does_not_count_in_exactly_its_epochs() {
    let (ledger, operator, device) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 2, 3).unwrap();
    ledger.live(0, &[(&device, &[100, 0, 0, 0, 0, 0])]);
    assert_eq!([1, 2, 4, 5].map(|last| ledger.misses(&operator, last)), [1, 1, 1, 2]);
    ledger.assert_solvent();
}

#[test]
fn maintenance_that_is_over_stays_excused_when_the_next_is_declared() {
    let (ledger, operator, _) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 0, 4).unwrap();
    ledger.settle_up_to(3);
    assert_eq!(ledger.misses(&operator, 3), 0);
    ledger.enter_epoch(4);
    ledger.declare_maintenance(&operator, 28, 1).unwrap();
    assert_eq!(ledger.misses(&operator, 3), 0);
    ledger.settle_up_to(28);
    assert_eq!(ledger.misses(&operator, 28), 23);
    ledger.assert_solvent();
}

#[test]
fn maintenance_taken_back_excuses_nothing() {
    let (ledger, operator, _) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 1, 2).unwrap();
    ledger.declare_maintenance(&operator, 1, 0).unwrap();
    ledger.settle_up_to(3);
    assert_eq!(ledger.misses(&operator, 3), 4);
    ledger.assert_solvent();
}

#[test]
fn an_epoch_below_half_of_the_networks_average_does_not_count() {
    let (ledger, operator, _) = alone(Ledger::new());
    let rest = ledger.operator().stake(1_000_000).build();
    let worker = ledger.device(&rest);
    // The averages before each: 0, then 1,000, 1,000, 1,000, 1,000; then 937 and 878, rounded down.
    ledger.live(0, &[(&worker, &[1_000, 1_000, 1_000, 1_000, 500, 468, 439])]);
    assert_eq!([3, 4, 5, 6].map(|last| ledger.misses(&operator, last)), [4, 5, 5, 6], "epoch 5 was quiet");
    assert_eq!(ledger.books().average_credit, 823);
    ledger.assert_solvent();
}

#[test]
fn an_epoch_without_any_credit_does_not_count_from_the_very_first_on() {
    let (ledger, operator, _) = alone(Ledger::new());
    let worker = ledger.device(&ledger.operator().stake(1_000_000).build());
    ledger.live(0, &[(&worker, &[0, 0, 0, 1, 0])]);
    assert_eq!(ledger.books().average_credit, 0, "an eighth of 1, rounded down");
    assert_eq!(
        [0, 2, 3, 4].map(|last| ledger.misses(&operator, last)),
        [0, 0, 1, 1],
        "one credit in epoch 3 is enough"
    );
    ledger.assert_solvent();
}

#[test]
fn a_quiet_bit_is_forgotten_when_its_slot_comes_round() {
    let (ledger, operator, _) = alone(Ledger::new());
    let worker = ledger.device(&ledger.operator().stake(1_000_000).build());
    ledger.settle_up_to(31);
    assert_eq!((ledger.books().quiet, ledger.misses(&operator, 31)), (u32::MAX, 0));
    ledger.live(32, &[(&worker, &[1_000; 24])]);
    assert_eq!(ledger.books().quiet, 0xff00_0000);
    ledger.report_downtime(&operator, 55).unwrap();
    ledger.assert_solvent();
}

/// A scene whose operator has a second device; one case jails nobody, and is decided after three epochs.
fn with_case() -> (Ledger, TestOperator, TestDevice, TestDevice) {
    let (ledger, operator, device) = scene(Ledger::new().parameters(|p| (p.jail_after, p.appeal) = (8, 3_000)));
    let cheat = ledger.device(&operator);
    (ledger, operator, device, cheat)
}

#[test]
fn epochs_with_an_open_case_do_not_count_and_are_excused_once_it_is_decided() {
    for overturned in [false, true] {
        let (ledger, operator, _, cheat) = with_case();
        ledger.enter_epoch(2);
        ledger.chain.warp_by(999);
        ledger.slash(&cheat, 2);
        ledger.settle_up_to(4);
        assert_eq!(ledger.operator_account(&operator).jailed_until, 0);
        assert_eq!(
            [1, 2, 4].map(|last| ledger.misses(&operator, last)),
            [2, 2, 2],
            "only those before, while it is open"
        );
        match overturned {
            true => drop(ledger.overturn(&cheat).unwrap()),
            false => ledger.execute_in_time(ledger.case_address(&cheat)),
        }
        assert_eq!((ledger.current_epoch(), ledger.operator_account(&operator).cases_from), (5, 0));
        ledger.settle_up_to(7);
        assert_eq!([4, 5, 6, 7].map(|last| ledger.misses(&operator, last)), [2, 2, 3, 4], "epochs 2 to 5 are excused");
        ledger.assert_solvent();
    }
}

#[test]
fn several_open_cases_excuse_from_the_first_to_the_last() {
    let (ledger, operator, device, cheat) = with_case();
    ledger.slash(&cheat, 1);
    ledger.device(&operator);
    ledger.slash(&device, 3);
    ledger.execute_in_time(ledger.case_address(&cheat));
    assert_eq!(ledger.operator_account(&operator).cases_from, ledger.start(1), "one is open");
    ledger.settle_up_to(4);
    assert_eq!(ledger.misses(&operator, 4), 1, "epoch 0");
    ledger.execute_in_time(ledger.case_address(&device));
    assert_eq!(ledger.current_epoch(), 6);
    ledger.settle_up_to(8);
    assert_eq!([6, 8].map(|last| ledger.misses(&operator, last)), [1, 3], "epochs 1 to 6 are excused");
    ledger.assert_solvent();
}
