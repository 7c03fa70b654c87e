//! Jail: which offences lead there, and what it takes to leave.

use girder_sdk::ledger::error::LedgerError;
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, assert_refused};

/// A network in which a caught device costs 100, and an operator with a stake of 1,000 and three devices.
fn with_three_devices(setup: Setup) -> (Ledger, TestOperator, [TestDevice; 3]) {
    let ledger = setup.device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let devices = [(); 3].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    (ledger, operator, devices)
}

fn jailed_until(ledger: &Ledger, operator: &TestOperator) -> i64 {
    ledger.operator_account(operator).jailed_until
}

#[test]
fn the_second_offence_in_the_window_jails_and_the_first_second_after_it_does_not() {
    let window = Ledger::new().build().parameters.jail_window;
    for (apart, jailed) in [(window - 1, true), (window, false)] {
        let (ledger, operator, [first, second, _]) = with_three_devices(Ledger::new());
        let opened = ledger.now();
        ledger.slash_for_good(&first, 1);
        assert_eq!(jailed_until(&ledger, &operator), 0);
        ledger.chain.warp_to(opened + apart);
        ledger.slash(&second, ledger.current_epoch());
        let expected = if jailed { ledger.now() + ledger.parameters.jail_time } else { 0 };
        assert_eq!(jailed_until(&ledger, &operator), expected, "{apart} seconds apart");
    }
}

#[test]
fn a_network_may_jail_for_the_first_offence() {
    let (ledger, operator, [device, other, _]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 1));
    ledger.slash(&device, 1);
    assert_eq!(jailed_until(&ledger, &operator), ledger.now() + ledger.parameters.jail_time);
    assert_refused!(ledger.prove(&other, 1, 1), LedgerError::Jailed);
}

#[test]
fn jail_is_left_from_its_last_second_on_by_the_authoritys_own_step() {
    let (ledger, operator, [device, other, _]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 1));
    assert_refused!(ledger.unjail(&operator), LedgerError::NotJailed);
    ledger.slash_for_good(&device, 1);
    ledger.chain.warp_to(jailed_until(&ledger, &operator) - 1);
    assert_refused!(ledger.unjail(&operator), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    let epoch = ledger.current_epoch();
    assert_refused!(ledger.prove(&other, epoch, 1), LedgerError::Jailed);
    for stranger in [&ledger.authority, &ledger.wallet()] {
        assert_refused!(ledger.unjail_as(&operator, stranger), LedgerError::WrongAuthority);
    }
    ledger.unjail(&operator).unwrap();
    ledger.prove(&other, epoch, 1).unwrap();
    assert_refused!(ledger.unjail(&operator), LedgerError::NotJailed);
}

#[test]
fn nobody_leaves_jail_while_a_case_is_open() {
    let setup = Ledger::new().parameters(|p| (p.jail_after, p.jail_time) = (1, 100));
    let (ledger, operator, [device, ..]) = with_three_devices(setup);
    ledger.slash(&device, 1);
    ledger.chain.warp_by(100);
    assert_refused!(ledger.unjail(&operator), LedgerError::CaseOpen);
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    ledger.execute(&device).unwrap();
    ledger.unjail(&operator).unwrap();
}

#[test]
fn nobody_leaves_jail_without_the_minimum_of_own_active_stake() {
    let setup = Ledger::new().parameters(|p| (p.jail_after, p.min_self_stake) = (1, 900));
    let (ledger, operator, [device, ..]) = with_three_devices(setup);
    ledger.slash_for_good(&device, 1);
    ledger.chain.warp_to(jailed_until(&ledger, &operator));
    ledger.unstake(&operator, 1).unwrap();
    assert_refused!(ledger.unjail(&operator), LedgerError::SelfStakeTooSmall);
    ledger.cancel_unstake(&operator, 0).unwrap();
    ledger.unjail(&operator).unwrap();
}

#[test]
fn a_jailed_operator_can_leave_with_its_stake() {
    let (ledger, operator, [device, ..]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 1));
    ledger.slash_for_good(&device, 1);
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert!(ledger.now() > 0 && jailed_until(&ledger, &operator) > 0);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 900);
}

#[test]
fn jail_for_an_overturned_case_is_left_at_once() {
    let (ledger, operator, [first, second, third]) = with_three_devices(Ledger::new());
    ledger.slash(&first, 1);
    ledger.chain.warp_by(10);
    ledger.slash(&second, 1);
    assert!(jailed_until(&ledger, &operator) > ledger.now());
    ledger.overturn(&second).unwrap();
    assert_refused!(ledger.unjail(&operator), LedgerError::CaseOpen);
    ledger.chain.warp_to(ledger.slash_case(&first).deadline);
    ledger.execute(&first).unwrap();
    ledger.unjail(&operator).unwrap();
    ledger.slash(&third, ledger.current_epoch());
    assert!(jailed_until(&ledger, &operator) > 0, "the first offence still counts");
}

#[test]
fn overturning_the_earlier_of_two_cases_ends_their_jail_too() {
    let (ledger, operator, [first, second, _]) = with_three_devices(Ledger::new());
    ledger.slash(&first, 1);
    ledger.chain.warp_by(10);
    ledger.slash(&second, 1);
    ledger.overturn(&first).unwrap();
    ledger.chain.warp_to(ledger.slash_case(&second).deadline);
    ledger.execute(&second).unwrap();
    ledger.unjail(&operator).unwrap();
}

#[test]
fn overturning_a_case_of_an_earlier_window_forgives_nothing_in_this_one() {
    let (ledger, operator, [first, second, third]) =
        with_three_devices(Ledger::new().parameters(|p| p.jail_window = 500));
    ledger.slash(&first, 1);
    ledger.chain.warp_by(500);
    ledger.slash(&second, 1);
    ledger.overturn(&first).unwrap();
    assert_eq!(jailed_until(&ledger, &operator), 0);
    ledger.slash(&third, 1);
    assert_eq!(jailed_until(&ledger, &operator), ledger.now() + ledger.parameters.jail_time);
}
