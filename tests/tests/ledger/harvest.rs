//! Harvesting and closing: when, by whom, how a reward is split, and where the rest goes.

use girder_interface::limits::EPOCH_LIFETIME;
use girder_sdk::{
    instructions as build,
    ledger::{error::LedgerError::*, state::Epoch},
    pda,
};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, assert_failed, assert_refused, with_account};
use solana_signer::Signer;

/// A ledger of which epoch 1 is settled and due, with an operator that has these units in it.
fn due(setup: Setup, commission: u64, units: u64) -> (Ledger, TestOperator, TestDevice) {
    let ledger = setup.build();
    let operator = ledger.operator().stake(1_000_000).commission(commission).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, units).unwrap();
    ledger.make_harvestable(1);
    (ledger, operator, device)
}

#[test]
fn an_epoch_is_harvested_from_the_first_second_after_its_dispute_time() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 10);
    ledger.chain.warp_to(ledger.harvest_time(1) - 1);
    assert_refused!(ledger.harvest(&operator, 1), TooEarly);
    ledger.chain.warp_to(ledger.harvest_time(1));
    ledger.harvest(&operator, 1).unwrap();
}

#[test]
fn only_settled_epochs_are_harvested() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
    ledger.settle_up_to(0);
    ledger.chain.warp_to(ledger.harvest_time(1) + 1_000_000);
    assert_refused!(ledger.harvest(&operator, 1), EpochNotSettled);
    assert_refused!(ledger.harvest(&operator, u64::MAX), EpochNotSettled);
    ledger.settle(1).unwrap();
    ledger.harvest(&operator, 1).unwrap();
}

#[test]
fn credit_is_harvested_once() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 10);
    ledger.harvest(&operator, 1).unwrap();
    let books = ledger.books();
    assert_refused!(ledger.harvest(&operator, 1), NothingToHarvest);
    assert_eq!(bytemuck::bytes_of(&ledger.books()), bytemuck::bytes_of(&books));
}

#[test]
fn without_credit_there_is_nothing_to_harvest() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 10);
    let idle = ledger.operator().build();
    assert_refused!(ledger.harvest(&idle, 1), NothingToHarvest);
    assert_refused!(ledger.harvest(&operator, 0), NothingToHarvest);
    // Epoch 33 shares the ring slot of epoch 1.
    ledger.make_harvestable(33);
    assert_refused!(ledger.harvest(&operator, 33), NothingToHarvest);
    ledger.harvest(&operator, 1).unwrap();
}

#[test]
fn anybody_harvests_for_an_operator() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 10);
    let stranger = ledger.wallet();
    let harvest = build::harvest(&ledger.network, operator.address, 1);
    ledger.chain.execute(&[harvest], &stranger, &[]).unwrap();
    assert_eq!(ledger.books().owed, 10);
}

#[test]
fn commission_rounds_down_and_the_rest_is_shared() {
    for (units, bps, commission) in
        [(99, 1_000, 9), (100, 1_000, 10), (9_999, 1, 0), (10_000, 1, 1), (1, 2_000, 0), (7, 0, 0)]
    {
        let (ledger, operator, _) = due(Ledger::new(), bps, units);
        ledger.harvest(&operator, 1).unwrap();
        let account = ledger.operator_account(&operator);
        assert_eq!(account.commission_owed, commission, "{units} at {bps}");
        let per_share = (u128::from(units - commission) << 64) / u128::from(account.shares);
        assert_eq!(account.reward_per_share.bits(), per_share);
        assert_eq!((ledger.books().owed, ledger.books().pots), (units, 0));
    }
}

#[test]
fn without_active_shares_the_rest_goes_to_the_reserve() {
    let (ledger, operator, _) = due(Ledger::new(), 1_000, 99);
    ledger.unstake(&operator, 1_000_000).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.reserve, books.owed, books.pots), (90, 9, 0));
    assert_eq!(ledger.operator_account(&operator).reward_per_share.bits(), 0);
    assert_refused!(ledger.claim(&operator), NothingOwed);
    ledger.claim_commission(&operator).unwrap();
}

