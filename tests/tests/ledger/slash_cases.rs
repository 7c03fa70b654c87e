//! Slash cases: overturned in public or executed by anybody, and what either leaves behind.

use girder_sdk::{
    NetworkAddresses, instructions as build,
    ledger::{error::LedgerError, state::outcome},
    pda,
};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, assert_failed, assert_refused};
use solana_account::Account;
use solana_signer::Signer;

/// A network in which a caught device costs 100, and an operator with a stake of 1,000 and two devices.
fn with_two_devices(setup: Setup) -> (Ledger, TestOperator, [TestDevice; 2]) {
    let ledger = setup.device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let devices = [ledger.device(&operator), ledger.device(&operator)];
    ledger.enter_epoch(1);
    (ledger, operator, devices)
}

#[test]
fn the_authority_overturns_until_the_last_second_before_the_deadline() {
    let (ledger, operator, [first, second]) = with_two_devices(Ledger::new());
    ledger.slash(&first, 1);
    ledger.slash(&second, 1);
    ledger.chain.warp_to(ledger.slash_case(&first).deadline - 1);
    ledger.overturn(&first).unwrap();
    ledger.chain.warp_by(1);
    assert_refused!(ledger.overturn(&second), LedgerError::TooLate);
    assert_eq!(ledger.operator_account(&operator).stake, 900);
    assert_eq!(ledger.slash_case(&first).outcome, outcome::OVERTURNED);
}

#[test]
fn nobody_but_the_authority_overturns() {
    let (ledger, operator, [device, _]) = with_two_devices(Ledger::new());
    ledger.slash(&device, 1);
    for signer in [&operator.identity, &ledger.wallet()] {
        let overturn = build::overturn_slash(
            &ledger.network,
            signer.pubkey(),
            operator.address,
            pda::equivocation_case(ledger.network.network, device.address),
        );
        assert_refused!(ledger.send(&[overturn], &[signer]), LedgerError::WrongAuthority);
    }
}

