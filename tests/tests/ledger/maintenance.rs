//! Declared maintenance: ahead of time, bounded, and with enough epochs between two.

use girder_sdk::{instructions as build, ledger::error::LedgerError};
use girder_tests::{Ledger, Setup, TestOperator, assert_refused};
use solana_signer::Signer;

/// Epochs that downtime looks back on in the tests' parameters: as many lie between two maintenances.
const BETWEEN: u64 = 10;

/// An operator in epoch 1.
fn scene(setup: Setup) -> (Ledger, TestOperator) {
    let ledger = setup.build();
    let operator = ledger.operator().build();
    ledger.enter_epoch(1);
    (ledger, operator)
}

/// First epoch of the newest declaration and the first after it.
fn declared(ledger: &Ledger, operator: &TestOperator) -> (u64, u64) {
    let account = ledger.operator_account(operator);
    (account.maintenance_from, account.maintenance_until)
}

/// Epochs that are excused as over.
fn excused(ledger: &Ledger, operator: &TestOperator) -> Vec<u32> {
    let bits = ledger.operator_account(operator).excused;
    (0..32).filter(|bit| bits & (1 << bit) != 0).collect()
}

#[test]
fn maintenance_begins_with_the_next_epoch_at_the_earliest() {
    let (ledger, operator) = scene(Ledger::new());
    for begun in [0, 1] {
        assert_refused!(ledger.declare_maintenance(&operator, begun, 1), LedgerError::EpochNotAhead);
    }
    ledger.chain.warp_to(ledger.end(1) - 1);
    ledger.declare_maintenance(&operator, 2, 1).unwrap();
    assert_eq!(declared(&ledger, &operator), (2, 3));
    let (ledger, operator) = scene(Ledger::new());
    ledger.chain.warp_to(ledger.end(1));
    assert_refused!(ledger.declare_maintenance(&operator, 2, 1), LedgerError::EpochNotAhead);
    ledger.declare_maintenance(&operator, 3, 1).unwrap();
}

#[test]
fn before_genesis_it_may_begin_with_the_first_epoch() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    ledger.declare_maintenance(&operator, 0, 4).unwrap();
    assert_eq!(declared(&ledger, &operator), (0, 4));
    ledger.chain.warp_to(ledger.start(0) - 1);
    ledger.declare_maintenance(&operator, 0, 2).unwrap();
    ledger.chain.warp_by(1);
    assert_refused!(ledger.declare_maintenance(&operator, 1, 1), LedgerError::MaintenanceRunning);
}

#[test]
fn maintenance_lasts_as_long_as_the_network_allows_and_no_epoch_longer() {
    let (ledger, operator) = scene(Ledger::new());
    for epochs in [5, 100, u64::MAX] {
        assert_refused!(ledger.declare_maintenance(&operator, 2, epochs), LedgerError::MaintenanceTooLong);
    }
    ledger.declare_maintenance(&operator, 2, 4).unwrap();

    let (ledger, operator) = scene(Ledger::new().parameters(|p| p.max_maintenance_epochs = 0));
    assert_refused!(ledger.declare_maintenance(&operator, 2, 1), LedgerError::MaintenanceTooLong);
    ledger.declare_maintenance(&operator, 2, 0).unwrap();
}

#[test]
fn a_declaration_is_replaced_until_its_first_second() {
    let (ledger, operator) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 20, 4).unwrap();
    ledger.declare_maintenance(&operator, 3, 2).unwrap();
    assert_eq!(declared(&ledger, &operator), (3, 5));
    ledger.chain.warp_to(ledger.start(3) - 1);
    ledger.declare_maintenance(&operator, 3, 1).unwrap();
    assert_eq!(declared(&ledger, &operator), (3, 4), "the earlier one is no reason to wait");
    ledger.chain.warp_by(1);
    assert_refused!(ledger.declare_maintenance(&operator, 4, 1), LedgerError::MaintenanceRunning);
}

#[test]
fn a_declaration_that_has_not_begun_can_be_taken_back() {
    let (ledger, operator) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 3, 4).unwrap();
    ledger.declare_maintenance(&operator, 3, 0).unwrap();
    assert_eq!(declared(&ledger, &operator), (3, 3));
    ledger.enter_epoch(4);
    ledger.declare_maintenance(&operator, 5, 4).unwrap();
    assert_eq!(excused(&ledger, &operator), [0; 0], "what was taken back excuses nothing");

    ledger.enter_epoch(5);
    assert_refused!(ledger.declare_maintenance(&operator, 6, 0), LedgerError::MaintenanceRunning);
}