#[test]
fn unbonding_shares_earn_nothing() {
    let (ledger, operator, _) = due(Ledger::new().two_mints(), 0, 1_000);
    // A power of two stays, so that no share is rounded.
    ledger.unstake(&operator, 1_000_000 - (1 << 18)).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    let per_share = (1_000u128 << 64) / (1 << 18);
    assert_eq!(ledger.operator_account(&operator).reward_per_share.bits(), per_share);
    ledger.claim(&operator).unwrap();
    assert_eq!(ledger.rewards_of(&operator), 1_000);
}

#[test]
fn void_credit_waits_for_the_case_and_then_returns_to_the_reserve() {
    let (ledger, operator, device) = due(Ledger::new(), 0, 100);
    let (first, second) = ledger.equivocate(&device, 1);
    ledger.report(&first, &second).unwrap();
    assert_refused!(ledger.harvest(&operator, 1), CaseOpen);
    ledger.chain.warp_by(ledger.parameters.appeal);
    ledger.execute(&device).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.reserve, books.owed, books.pots), (100, 0, 0));
}

#[test]
fn an_overturned_case_gives_the_reward_back() {
    let (ledger, operator, device) = due(Ledger::new(), 0, 100);
    let (first, second) = ledger.equivocate(&device, 1);
    ledger.report(&first, &second).unwrap();
    ledger.overturn(&device).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.reserve, books.owed, books.pots), (0, 100, 0));
}

#[test]
fn an_epoch_closes_once_all_its_credit_is_harvested() {
    let ledger = Ledger::new().build();
    let operators = [ledger.operator().stake(1_000_000).build(), ledger.operator().stake(1_000_000).build()];
    let devices = operators.each_ref().map(|operator| ledger.device(operator));
    ledger.enter_epoch(1);
    for device in &devices {
        ledger.prove(device, 1, 10).unwrap();
    }
    ledger.make_harvestable(1);
    let payer = ledger.payer.pubkey();
    assert_refused!(ledger.close_epoch(1, payer), EpochNotHarvested);
    ledger.harvest(&operators[0], 1).unwrap();
    assert_refused!(ledger.close_epoch(1, payer), EpochNotHarvested);
    ledger.harvest(&operators[1], 1).unwrap();
    ledger.close_epoch(1, payer).unwrap();
    assert!(ledger.chain.find(&pda::epoch(ledger.network.network, 1)).is_none());
    assert_eq!(ledger.assert_solvent().owed, 20);
}

#[test]
fn an_epoch_without_credit_closes_as_soon_as_it_is_settled() {
    let ledger = Ledger::new().build();
    ledger.settle_up_to(0);
    ledger.close_epoch(0, ledger.payer.pubkey()).unwrap();
    assert_failed!(ledger.close_epoch(0, ledger.payer.pubkey()), "AccountOwnedByWrongProgram");
}

#[test]
fn an_epoch_that_nobody_harvests_closes_a_year_after_its_end() {
    let (ledger, operator, _) = due(Ledger::new(), 1_000, 99);
    ledger.chain.warp_to(ledger.end(1) + EPOCH_LIFETIME - 1);
    assert_refused!(ledger.close_epoch(1, ledger.payer.pubkey()), EpochNotHarvested);
    ledger.chain.warp_to(ledger.end(1) + EPOCH_LIFETIME);
    ledger.close_epoch(1, ledger.payer.pubkey()).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.reserve, books.pots, books.owed), (99, 0, 0));

    ledger.harvest(&operator, 1).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.reserve, books.pots, books.owed), (99, 0, 0), "closed, it counts as 0");
    assert!(!ledger.operator_account(&operator).ring[1].is_due(), "but the slot is free again");
}