#[test]
fn a_case_is_executed_from_its_deadline_on() {
    let (ledger, operator, [device, _]) = with_two_devices(Ledger::new());
    ledger.slash(&device, 1);
    let supply = ledger.collateral_supply();
    ledger.chain.warp_to(ledger.slash_case(&device).deadline - 1);
    assert_refused!(ledger.execute(&device), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.execute(&device).unwrap();
    assert_eq!(ledger.collateral_supply(), supply - 100, "burned");
    assert_eq!(ledger.operator_account(&operator).open_cases, 0);
    assert_eq!(ledger.slash_case(&device).outcome, outcome::EXECUTED);
    let books = ledger.assert_solvent();
    assert_eq!((books.staked, books.escrow), (900, 0));
    assert_eq!(ledger.balance(ledger.network.stake_vault), 900);
}

#[test]
fn a_case_is_decided_once() {
    let (ledger, _, [first, second]) = with_two_devices(Ledger::new());
    ledger.slash(&first, 1);
    ledger.overturn(&first).unwrap();
    assert_refused!(ledger.overturn(&first), LedgerError::CaseDecided);
    ledger.slash(&second, 1);
    ledger.chain.warp_to(ledger.slash_case(&second).deadline);
    assert_refused!(ledger.execute(&first), LedgerError::CaseDecided);
    ledger.execute(&second).unwrap();
    assert_refused!(ledger.execute(&second), LedgerError::CaseDecided);
    assert_refused!(ledger.overturn(&second), LedgerError::CaseDecided);
}

#[test]
fn a_case_is_decided_about_its_own_operator_only() {
    let (ledger, _, [device, _]) = with_two_devices(Ledger::new());
    let other = ledger.operator().stake(1_000).build();
    ledger.slash(&device, 1);
    let authority = ledger.authority.pubkey();
    let overturn = build::overturn_slash(
        &ledger.network,
        authority,
        other.address,
        pda::equivocation_case(ledger.network.network, device.address),
    );
    assert_refused!(ledger.send(&[overturn], &[&ledger.authority]), LedgerError::WrongOffender);
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    let execute = build::execute_slash(
        &ledger.network,
        other.address,
        pda::equivocation_case(ledger.network.network, device.address),
        None,
    );
    assert_refused!(ledger.send(&[execute], &[]), LedgerError::WrongOffender);
}

#[test]
fn slashed_collateral_goes_to_the_treasury_if_there_is_one_and_nowhere_else() {
    let (ledger, operator, [device, _]) = with_two_devices(Ledger::new().treasury());
    ledger.slash(&device, 1);
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    let thief = ledger.give(&ledger.network.collateral, operator.identity.pubkey(), 1);
    for treasury in [None, Some(thief)] {
        let wrong = NetworkAddresses { treasury, ..ledger.network };
        let execute = build::execute_slash(
            &wrong,
            operator.address,
            pda::equivocation_case(ledger.network.network, device.address),
            None,
        );
        assert_refused!(ledger.send(&[execute], &[]), LedgerError::WrongDestination);
    }
    let supply = ledger.collateral_supply();
    ledger.execute(&device).unwrap();
    assert_eq!(ledger.balance(ledger.network.treasury.unwrap()), 100);
    assert_eq!(ledger.collateral_supply(), supply, "not burned");
}

#[test]
fn any_account_of_the_treasurys_wallet_will_do_when_its_associated_one_is_closed() {
    let (ledger, operator, [first, second]) = with_two_devices(Ledger::new().treasury());
    let associated = ledger.network.treasury.unwrap();
    let other = NetworkAddresses { treasury: Some(ledger.wallet().pubkey()), ..ledger.network };
    let account = ledger.chain.find(&associated).unwrap();
    ledger.chain.set_account(other.treasury.unwrap(), account).unwrap();
    ledger.chain.set_account(associated, Account::default()).unwrap();
    ledger.slash(&first, 1);
    ledger.slash(&second, 1);

    let authority = ledger.authority.pubkey();
    let overturn = |network| {
        build::overturn_slash(
            network,
            authority,
            operator.address,
            pda::equivocation_case(ledger.network.network, first.address),
        )
    };
    assert_failed!(ledger.send(&[overturn(&ledger.network)], &[&ledger.authority]), "nvalid account data");
    ledger.send(&[overturn(&other)], &[&ledger.authority]).unwrap();
    ledger.chain.warp_to(ledger.slash_case(&second).deadline);
    assert_failed!(ledger.execute(&second), "nvalid account data");
    ledger
        .send(
            &[build::execute_slash(
                &other,
                operator.address,
                pda::equivocation_case(ledger.network.network, second.address),
                None,
            )],
            &[],
        )
        .unwrap();
    assert_eq!(ledger.balance(other.treasury.unwrap()), 100);
    assert_eq!(ledger.operator_account(&operator).open_cases, 0);
}

#[test]
fn nobody_passes_off_an_account_as_treasury_where_there_is_none() {
    let (ledger, operator, [device, _]) = with_two_devices(Ledger::new());
    ledger.slash(&device, 1);
    let thief = ledger.give(&ledger.network.collateral, operator.identity.pubkey(), 1);
    let wrong = NetworkAddresses { treasury: Some(thief), ..ledger.network };
    let overturn = build::overturn_slash(
        &wrong,
        ledger.authority.pubkey(),
        operator.address,
        pda::equivocation_case(ledger.network.network, device.address),
    );
    assert_refused!(ledger.send(&[overturn], &[&ledger.authority]), LedgerError::WrongDestination);
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    let execute = build::execute_slash(
        &wrong,
        operator.address,
        pda::equivocation_case(ledger.network.network, device.address),
        None,
    );
    assert_refused!(ledger.send(&[execute], &[]), LedgerError::WrongDestination);
}

#[test]
fn an_overturned_case_restores_exactly_who_stayed() {
    // A price below 1 and odd numbers: 3 x 333 of 1,000 were slashed before.
    let ledger = Ledger::new().device_collateral(330).build();
    let operator = ledger.operator().stake(1_000).build();
    let [first, second] = [ledger.device(&operator), ledger.device(&operator)];
    ledger.slash_for_good(&first, 0);
    ledger.unstake(&operator, 77).unwrap();
    let before = ledger.operator_account(&operator);
    ledger.slash(&second, ledger.current_epoch());
    assert!(ledger.operator_account(&operator).stake < before.stake);
    let supply = ledger.collateral_supply();
    ledger.overturn(&second).unwrap();
    let after = ledger.operator_account(&operator);
    assert_eq!((after.stake, after.shares, after.active_stake), (before.stake, before.shares, before.active_stake));
    assert_eq!(ledger.slash_case(&second).returned, ledger.slash_case(&second).taken);
    assert_eq!(ledger.collateral_supply(), supply);
    ledger.assert_solvent();
}

#[test]
fn what_leavers_leave_behind_is_burned_when_a_case_is_overturned() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.unstake(&operator, 400).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.slash(&device, ledger.current_epoch());
    assert_eq!(ledger.slash_case(&device).taken, 167, "ceil(1000 x 100 / 600)");
    ledger.withdraw(&operator, 0, true).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 333, "floor(833 x 400 / 1000)");

    let supply = ledger.collateral_supply();
    ledger.overturn(&device).unwrap();
    let pool = ledger.operator_account(&operator);
    assert_eq!((pool.stake, pool.shares), (600, 600), "those who stayed are whole");
    assert_eq!(ledger.slash_case(&device).returned, 100);
    assert_eq!(ledger.collateral_supply(), supply - 67);
    ledger.assert_solvent();
}

