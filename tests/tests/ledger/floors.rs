//! What an operator's devices owe: the sum of their classes' floors, epoch by epoch.

use girder_tests::{Ledger, TestDevice, TestOperator};

/// Two classes with floors of 100 and 30, and an operator that can never miss enough.
fn scene() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().floors(&[100, 30]).downtime(24, 24).long_evidence().healthy().build();
    let operator = ledger.operator().stake(1_000_000).build();
    (ledger, operator)
}

fn device(ledger: &Ledger, operator: &TestOperator, class: u16) -> TestDevice {
    ledger.register(operator, TestDevice::ed25519(), class).unwrap()
}

/// The floor of an epoch, as far as the ring was rolled.
fn floor(ledger: &Ledger, operator: &TestOperator, epoch: u64) -> u64 {
    let account = ledger.operator_account(operator);
    assert!(epoch <= account.floors_until && epoch + 31 >= account.floors_until);
    account.floors[(epoch % 32) as usize]
}

#[test]
fn the_floor_is_the_sum_over_the_active_devices() {
    for (units, misses) in [(230, 0), (229, 1)] {
        let (ledger, operator) = scene();
        let first = device(&ledger, &operator, 0);
        device(&ledger, &operator, 0);
        device(&ledger, &operator, 1);
        assert_eq!(floor(&ledger, &operator, 0), 230);
        ledger.live(0, &[(&first, &[units])]);
        assert_eq!(ledger.misses(&operator, 0), misses, "{units} units");
        ledger.assert_solvent();
    }
}

#[test]
fn an_operator_without_devices_or_floor_is_never_down() {
    let (ledger, operator) = scene();
    ledger.settle_up_to(5);
    assert_eq!(ledger.misses(&operator, 5), 0);
    let ledger = Ledger::new().downtime(24, 24).healthy().build();
    let operator = ledger.operator().build();
    ledger.device(&operator);
    ledger.settle_up_to(5);
    assert_eq!(ledger.misses(&operator, 5), 0, "a class without floor");
    ledger.assert_solvent();
}

#[test]
fn a_rise_counts_from_the_next_epoch_on() {
    let (ledger, operator) = scene();
    let first = device(&ledger, &operator, 0);
    ledger.enter_epoch(1);
    device(&ledger, &operator, 1);
    assert_eq!([0, 1, 2].map(|epoch| floor(&ledger, &operator, epoch)), [100, 100, 130]);
    ledger.live(1, &[(&first, &[100, 100, 130])]);
    assert_eq!([1, 2, 3].map(|last| ledger.misses(&operator, last)), [1, 2, 2], "epochs 0 and 2");
    ledger.assert_solvent();
}

#[test]
fn a_device_registered_long_after_the_operator_owes_nothing_before() {
    let (ledger, operator) = scene();
    ledger.settle_up_to(39);
    ledger.enter_epoch(41);
    device(&ledger, &operator, 0);
    ledger.settle_up_to(43);
    assert_eq!(ledger.misses(&operator, 43), 2, "epochs 42 and 43");
    ledger.assert_solvent();
}

#[test]
fn retiring_lowers_it_from_the_current_epoch_on() {
    let (ledger, operator) = scene();
    let (kept, retired) = (device(&ledger, &operator, 0), device(&ledger, &operator, 1));
    ledger.enter_epoch(2);
    ledger.retire(&operator, &retired).unwrap();
    assert_eq!([0, 1, 2, 3].map(|epoch| floor(&ledger, &operator, epoch)), [130, 130, 100, 100]);
    ledger.live(2, &[(&kept, &[100, 100])]);
    assert_eq!(ledger.misses(&operator, 3), 2, "epochs 0 and 1");
    ledger.assert_solvent();
}

#[test]
fn a_device_retired_before_it_began_owed_nothing() {
    for epoch in [None, Some(3)] {
        let (ledger, operator) = scene();
        device(&ledger, &operator, 1);
        if let Some(epoch) = epoch {
            ledger.enter_epoch(epoch);
        }
        let retired = device(&ledger, &operator, 0);
        ledger.retire(&operator, &retired).unwrap();
        let next = epoch.map_or(0, |epoch| epoch + 1);
        for epoch in 0..=next {
            assert_eq!(floor(&ledger, &operator, epoch), 30, "epoch {epoch}");
        }
    }
}

#[test]
fn rotation_asks_nothing_of_the_epoch_in_which_it_happens() {
    let (ledger, operator) = scene();
    let old = device(&ledger, &operator, 0);
    ledger.enter_epoch(2);
    let new = ledger.rotate(&operator, &old, TestDevice::ed25519()).unwrap();
    assert_eq!(ledger.device_account(&new).floor, 100);
    assert_eq!([1, 2, 3].map(|epoch| floor(&ledger, &operator, epoch)), [100, 0, 100]);
    let newest = ledger.rotate(&operator, &new, TestDevice::ed25519()).unwrap();
    assert_eq!([1, 2, 3].map(|epoch| floor(&ledger, &operator, epoch)), [100, 0, 100], "twice in one epoch");
    ledger.enter_epoch(4);
    ledger.retire(&operator, &newest).unwrap();
    assert_eq!([2, 3, 4, 5].map(|epoch| floor(&ledger, &operator, epoch)), [0, 100, 0, 0]);
}

#[test]
fn an_old_key_found_at_fault_after_a_rotation_leaves_the_new_ones_floor() {
    let (ledger, operator) = scene();
    let old = device(&ledger, &operator, 0);
    ledger.enter_epoch(2);
    ledger.rotate(&operator, &old, TestDevice::ed25519()).unwrap();
    ledger.slash(&old, 2);
    assert_eq!([2, 3].map(|epoch| floor(&ledger, &operator, epoch)), [0, 100]);
    ledger.assert_solvent();
}

#[test]
fn an_equivocating_device_lowers_it_once() {
    let (ledger, operator) = scene();
    let (cheat, retired) = (device(&ledger, &operator, 0), device(&ledger, &operator, 1));
    ledger.enter_epoch(2);
    ledger.retire(&operator, &retired).unwrap();
    ledger.slash(&cheat, 2);
    ledger.slash(&retired, 2);
    assert_eq!([1, 2, 3].map(|epoch| floor(&ledger, &operator, epoch)), [130, 0, 0]);
    ledger.assert_solvent();
}

#[test]
fn an_overturned_case_leaves_the_dead_device_out() {
    let (ledger, operator) = scene();
    let cheat = device(&ledger, &operator, 0);
    ledger.enter_epoch(2);
    ledger.slash(&cheat, 2);
    ledger.overturn(&cheat).unwrap();
    assert_eq!(floor(&ledger, &operator, 3), 0);
    ledger.assert_solvent();
}
