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
        ledger.assert_solvent();
    }
}

#[test]
fn a_network_may_jail_for_the_first_offence() {
    let (ledger, operator, [device, other, _]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 1));
    ledger.slash(&device, 1);
    assert_eq!(jailed_until(&ledger, &operator), ledger.now() + ledger.parameters.jail_time);
    assert_refused!(ledger.prove(&other, 1, 1), LedgerError::Jailed);
    ledger.assert_solvent();
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
    ledger.assert_solvent();
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
    ledger.assert_solvent();
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
    ledger.assert_solvent();
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
    ledger.assert_solvent();
}

#[test]
fn jail_ends_with_the_case_that_imposed_it_when_that_is_overturned() {
    for overturned in [0, 1] {
        let (ledger, operator, [first, second, third]) = with_three_devices(Ledger::new());
        ledger.slash(&first, 1);
        ledger.chain.warp_by(10);
        ledger.slash(&second, 1);
        assert!(jailed_until(&ledger, &operator) > ledger.now());
        ledger.overturn([&first, &second][overturned]).unwrap();
        assert_eq!(jailed_until(&ledger, &operator), 0);
        assert_refused!(ledger.unjail(&operator), LedgerError::NotJailed);
        ledger.prove(&third, 1, 1).unwrap();
        ledger.slash(&third, 1);
        assert!(jailed_until(&ledger, &operator) > 0, "the other offence still counts");
        ledger.assert_solvent();
    }
}

#[test]
fn of_two_offences_in_one_second_one_is_overturned() {
    for (jail_after, jailed) in [(1, true), (2, false)] {
        let (ledger, operator, [first, second, third]) =
            with_three_devices(Ledger::new().parameters(|p| p.jail_after = jail_after));
        ledger.slash(&first, 1);
        ledger.slash(&second, 1);
        let until = ledger.now() + ledger.parameters.jail_time;
        assert_eq!(jailed_until(&ledger, &operator), until);
        ledger.overturn(&second).unwrap();
        assert_eq!(jailed_until(&ledger, &operator), if jailed { until } else { 0 }, "after {jail_after}");
        ledger.slash(&third, 1);
        assert_eq!(jailed_until(&ledger, &operator), until);
        ledger.assert_solvent();
    }
}

#[test]
fn an_overturned_case_restores_the_jail_of_the_one_before() {
    let (ledger, operator, [guilty, innocent, _]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 1));
    ledger.slash(&guilty, 1);
    let until = jailed_until(&ledger, &operator);
    ledger.chain.warp_to(ledger.slash_case(&guilty).deadline);
    ledger.execute(&guilty).unwrap();
    ledger.slash(&innocent, ledger.current_epoch());
    assert!(jailed_until(&ledger, &operator) > until);
    ledger.overturn(&innocent).unwrap();
    assert_eq!(jailed_until(&ledger, &operator), until);
    ledger.assert_solvent();
}

#[test]
fn an_overturned_case_keeps_nobody_in_jail_whose_time_was_over() {
    let (ledger, operator, [guilty, innocent, _]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 1));
    ledger.slash_for_good(&guilty, 1);
    ledger.chain.warp_to(jailed_until(&ledger, &operator));
    ledger.unjail(&operator).unwrap();
    ledger.slash(&innocent, ledger.current_epoch());
    ledger.overturn(&innocent).unwrap();
    assert_eq!(jailed_until(&ledger, &operator), 0);
    ledger.assert_solvent();
}

#[test]
fn who_fell_below_the_minimum_in_jail_tops_up_once_its_time_is_over() {
    let (ledger, operator, [device, ..]) =
        with_three_devices(Ledger::new().parameters(|p| (p.jail_after, p.min_self_stake) = (1, 1_000)));
    ledger.slash_for_good(&device, 1);
    ledger.chain.warp_to(jailed_until(&ledger, &operator) - 1);
    assert_refused!(ledger.deposit(&operator, 100), LedgerError::Jailed);
    ledger.chain.warp_by(1);
    assert_refused!(ledger.unjail(&operator), LedgerError::SelfStakeTooSmall);
    ledger.deposit(&operator, 100).unwrap();
    ledger.unjail(&operator).unwrap();
    ledger.assert_solvent();
}

#[test]
fn offences_within_the_window_count_together_wherever_it_began() {
    let (ledger, operator, [first, second, third]) = with_three_devices(Ledger::new().parameters(|p| p.jail_after = 3));
    let fourth = ledger.device(&operator);
    let (begin, window) = (ledger.now(), ledger.parameters.jail_window);
    ledger.slash(&first, 1);
    for (device, after) in [second, third, fourth].iter().zip([window - 1, window, window + 1]) {
        assert_eq!(jailed_until(&ledger, &operator), 0);
        ledger.chain.warp_to(begin + after);
        ledger.slash(device, ledger.current_epoch());
    }
    assert!(jailed_until(&ledger, &operator) > 0, "three offences within three seconds");
    ledger.assert_solvent();
}

#[test]
fn the_eighth_offence_of_a_window_jails_at_the_latest() {
    let ledger = Ledger::new().device_collateral(10).parameters(|p| p.jail_after = 8).build();
    let operator = ledger.operator().stake(1_000).build();
    let devices = [(); 9].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    for device in &devices[..7] {
        ledger.slash(device, 1);
        assert_eq!(jailed_until(&ledger, &operator), 0);
        ledger.chain.warp_by(1);
    }
    for device in &devices[7..] {
        ledger.chain.warp_by(1);
        ledger.slash(device, 1);
        assert_eq!(jailed_until(&ledger, &operator), ledger.now() + ledger.parameters.jail_time);
    }
    ledger.assert_solvent();
}

#[test]
fn an_overturned_case_brings_back_the_offence_that_it_displaced() {
    let ledger = Ledger::new().device_collateral(10).parameters(|p| p.jail_after = 8).build();
    let operator = ledger.operator().stake(1_000).build();
    let devices = [(); 9].map(|()| ledger.device(&operator));
    ledger.enter_epoch(1);
    for device in &devices {
        ledger.slash(device, 1);
        ledger.chain.warp_by(1);
    }
    let eighth = jailed_until(&ledger, &operator) - 1;
    ledger.overturn(&devices[8]).unwrap();
    assert_eq!(jailed_until(&ledger, &operator), eighth, "the first eight still count");
    ledger.overturn(&devices[0]).unwrap();
    assert_eq!(jailed_until(&ledger, &operator), 0);
    ledger.assert_solvent();
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
    ledger.assert_solvent();
}