#[test]
fn nothing_returns_to_a_pool_that_everybody_left() {
    let ledger = Ledger::new().device_collateral(100).treasury().build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.slash(&device, ledger.current_epoch());
    ledger.withdraw(&operator, 0, true).unwrap();
    ledger.overturn(&device).unwrap();
    assert_eq!(ledger.balance(ledger.network.treasury.unwrap()), 1_000);
    ledger.deposit(&operator, 10).unwrap();
    let pool = ledger.operator_account(&operator);
    assert_eq!((pool.stake, pool.shares), (10, 10));
}

#[test]
fn an_overturned_case_lifts_its_void() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let [first, second] = [ledger.device(&operator), ledger.device(&operator)];
    ledger.enter_epoch(1);
    ledger.prove(&first, 1, 100).unwrap();
    ledger.prove(&second, 1, 100).unwrap();
    ledger.slash(&first, 1);
    ledger.slash(&second, 1);
    ledger.overturn(&first).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[1].void_credit, 100, "the other case's void stays");
    ledger.overturn(&second).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[1].void_credit, 0);
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.books().reserve, 0);
}

/// How a case ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Decision {
    Overturned,
    Executed,
}

#[test]
fn two_open_cases_end_alike_in_whichever_order_they_are_decided() {
    use Decision::{Executed, Overturned};
    for (decisions, stake) in [
        ([(0, Overturned), (1, Overturned)], 1_000),
        ([(1, Overturned), (0, Overturned)], 1_000),
        ([(0, Overturned), (1, Executed)], 900),
        ([(1, Overturned), (0, Executed)], 900),
        ([(0, Executed), (1, Overturned)], 900),
        ([(0, Executed), (1, Executed)], 800),
        ([(1, Executed), (0, Executed)], 800),
    ] {
        let (ledger, operator, devices) = with_two_devices(Ledger::new());
        let supply = ledger.collateral_supply();
        ledger.slash(&devices[0], 1);
        ledger.chain.warp_by(10);
        ledger.slash(&devices[1], 1);
        for (number, decision) in decisions {
            let device = &devices[number];
            match decision {
                Overturned => ledger.overturn(device).unwrap(),
                Executed => {
                    ledger.chain.warp_to(ledger.now().max(ledger.slash_case(device).deadline));
                    ledger.execute(device).unwrap()
                }
            };
        }
        let pool = ledger.operator_account(&operator);
        assert_eq!((pool.stake, pool.shares, pool.open_cases), (stake, 1_000, 0), "{decisions:?}");
        assert_eq!(ledger.collateral_supply(), supply - (1_000 - stake), "{decisions:?}");
        assert_eq!(ledger.assert_solvent().escrow, 0);
    }
}