#[test]
fn lamports_sent_to_where_an_epoch_was_do_not_keep_its_slot() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 99);
    ledger.chain.warp_to(ledger.end(1) + EPOCH_LIFETIME);
    ledger.close_epoch(1, ledger.payer.pubkey()).unwrap();
    ledger.chain.airdrop(pda::epoch(ledger.network.network, 1), 1_000_000).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    assert!(!ledger.operator_account(&operator).ring[1].is_due());
}

#[test]
fn an_epoch_harvested_within_the_year_pays_in_full() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 99);
    ledger.chain.warp_to(ledger.end(1) + EPOCH_LIFETIME);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.books().owed, 99);
}

#[test]
fn rent_of_an_epoch_returns_to_whoever_paid_it() {
    let ledger = Ledger::new().build();
    let (settler, other) = (ledger.wallet(), ledger.wallet());
    let lamports = || ledger.chain.find(&settler.pubkey()).unwrap().lamports;
    let before = lamports();
    ledger.chain.warp_to(ledger.settle_time(0));
    ledger.settle_as(&settler, 0, None).unwrap();
    assert!(lamports() < before);
    assert_refused!(ledger.close_epoch(0, other.pubkey()), WrongRentPayer);
    assert_refused!(ledger.close_epoch(0, ledger.payer.pubkey()), WrongRentPayer);
    ledger.close_epoch(0, settler.pubkey()).unwrap();
    assert_eq!(lamports(), before);
}

#[test]
fn what_rounding_leaves_in_a_pot_returns_to_the_reserve() {
    // A supply cap that lets 5 base units be minted, ever: 7 credits share them.
    let few = |cap: u64| Ledger::new().two_mints().initial_supply(0).parameters(|p| p.supply_cap = cap);
    let (ledger, operator, _) = due(few(5), 0, 7);
    assert_eq!((ledger.epoch(1).pot, ledger.epoch(1).reward_per_credit.bits()), (5, (5 << 64) / 7));
    ledger.harvest(&operator, 1).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.pots, books.owed, books.reserve), (1, 4, 0), "7 x 5/7, rounded down twice");
    ledger.close_epoch(1, ledger.payer.pubkey()).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.pots, books.owed, books.reserve), (0, 4, 1));
}

#[test]
fn accounts_of_another_network_are_refused() {
    let (ledger, operator, _) = due(Ledger::new(), 0, 10);
    let neighbour = ledger.neighbour();
    let stranger = neighbour.operator().build();
    let harvest = build::harvest(&ledger.network, operator.address, 1);
    let with = |account, other| ledger.send(&[with_account(harvest.clone(), account, other)], &[]);
    assert_refused!(with(ledger.network.books, neighbour.network.books), WrongNetwork);
    assert_refused!(with(operator.address, stranger.address), WrongNetwork);
    assert_refused!(with(ledger.network.reward_vault, neighbour.network.reward_vault), WrongVault);
    assert_refused!(with(ledger.network.reward_vault, ledger.network.stake_vault), WrongVault);
    let epoch = |ledger: &Ledger, index| pda::epoch(ledger.network.network, index);
    assert_failed!(with(epoch(&ledger, 1), epoch(&ledger, 0)), "ConstraintSeeds");
    assert_failed!(with(epoch(&ledger, 1), epoch(&neighbour, 1)), "ConstraintSeeds");

    neighbour.settle_up_to(0);
    let close = build::close_epoch(&ledger.network, 0, ledger.payer.pubkey());
    let with = |account, other| ledger.send(&[with_account(close.clone(), account, other)], &[]);
    assert_refused!(with(epoch(&ledger, 0), epoch(&neighbour, 0)), WrongNetwork);
    assert_refused!(with(ledger.network.books, neighbour.network.books), WrongNetwork);
    assert_refused!(with(ledger.network.reward_vault, ledger.network.stake_vault), WrongVault);
    assert!(ledger.chain.read::<Epoch>(epoch(&ledger, 0)).is_ok());
}