#[test]
fn nothing_is_declared_while_maintenance_is_running() {
    let (ledger, operator) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 5, 4).unwrap();
    for time in [ledger.start(5), ledger.start(7), ledger.end(8) - 1] {
        ledger.chain.warp_to(time);
        for (from, epochs) in [(9, 1), (100, 4), (100, 0)] {
            let again = ledger.declare_maintenance(&operator, from, epochs);
            assert_refused!(again, LedgerError::MaintenanceRunning);
        }
    }
    ledger.chain.warp_to(ledger.end(8));
    ledger.declare_maintenance(&operator, 100, 4).unwrap();
}

#[test]
fn between_two_maintenances_lie_the_epochs_that_downtime_looks_back_on() {
    let (ledger, operator) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 5, 4).unwrap();
    ledger.enter_epoch(9);
    let earliest = 9 + BETWEEN;
    assert_refused!(ledger.declare_maintenance(&operator, 10, 1), LedgerError::MaintenanceTooSoon);
    assert_refused!(ledger.declare_maintenance(&operator, earliest - 1, 1), LedgerError::MaintenanceTooSoon);
    ledger.declare_maintenance(&operator, earliest, 1).unwrap();
    // Neither replacing nor taking the second one back brings it closer to the first.
    assert_refused!(ledger.declare_maintenance(&operator, earliest - 1, 1), LedgerError::MaintenanceTooSoon);
    ledger.declare_maintenance(&operator, earliest, 0).unwrap();
    assert_refused!(ledger.declare_maintenance(&operator, earliest - 1, 1), LedgerError::MaintenanceTooSoon);
    ledger.enter_epoch(earliest - 1);
    ledger.declare_maintenance(&operator, earliest, 4).unwrap();
}

#[test]
fn maintenance_that_is_over_stays_excused_when_the_next_one_is_declared() {
    let (ledger, operator) = scene(Ledger::new());
    ledger.declare_maintenance(&operator, 5, 4).unwrap();
    ledger.enter_epoch(9);
    ledger.declare_maintenance(&operator, 30, 4).unwrap();
    assert_eq!(excused(&ledger, &operator), [5, 6, 7, 8]);
    ledger.enter_epoch(34);
    ledger.declare_maintenance(&operator, 100, 4).unwrap();
    assert_eq!(excused(&ledger, &operator), [0, 1, 5, 6, 7, 8, 30, 31], "epochs 4 to 35 are remembered");
    ledger.enter_epoch(104);
    ledger.declare_maintenance(&operator, 200, 4).unwrap();
    assert_eq!(excused(&ledger, &operator), [4, 5, 6, 7], "of the last one alone: epochs 100 to 103");
    ledger.enter_epoch(300);
    ledger.declare_maintenance(&operator, 400, 4).unwrap();
    assert_eq!(excused(&ledger, &operator), [0; 0], "96 epochs later none is in the rings");
}

#[test]
fn a_declaration_in_the_far_future_binds_nobody() {
    let (ledger, operator) = scene(Ledger::new());
    assert_refused!(ledger.declare_maintenance(&operator, u64::MAX, 1), LedgerError::Overflow);
    ledger.declare_maintenance(&operator, u64::MAX - 4, 4).unwrap();
    ledger.declare_maintenance(&operator, u64::MAX, 0).unwrap();
    ledger.declare_maintenance(&operator, 2, 4).unwrap();
    assert_eq!(declared(&ledger, &operator), (2, 6));
}

#[test]
fn authority_and_manager_declare_and_nobody_else() {
    let (ledger, operator) = scene(Ledger::new());
    let (manager, heir) = (ledger.wallet(), ledger.wallet());
    let identity = operator.identity.pubkey();
    let name = build::set_operator_manager(operator.address, identity, manager.pubkey());
    for by in [&manager, &operator.payout, &ledger.authority] {
        let declare = ledger.declare_maintenance_as(by, &operator, 2, 1);
        assert_refused!(declare, LedgerError::WrongAuthority);
    }
    ledger.send(&[name], &[&operator.identity]).unwrap();
    ledger.declare_maintenance_as(&manager, &operator, 2, 1).unwrap();
    ledger.declare_maintenance(&operator, 2, 2).unwrap();

    let offer = build::offer_operator_authority(operator.address, identity, heir.pubkey());
    let accept = build::accept_operator_authority(operator.address, heir.pubkey());
    ledger.send(&[offer, accept], &[&operator.identity, &heir]).unwrap();
    ledger.declare_maintenance_as(&heir, &operator, 2, 3).unwrap();
    assert_refused!(ledger.declare_maintenance(&operator, 2, 4), LedgerError::WrongAuthority);
}

#[test]
fn a_jailed_operator_declares_maintenance_too() {
    let ledger = Ledger::new().device_collateral(100).parameters(|p| p.jail_after = 1).build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.slash(&ledger.device(&operator), 1);
    assert!(ledger.operator_account(&operator).jailed_until > 0);
    ledger.declare_maintenance(&operator, 2, 4).unwrap();
}