#[test]
fn a_pool_that_lost_everything_begins_a_new_generation() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 50).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    ledger.unstake(&operator, 300).unwrap();
    ledger.slash(&device, ledger.current_epoch());
    assert_eq!(ledger.operator_account(&operator).generation, 0, "while the case is open it may be overturned");
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    ledger.execute(&device).unwrap();
    let pool = ledger.operator_account(&operator);
    assert_eq!((pool.generation, pool.stake, pool.shares, pool.unbonding_shares), (1, 0, 0, 0));

    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_refused!(ledger.withdraw(&operator, 0, true), LedgerError::NoSuchTicket);
    assert_refused!(ledger.unstake(&operator, 1), LedgerError::NotEnoughShares);
    ledger.deposit(&operator, 700).unwrap();
    let (pool, position) = (ledger.operator_account(&operator), ledger.position(&operator));
    assert_eq!((pool.stake, pool.shares), (700, 700), "one to one again");
    assert_eq!((position.shares, position.unbonding_shares, position.generation), (700, 0, 1));
    ledger.claim(&operator).unwrap();
    assert!((49..=50).contains(&ledger.rewards_of(&operator)), "earned before the slash, claimable after it");
    ledger.assert_solvent();
}

#[test]
fn a_pool_wiped_out_eight_times_pays_what_was_earned_but_takes_no_more_deposits() {
    let ledger = Ledger::new()
        .two_mints()
        .device_collateral(1_000)
        .parameters(|p| (p.jail_after, p.jail_window) = (8, 0))
        .build();
    let operator = ledger.operator().stake(1_000).build();
    for generation in 0..8 {
        let device = ledger.device(&operator);
        let epoch = if ledger.now() < ledger.start(0) { 0 } else { ledger.current_epoch() + 1 };
        ledger.enter_epoch(epoch);
        ledger.prove(&device, epoch, 50).unwrap();
        ledger.make_harvestable(epoch);
        ledger.harvest(&operator, epoch).unwrap();
        assert_eq!(ledger.operator_account(&operator).generation, generation);
        ledger.slash_for_good(&device, ledger.current_epoch());
        if generation < 7 {
            ledger.deposit(&operator, 1_000).unwrap();
        }
    }
    assert_refused!(ledger.deposit(&operator, 1_000), LedgerError::PoolDraining);
    ledger.claim(&operator).unwrap();
    assert!((392..=400).contains(&ledger.rewards_of(&operator)), "eight times 50, each rounded down");
    ledger.assert_solvent();
}

#[test]
fn a_pool_ends_its_generation_only_when_its_last_case_is_decided() {
    let (ledger, operator, [first, second]) = with_two_devices(Ledger::new());
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.slash(&first, 1);
    ledger.chain.warp_by(10);
    ledger.slash(&second, 1);
    assert_eq!(ledger.slash_case(&second).taken, 0, "the first case took everything, as nothing is active");
    ledger.chain.warp_to(ledger.slash_case(&first).deadline);
    ledger.execute(&first).unwrap();
    assert_eq!(ledger.operator_account(&operator).generation, 0);
    ledger.overturn(&second).unwrap();
    assert_eq!(ledger.operator_account(&operator).generation, 1);
}

#[test]
fn a_case_closes_once_it_is_decided_and_its_evidence_window_is_over() {
    let (ledger, _, [first, second]) = with_two_devices(Ledger::new());
    ledger.slash(&first, 1);
    ledger.overturn(&first).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    ledger.slash(&second, 1);
    assert_refused!(ledger.close_slash_case(&first), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.close_slash_case(&first).unwrap();
    assert_refused!(ledger.close_slash_case(&second), LedgerError::CaseUndecided);
    ledger.chain.warp_to(ledger.slash_case(&second).deadline);
    assert_refused!(ledger.close_slash_case(&second), LedgerError::CaseUndecided);
    ledger.execute(&second).unwrap();
    ledger.close_slash_case(&second).unwrap();
}
